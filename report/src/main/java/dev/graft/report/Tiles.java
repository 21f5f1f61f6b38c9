package dev.graft.report;

import dev.graft.metrics.ConfusionMatrix;
import dev.graft.metrics.Evaluation;
import dev.graft.metrics.FigureIntervals;
import dev.graft.metrics.Interval;
import dev.graft.result.ManyClasses;
import dev.graft.result.Numbers;
import dev.graft.result.RunFacts;
import dev.graft.result.ShownPart;
import dev.graft.result.TrainingResult;
import dev.graft.result.WeakestClass;
import dev.graft.train.EpochRecord;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The key figures at the top of the page. */
final class Tiles {
    private final TrainingResult result;
    private final ShownPart shown;
    private final Evaluation evaluation;
    private final String positive;

    private Tiles(TrainingResult result) {
        this.result = result;
        this.shown = ShownPart.of(result);
        this.evaluation = shown.evaluation();
        this.positive = "“" + result.classNames().get(result.positiveClass()) + "”";
    }

    static String html(TrainingResult result) {
        Tiles tiles = new Tiles(result);
        return tiles.accuracy()
                + (result.classNames().size() == 2 ? tiles.detection() : tiles.averages())
                + tiles.effort();
    }

    private String accuracy() {
        Evaluation e = evaluation;
        String scale = AccuracyScale.html(e, shown.baseline());
        return "<div class=\"tile wide\">\n<dt>Accuracy (" + shown.name() + ")</dt>\n<dd>"
                + Html.escape(Numbers.percent(e.accuracy())) + "</dd>\n" + scale
                + note("95 % interval "
                        + Numbers.percentRange(e.accuracyLow(), e.accuracyHigh())
                        + (e.intervals().byGroup() ? " by group" : "") + ", most frequent class "
                        + Numbers.percent(shown.baseline()))
                + "</div>\n";
    }

    private String detection() {
        ConfusionMatrix confusion = evaluation.confusion();
        int c = result.positiveClass();
        int positives = shown.images(c);
        int found = confusion.count(c, c);
        int others = evaluation.images() - positives;
        int called = confusion.predicted().get(c);
        return tile(
                        "ROC-AUC",
                        Numbers.ratio(evaluation.rocAuc()),
                        range(evaluation.intervals().positive().rocAuc()))
                + tile(
                        "Sensitivity",
                        Numbers.percent(evaluation.sensitivity()),
                        Numbers.count(found) + " of " + Numbers.count(positives) + " " + positive + " found")
                + tile(
                        "Specificity",
                        Numbers.percent(evaluation.specificity()),
                        Numbers.count(others - (called - found)) + " of " + Numbers.count(others) + " others cleared")
                + tile("F1", Numbers.ratio(evaluation.f1()), "for " + positive);
    }

    /** With more than two classes no single one is the one to find. */
    private String averages() {
        FigureIntervals intervals = evaluation.intervals();
        return tile(
                        "Balanced accuracy",
                        Numbers.percent(evaluation.balancedAccuracy()),
                        percentRange(intervals.balancedAccuracy()))
                + tile(
                        "F1 (macro)",
                        Numbers.ratio(evaluation.macro().f1()),
                        range(intervals.macro().f1()))
                + (ManyClasses.are(result.classNames())
                        ? tile(
                                "Top-5 accuracy",
                                Numbers.percent(evaluation.topFiveAccuracy()),
                                percentRange(intervals.topFiveAccuracy()))
                        : tile(
                                "ROC-AUC (macro)",
                                Numbers.ratio(evaluation.macro().rocAuc()),
                                range(intervals.macro().rocAuc())))
                + weakest();
    }

    private static String percentRange(Interval interval) {
        return interval.known() ? "95 % interval " + Numbers.percentRange(interval.low(), interval.high()) : "";
    }

    private static String range(Interval interval) {
        return interval.known() ? "95 % interval " + Numbers.ratioRange(interval) : "";
    }

    private String weakest() {
        return weakestClass()
                .map(c -> tile(
                        "Weakest class",
                        Numbers.percent(evaluation.classes().get(c).sensitivity()),
                        "of “" + result.classNames().get(c) + "” found"))
                .orElse("");
    }

    private Optional<Integer> weakestClass() {
        Optional<Integer> listed = ManyClasses.are(result.classNames())
                ? WeakestClass.of(evaluation, List.of()).stream()
                        .map(WeakestClass::index)
                        .findFirst()
                : Optional.empty();
        return listed.or(() -> IntStream.range(0, evaluation.classes().size())
                .filter(c -> evaluation.classes().get(c).images() > 0)
                .boxed()
                .min(Comparator.comparingDouble(c -> evaluation.classes().get(c).sensitivity())));
    }

    private String effort() {
        String parameters = result.facts()
                .map(facts -> tile(
                        "Trainable parameters",
                        Numbers.compact(facts.lastTrainableParameters()),
                        "of " + Numbers.compact(facts.parameters())))
                .orElse("");
        List<EpochRecord> epochs = result.history().epochs();
        double trained = epochs.stream().mapToDouble(EpochRecord::seconds).sum();
        double seconds = result.facts().map(RunFacts::totalSeconds).orElse(trained);
        return epochs.isEmpty()
                ? parameters
                : parameters
                        + tile("Training time", Numbers.duration(seconds), Numbers.counted(epochs.size(), "epoch"));
    }

    private static String tile(String name, String value, String note) {
        return "<div class=\"tile\">\n<dt>" + Html.escape(name) + "</dt>\n<dd>" + Html.escape(value) + "</dd>\n"
                + note(note) + "</div>\n";
    }

    private static String note(String text) {
        return text.isEmpty() ? "" : "<dd class=\"note\">" + Html.escape(text) + "</dd>\n";
    }
}
