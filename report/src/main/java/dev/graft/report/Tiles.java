package dev.graft.report;

import dev.graft.metrics.ConfusionMatrix;
import dev.graft.metrics.Evaluation;
import dev.graft.metrics.Figures;
import dev.graft.metrics.Interval;
import dev.graft.metrics.Metric;
import dev.graft.result.ManyClasses;
import dev.graft.result.Numbers;
import dev.graft.result.RunFacts;
import dev.graft.result.ShownPart;
import dev.graft.result.TrainingResult;
import dev.graft.result.WeakestClass;
import dev.graft.train.EpochRecord;
import java.util.ArrayList;
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

    static List<Tile> of(TrainingResult result) {
        Tiles tiles = new Tiles(result);
        List<Tile> all = new ArrayList<>();
        all.add(accuracy("Accuracy (" + tiles.shown.name() + ")", tiles.shown));
        result.byGroup()
                .flatMap(groups -> groups.shown(tiles.shown))
                .map(Tiles::byGroup)
                .ifPresent(all::add);
        all.addAll(result.classNames().size() == 2 ? tiles.detection() : tiles.averages());
        all.addAll(tiles.effort());
        return all;
    }

    /** The accuracy of a part with its interval and its baseline. */
    static Tile accuracy(String name, ShownPart shown) {
        Evaluation e = shown.evaluation();
        return new Tile(
                name,
                Numbers.percent(e.accuracy()),
                "95 % interval " + Numbers.percentRange(e.interval(Metric.ACCURACY))
                        + (e.resampling().byGroup() ? " by group" : "") + ", most frequent class "
                        + Numbers.percent(shown.baseline()),
                Scale.of(e, shown.baseline()),
                true);
    }

    /** The accuracy with each group counted as one image, as large as that of the images beside it. */
    static Tile byGroup(Evaluation groups) {
        double baseline = new ShownPart(ShownPart.Kind.TEST, groups).baseline();
        return new Tile(
                "Accuracy by group",
                Numbers.percent(groups.accuracy()),
                "of " + Numbers.counted(groups.images(), "group") + ", 95 % interval "
                        + Numbers.percentRange(groups.interval(Metric.ACCURACY)) + ", most frequent class "
                        + Numbers.percent(baseline),
                Scale.of(groups, baseline),
                true);
    }

    private List<Tile> detection() {
        ConfusionMatrix confusion = evaluation.confusion();
        int c = result.positiveClass();
        int positives = shown.images(c);
        int found = confusion.count(c, c);
        int others = evaluation.images() - positives;
        int called = confusion.predicted().get(c);
        return List.of(
                tile("", evaluation.figures(), Metric.ROC_AUC),
                new Tile(
                        "Sensitivity",
                        Numbers.percent(evaluation.value(Metric.SENSITIVITY)),
                        Numbers.count(found) + " of " + Numbers.count(positives) + " " + positive + " found"),
                new Tile(
                        "Specificity",
                        Numbers.percent(evaluation.value(Metric.SPECIFICITY)),
                        Numbers.count(others - (called - found)) + " of " + Numbers.count(others) + " others cleared"),
                new Tile("F1", Numbers.ratio(evaluation.value(Metric.F1)), "for " + positive));
    }

    /** With more than two classes no single one is the one to find. */
    private List<Tile> averages() {
        List<Tile> tiles = new ArrayList<>();
        tiles.add(tile("", evaluation.figures(), Metric.BALANCED_ACCURACY));
        tiles.add(tile(" (macro)", evaluation.macro(), Metric.F1));
        tiles.add(
                ManyClasses.are(result.classNames())
                        ? tile("", evaluation.figures(), Metric.TOP_FIVE_ACCURACY)
                        : tile(" (macro)", evaluation.macro(), Metric.ROC_AUC));
        weakestClass()
                .ifPresent(c -> tiles.add(new Tile(
                        "Weakest class",
                        Numbers.percent(evaluation.classes().get(c).value(Metric.SENSITIVITY)),
                        "of “" + result.classNames().get(c) + "” found")));
        return tiles;
    }

    private static Tile tile(String kind, Figures figures, Metric metric) {
        Interval interval = figures.interval(metric);
        return new Tile(
                metric.heading() + kind,
                Numbers.text(metric, figures.value(metric)),
                interval.known() ? "95 % interval " + Numbers.range(metric, interval) : "");
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
                .min(Comparator.comparingDouble(c -> evaluation.classes().get(c).value(Metric.SENSITIVITY))));
    }

    private List<Tile> effort() {
        List<Tile> tiles = new ArrayList<>();
        result.facts()
                .ifPresent(facts -> tiles.add(new Tile(
                        "Trainable parameters",
                        Numbers.compact(facts.lastTrainableParameters()),
                        "of " + Numbers.compact(facts.parameters()))));
        List<EpochRecord> epochs = result.history().epochs();
        double trained = epochs.stream().mapToDouble(EpochRecord::seconds).sum();
        double seconds = result.facts().map(RunFacts::totalSeconds).orElse(trained);
        if (!epochs.isEmpty()) {
            tiles.add(new Tile("Training time", Numbers.duration(seconds), Numbers.counted(epochs.size(), "epoch")));
        }
        return tiles;
    }
}
