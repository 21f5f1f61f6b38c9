package dev.graft.metrics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** Finds the intervals of figures, as {@link Bootstrap} describes. */
final class IntervalFinder {
    private static final double TAIL = 0.025;

    private final ScoredImages images;
    private final ClassCounts counted;
    private final Metrics point;
    private final int[] units;
    private final int unitCount;
    private final List<Metrics> resamples;

    private IntervalFinder(ScoredImages images, int[] units, Function<IntervalFinder, List<Metrics>> resamples) {
        this.images = images;
        this.counted = images.counted(images.once());
        this.point = images.figures(images.once());
        this.units = units;
        this.unitCount = Arrays.stream(units).max().orElse(-1) + 1;
        this.resamples = resamples.apply(this);
    }

    /** Wilson's intervals alone: every image stands for itself. */
    static FigureIntervals ofShares(ScoredImages images, int positiveClass) {
        int[] each = IntStream.range(0, images.predictions().size()).toArray();
        return new IntervalFinder(images, each, finder -> List.of()).find(positiveClass);
    }

    /** All intervals. */
    static FigureIntervals of(ScoredImages images, int positiveClass, Bootstrap bootstrap) {
        return new IntervalFinder(
                        images,
                        bootstrap.units(images.predictions()),
                        finder -> finder.units.length == 0
                                ? List.of()
                                : bootstrap.resample(images, finder.units, finder.unitCount))
                .find(positiveClass);
    }

    private FigureIntervals find(int positiveClass) {
        List<ClassIntervals> classes = new ArrayList<>();
        for (int c = 0; c < images.classCount(); c++) {
            classes.add(ofClass(c));
        }
        return new FigureIntervals(
                unitCount,
                byGroup(),
                resamples.size(),
                share(counted.correct(), counted.total(), i -> true, Metrics::accuracy),
                topFiveAccuracy(),
                percentiles(Metrics::balancedAccuracy),
                percentiles(Metrics::logLoss),
                percentiles(Metrics::brier),
                percentiles(Metrics::matthews),
                classes.get(positiveClass),
                classes,
                averages(Metrics::macro),
                averages(Metrics::weighted));
    }

    private Interval topFiveAccuracy() {
        boolean[] found = images.topFive();
        long successes = IntStream.range(0, found.length).filter(i -> found[i]).count();
        return share(successes, found.length, i -> true, Metrics::topFiveAccuracy);
    }

    private boolean byGroup() {
        return unitCount < units.length;
    }

    private ClassIntervals ofClass(int c) {
        long hits = counted.hits()[c];
        int[] actual = images.actual();
        int[] predicted = images.predicted();
        return new ClassIntervals(
                share(
                        hits,
                        counted.actual()[c],
                        i -> actual[i] == c,
                        f -> f.classes().get(c).sensitivity()),
                share(
                        counted.cleared(c),
                        counted.negatives(c),
                        i -> actual[i] != c,
                        f -> f.classes().get(c).specificity()),
                share(
                        hits,
                        counted.predicted()[c],
                        i -> predicted[i] == c,
                        f -> f.classes().get(c).precision()),
                percentiles(f -> f.classes().get(c).f1()),
                percentiles(f -> f.classes().get(c).rocAuc()),
                percentiles(f -> f.classes().get(c).averagePrecision()));
    }

    private AverageIntervals averages(Function<Metrics, ClassAverages> kind) {
        return new AverageIntervals(
                percentiles(f -> kind.apply(f).sensitivity()),
                percentiles(f -> kind.apply(f).precision()),
                percentiles(f -> kind.apply(f).f1()),
                percentiles(f -> kind.apply(f).rocAuc()),
                percentiles(f -> kind.apply(f).averagePrecision()));
    }

    /** @param tried which images the share is of */
    private Interval share(long successes, long trials, IntPredicate tried, ToDoubleFunction<Metrics> figure) {
        if (trials == 0 || !byGroup()) {
            return WilsonInterval.of(successes, trials);
        }
        if (successes > 0 && successes < trials) {
            return percentiles(figure);
        }
        long groups = IntStream.range(0, units.length)
                .filter(tried)
                .map(i -> units[i])
                .distinct()
                .count();
        return WilsonInterval.of(successes == 0 ? 0 : groups, groups);
    }

    private Interval percentiles(ToDoubleFunction<Metrics> figure) {
        double[] values = resamples.stream()
                .mapToDouble(figure)
                .filter(value -> !Double.isNaN(value))
                .sorted()
                .toArray();
        // Of a figure that most resamples leave undefined, the others are no fair sample.
        if (Double.isNaN(figure.applyAsDouble(point)) || 2 * values.length <= resamples.size()) {
            return Interval.UNKNOWN;
        }
        Interval interval = new Interval(quantile(values, TAIL), quantile(values, 1 - TAIL));
        return interval.low() == interval.high() ? Interval.UNKNOWN : interval;
    }

    /** Between the two nearest values in proportion, as numpy does. */
    private static double quantile(double[] sorted, double share) {
        double at = share * (sorted.length - 1);
        int below = (int) at;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
    }
}
