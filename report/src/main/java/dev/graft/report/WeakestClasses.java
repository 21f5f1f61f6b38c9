package dev.graft.report;

import dev.graft.metrics.ConfusionMatrix.Cell;
import dev.graft.metrics.Evaluation;
import dev.graft.metrics.Interval;
import dev.graft.metrics.Metric;
import dev.graft.result.ManyClasses;
import dev.graft.result.Numbers;
import dev.graft.result.WeakestClass;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** The classes that are found least often, with what they are taken for and images of theirs; for many classes. */
final class WeakestClasses {
    private static final int CALLED = 3;

    private final List<String> names;
    private final Evaluation evaluation;
    private final Samples samples;

    /** One of them with its most confident mistakes. */
    record Weakest(String name, String found, String called, List<Samples.Sample> wrong) {}

    WeakestClasses(List<String> names, Evaluation evaluation, Samples samples) {
        this.names = names;
        this.evaluation = evaluation;
        this.samples = samples;
    }

    /** Empty for few classes, and if every image was classified correctly. */
    List<Weakest> classes() {
        return ManyClasses.are(names)
                ? WeakestClass.of(evaluation, samples.predictions()).stream()
                        .map(this::weakest)
                        .toList()
                : List.of();
    }

    /** How many were never found. */
    String lead() {
        long tested = evaluation.classes().stream().filter(c -> c.images() > 0).count();
        long never = evaluation.classes().stream()
                .filter(c -> c.images() > 0 && c.value(Metric.SENSITIVITY) == 0)
                .count();
        long always = evaluation.classes().stream()
                .filter(c -> c.value(Metric.SENSITIVITY) == 1)
                .count();
        return "Of " + Numbers.count(tested) + " classes with images, "
                + Numbers.count(never) + (never == 1 ? " was" : " were") + " never found and " + Numbers.count(always)
                + " always. Of few images these may be the unluckiest rather than the hardest: see their intervals.";
    }

    private Weakest weakest(WeakestClass weakest) {
        int index = weakest.index();
        Interval interval = evaluation.classes().get(index).interval(Metric.SENSITIVITY);
        return new Weakest(
                names.get(index),
                Numbers.count(evaluation.confusion().count(index, index)) + " of "
                        + Numbers.counted(evaluation.classes().get(index).images(), "image") + " found"
                        + (interval.known()
                                ? " (95 % interval " + Numbers.percentRange(interval.low(), interval.high()) + ")"
                                : ""),
                "Called " + called(index),
                samples.of(weakest.wrong()));
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
