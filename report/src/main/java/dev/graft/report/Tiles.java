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
                "95 % interval " + Numbers.percentRange(e.accuracyLow(), e.accuracyHigh())
                        + (e.intervals().byGroup() ? " by group" : "") + ", most frequent class "
                        + Numbers.percent(shown.baseline()),
                Scale.of(e, shown.baseline()),
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
                new Tile(
                        "ROC-AUC",
                        Numbers.ratio(evaluation.rocAuc()),
                        range(evaluation.intervals().positive().rocAuc())),
                new Tile(
                        "Sensitivity",
                        Numbers.percent(evaluation.sensitivity()),
                        Numbers.count(found) + " of " + Numbers.count(positives) + " " + positive + " found"),
                new Tile(
                        "Specificity",
                        Numbers.percent(evaluation.specificity()),
                        Numbers.count(others - (called - found)) + " of " + Numbers.count(others) + " others cleared"),
                new Tile("F1", Numbers.ratio(evaluation.f1()), "for " + positive));
    }

    /** With more than two classes no single one is the one to find. */
    private List<Tile> averages() {
        FigureIntervals intervals = evaluation.intervals();
        List<Tile> tiles = new ArrayList<>();
        tiles.add(new Tile(
                "Balanced accuracy",
                Numbers.percent(evaluation.balancedAccuracy()),
                percentRange(intervals.balancedAccuracy())));
        tiles.add(new Tile(
                "F1 (macro)",
                Numbers.ratio(evaluation.macro().f1()),
                range(intervals.macro().f1())));
        tiles.add(
                ManyClasses.are(result.classNames())
                        ? new Tile(
                                "Top-5 accuracy",
                                Numbers.percent(evaluation.topFiveAccuracy()),
                                percentRange(intervals.topFiveAccuracy()))
                        : new Tile(
                                "ROC-AUC (macro)",
                                Numbers.ratio(evaluation.macro().rocAuc()),
                                range(intervals.macro().rocAuc())));
        weakestClass()
                .ifPresent(c -> tiles.add(new Tile(
                        "Weakest class",
                        Numbers.percent(evaluation.classes().get(c).sensitivity()),
                        "of “" + result.classNames().get(c) + "” found")));
        return tiles;
    }

    private static String percentRange(Interval interval) {
        return interval.known() ? "95 % interval " + Numbers.percentRange(interval.low(), interval.high()) : "";
    }

    private static String range(Interval interval) {
        return interval.known() ? "95 % interval " + Numbers.ratioRange(interval) : "";
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
