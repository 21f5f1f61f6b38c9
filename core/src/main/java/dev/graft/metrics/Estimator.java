package dev.graft.metrics;

import dev.graft.metrics.Figures.Estimate;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** Evaluates metrics and finds their intervals, as {@link Bootstrap} describes. */
final class Estimator {
    private final ScoredImages images;
    private final Sample once;
    private final Sample.Values point;
    private final int[] units;
    private final int unitCount;
    private final List<Sample.Values> resamples;

    private Estimator(ScoredImages images, int[] units, List<Sample.Values> resamples) {
        this.images = images;
        this.once = images.sample(images.once());
        this.point = once.values();
        this.units = units;
        this.unitCount = Bootstrap.unitCount(units);
        this.resamples = resamples;
    }

    /** With Wilson's intervals alone: every image stands for itself. */
    static Estimator ofShares(ScoredImages images) {
        return new Estimator(
                images, IntStream.range(0, images.predictions().size()).toArray(), List.of());
    }

    /** With all intervals. */
    static Estimator of(ScoredImages images, Bootstrap bootstrap) {
        int[] units = bootstrap.units(images.predictions());
        return new Estimator(
                images,
                units,
                units.length == 0 ? List.of() : bootstrap.resample(images, units, Bootstrap.unitCount(units)));
    }

    Resampling resampling() {
        return new Resampling(unitCount, byGroup(), resamples.size());
    }

    private boolean byGroup() {
        return unitCount < units.length;
    }

    /** Every metric, of the classes' the positive one's. */
    Figures all(int positiveClass) {
        return Figures.of(
                images.predictions().size(), List.of(Metric.values()), metric -> estimate(metric, positiveClass));
    }

    /** Each class against the rest. */
    List<Figures> classes() {
        return IntStream.range(0, images.classCount())
                .mapToObj(c -> Figures.of(
                        (int) once.counted().actual()[c], Metric.ofEachClass(), metric -> estimate(metric, c)))
                .toList();
    }

    /** In the mean over the classes. */
    Figures mean(boolean weighted) {
        return Figures.of(
                images.predictions().size(),
                Metric.ofEachClass().stream().filter(Metric::averaged).toList(),
                metric -> estimate(values -> values.mean(metric, weighted)));
    }

    private Estimate estimate(Metric metric, int c) {
        ToDoubleFunction<Sample.Values> figure = values -> values.of(metric, c);
        return metric.formula() instanceof Formula.Share share
                ? new Estimate(figure.applyAsDouble(point), interval(share, c, figure))
                : estimate(figure);
    }

    private Estimate estimate(ToDoubleFunction<Sample.Values> figure) {
        return new Estimate(figure.applyAsDouble(point), percentiles(figure));
    }

    private Interval interval(Formula.Share share, int c, ToDoubleFunction<Sample.Values> figure) {
        long successes = share.successes().of(once, c);
        long trials = share.trials().of(once, c);
        if (trials == 0 || !byGroup()) {
            return WilsonInterval.of(successes, trials);
        }
        if (successes > 0 && successes < trials) {
            return percentiles(figure);
        }
        IntPredicate tried = i -> share.tried().of(images, i, c);
        long groups = IntStream.range(0, units.length)
                .filter(tried)
                .map(i -> units[i])
                .distinct()
                .count();
        return WilsonInterval.of(successes == 0 ? 0 : groups, groups);
    }

    private Interval percentiles(ToDoubleFunction<Sample.Values> figure) {
        double[] values = resamples.stream()
                .mapToDouble(figure)
                .filter(value -> !Double.isNaN(value))
                .sorted()
                .toArray();
        // Of a figure that most resamples leave undefined, the others are no fair sample.
        if (Double.isNaN(figure.applyAsDouble(point)) || 2 * values.length <= resamples.size()) {
            return Interval.UNKNOWN;
        }
        Interval interval = Interval.middle(values);
        return interval.low() == interval.high() ? Interval.UNKNOWN : interval;
    }
}
