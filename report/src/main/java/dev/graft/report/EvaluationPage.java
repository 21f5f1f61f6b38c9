package dev.graft.report;

import dev.graft.evaluate.Assessment;
import dev.graft.evaluate.ExternalEvaluation;
import dev.graft.evaluate.GroupAssessment;
import dev.graft.metrics.Evaluation;
import dev.graft.metrics.Figures;
import dev.graft.metrics.Interval;
import dev.graft.metrics.Metric;
import dev.graft.metrics.RocArea;
import dev.graft.result.Finding;
import dev.graft.result.ManyClasses;
import dev.graft.result.Numbers;
import dev.graft.result.ShownPart;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What {@code evaluation.jte} shows: it is about groups if they are known, else about images, and says so. */
record EvaluationPage(ExternalEvaluation evaluation) {
    /**
     * What the page's script draws.
     *
     * @param roc false positive rate, true positive rate and threshold of each point
     * @param calibration mean probability, positive share and number of cases of each bin
     * @param decisions threshold, net benefit of the model and of treating all
     */
    record Charts(List<List<@Nullable Double>> roc, List<List<Double>> calibration, List<List<Double>> decisions) {}

    Charts charts() {
        return new Charts(
                ChartData.roc(shown().roc()),
                shown().calibration().stream().map(ChartData::values).toList(),
                main().decisions().points().stream()
                        .map(point -> List.of(point.threshold(), point.model(), point.all()))
                        .toList());
    }

    Assessment main() {
        return evaluation.main();
    }

    Evaluation shown() {
        return main().evaluation();
    }

    boolean grouped() {
        return evaluation.groups().isPresent();
    }

    boolean manyClasses() {
        return ManyClasses.are(evaluation.classNames());
    }

    int classes() {
        return evaluation.classNames().size();
    }

    String positive() {
        return evaluation.positive();
    }

    private String cases(long count) {
        return Numbers.counted(count, grouped() ? "group" : "image");
    }

    String verdict() {
        return Numbers.percent(shown().accuracy()) + " of " + cases(shown().images())
                + (shown().images() == 1 ? " was" : " were") + " classified correctly (95 % interval "
                + Numbers.percentRange(shown().interval(Metric.ACCURACY)) + ").";
    }

    String context() {
        ShownPart part = new ShownPart(ShownPart.Kind.TEST, shown());
        return "A saved model on images that took no part in making it. "
                + evaluation
                        .groups()
                        .map(groups -> "Each group counts once: " + rule(groups) + ". ")
                        .orElse("Groups are unknown: if images belong together, intervals are too narrow. ")
                + "Always answering “" + evaluation.classNames().get(part.mostFrequentClass())
                + "” would be right for " + Numbers.percent(part.baseline()) + ".";
    }

    static String rule(GroupAssessment groups) {
        return "its score is " + GroupWords.score(groups.score());
    }

    List<Tile> tiles() {
        List<Tile> tiles = new ArrayList<>();
        tiles.add(Tiles.accuracy(
                grouped() ? "Accuracy by group" : "Accuracy", new ShownPart(ShownPart.Kind.TEST, shown())));
        tiles.add(new Tile("ROC-AUC", Numbers.ratio(main().area().area()), interval(main().area())));
        if (classes() == 2) {
            tiles.add(share("Sensitivity", Metric.SENSITIVITY));
            tiles.add(share("Specificity", Metric.SPECIFICITY));
        } else {
            tiles.add(share("Balanced accuracy", Metric.BALANCED_ACCURACY));
        }
        Figures.Estimate slope = main().recalibration().slope();
        Figures.Estimate large = main().recalibration().inTheLarge();
        tiles.add(new Tile("Calibration slope", signed(slope.value(), false), range(slope.interval(), "1 is right")));
        tiles.add(new Tile(
                "Calibration in the large", signed(large.value(), true), range(large.interval(), "0 is right")));
        tiles.add(share("Brier score", Metric.BRIER));
        return tiles;
    }

    private Tile share(String name, Metric metric) {
        Interval interval = shown().interval(metric);
        return new Tile(
                name,
                Numbers.text(metric, shown().value(metric)),
                interval.known() ? "95 % interval " + Numbers.range(metric, interval) : "");
    }

    private static String interval(RocArea area) {
        return area.interval().known() ? "95 % interval " + Numbers.ratioRange(area.interval()) + " (DeLong)" : "";
    }

    private static String range(Interval interval, String right) {
        return interval.known()
                ? String.format(Locale.ROOT, "95 %% interval %.2f to %.2f, %s", interval.low(), interval.high(), right)
                : right;
    }

    static String signed(double value, boolean sign) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, sign ? "%+.2f" : "%.2f", value) : Numbers.UNDEFINED;
    }

    List<String> findings() {
        return evaluation.findings().stream().map(Finding::sentence).toList();
    }

    Confusion confusion() {
        return new Confusion(evaluation.classNames(), shown().confusion());
    }

    String area() {
        return Numbers.ratio(main().area().area());
    }

    List<String> drift() {
        return evaluation.drift().map(found -> found.lines()).orElse(List.of());
    }
}
