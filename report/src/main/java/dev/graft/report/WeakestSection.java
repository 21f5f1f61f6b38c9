package dev.graft.report;

import dev.graft.metrics.ClassFigures;
import dev.graft.metrics.ConfusionMatrix.Cell;
import dev.graft.metrics.Evaluation;
import dev.graft.metrics.Interval;
import dev.graft.result.ManyClasses;
import dev.graft.result.Numbers;
import dev.graft.result.SampleImage;
import dev.graft.result.ShownPart;
import dev.graft.result.TrainingResult;
import dev.graft.result.WeakestClass;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** The classes that are found least often, with what they are taken for and images of theirs; for many classes. */
final class WeakestSection {
    private static final int CALLED = 3;

    private final List<String> names;
    private final Evaluation evaluation;
    private final SampleFigures figures;

    private WeakestSection(List<String> names, Evaluation evaluation, SampleFigures figures) {
        this.names = names;
        this.evaluation = evaluation;
        this.figures = figures;
    }

    /** Empty for few classes, and if every image was classified correctly. */
    static String html(TrainingResult result, ShownPart shown, List<SampleImage> samples) {
        if (!ManyClasses.are(result.classNames())) {
            return "";
        }
        SampleFigures figures = new SampleFigures(result.classNames(), samples);
        return new WeakestSection(result.classNames(), shown.evaluation(), figures)
                .section(WeakestClass.of(shown.evaluation(), figures.predictions()));
    }

    private String section(List<WeakestClass> classes) {
        if (classes.isEmpty()) {
            return "";
        }
        StringBuilder out =
                new StringBuilder("<section aria-labelledby=\"weakest\">\n<h2 id=\"weakest\">Weakest classes</h2>\n"
                        + "<p class=\"lead\">" + Html.escape(lead()) + "</p>\n<div class=\"weakest\">\n");
        classes.forEach(weakest -> out.append(card(weakest)));
        return out.append("</div>\n</section>\n").toString();
    }

    private String lead() {
        long tested = evaluation.classes().stream().filter(c -> c.images() > 0).count();
        long never = evaluation.classes().stream()
                .filter(c -> c.images() > 0 && c.sensitivity() == 0)
                .count();
        long always =
                evaluation.classes().stream().filter(c -> c.sensitivity() == 1).count();
        return "Of " + Numbers.count(tested) + " classes with images, "
                + Numbers.count(never) + (never == 1 ? " was" : " were") + " never found and " + Numbers.count(always)
                + " always. Of few images these may be the unluckiest rather than the hardest: see their intervals.";
    }

    private String card(WeakestClass weakest) {
        ClassFigures found = evaluation.classes().get(weakest.index());
        Interval interval =
                evaluation.intervals().classes().get(weakest.index()).sensitivity();
        long hits = evaluation.confusion().count(weakest.index(), weakest.index());
        StringBuilder out = new StringBuilder("<div>\n<h3>" + Html.escape(names.get(weakest.index())) + "</h3>\n<p>"
                + Html.escape(Numbers.count(hits) + " of " + Numbers.counted(found.images(), "image") + " found"
                        + (interval.known()
                                ? " (95 % interval " + Numbers.percentRange(interval.low(), interval.high()) + ")"
                                : ""))
                + "</p>\n<p class=\"note\">Called " + Html.escape(called(weakest.index())) + "</p>\n");
        if (!weakest.wrong().isEmpty()) {
            out.append("<div class=\"samples\">\n");
            weakest.wrong().forEach(p -> out.append(figures.figure(p)));
            out.append("</div>\n");
        }
        return out.append("</div>\n").toString();
    }

    private String called(int actual) {
        List<Cell> others = evaluation.confusion().cells().stream()
                .filter(cell -> cell.actual() == actual && !cell.right())
                .sorted(Comparator.comparingInt(Cell::images).reversed())
                .toList();
        String first = others.stream()
                .limit(CALLED)
                .map(cell -> "“" + names.get(cell.predicted()) + "”"
                        + (cell.images() > 1 ? " (" + Numbers.count(cell.images()) + ")" : ""))
                .collect(Collectors.joining(", "));
        int more = others.size() - CALLED;
        return first + (more > 0 ? " and " + Numbers.count(more) + " more" : "");
    }
}
