package dev.graft.schedule;

import dev.graft.error.GraftException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A learning rate as a function of time. Formulas are those of {@code
 * keras/src/optimizers/schedules/learning_rate_schedule.py}. Keras's schedules hold rates; here they hold factors of the
 * rate that the optimizer begins with, so that one schedule serves any rate.
 *
 * <p>Immutable. Positions count from 0; what they count, steps or epochs, {@link PacedSchedule} says.
 */
public sealed interface Schedule {
    /**
     * The learning rate.
     *
     * @param base the optimizer's learning rate, positive
     * @param position steps or epochs done, 0 or more
     */
    double rate(double base, long position);

    /** In words, for people and provenance. */
    String describe();

    /** The optimizer's learning rate, always. */
    static Schedule constant() {
        return new Constant();
    }

    /** Times {@code factor} at every {@code every} positions. */
    static Schedule step(long every, double factor) {
        return new Exponential(every, factor, true);
    }

    /** Falls by {@code factor} in every {@code over} positions, smoothly. */
    static Schedule exponential(long over, double factor) {
        return new Exponential(over, factor, false);
    }

    /** Falls along half a cosine to 0 within {@code over} positions. */
    static Schedule cosine(long over) {
        return new Cosine(over, 0);
    }

    /** Rises in a straight line from 0 to the optimizer's rate, then goes on with {@code then}. */
    static Schedule warmUp(long over, Schedule then) {
        return new WarmUp(over, 0, then);
    }

    private static void checkLength(long positions) {
        if (positions < 1) {
            throw new GraftException(
                    "A schedule's stretch must be at least 1 step or epoch long, found " + positions + ".");
        }
    }

    private static void checkFactor(double factor) {
        if (!(factor > 0) || Double.isInfinite(factor)) {
            throw new GraftException(
                    "A schedule's factor of the learning rate must be positive and finite, found " + factor + ".");
        }
    }

    private static void checkShare(double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new GraftException("A schedule's share of the learning rate must be in [0, 1], found " + share + ".");
        }
    }

    /** Half a cosine from 1 to {@code alpha} while {@code done} goes from 0 to 1. */
    private static double cosineFactor(double done, double alpha) {
        return (1 - alpha) * 0.5 * (1 + Math.cos(Math.PI * done)) + alpha;
    }

    /** See {@link Schedule#constant()}. */
    record Constant() implements Schedule {
        @Override
        public double rate(double base, long position) {
            return base;
        }

        @Override
        public String describe() {
            return "constant";
        }
    }

    /**
     * Keras's {@code PiecewiseConstantDecay}: the first factor up to and with the first boundary, then the next.
     *
     * @param boundaries last positions of all stretches but the last one, rising
     * @param factors one more than boundaries
     */
    record Piecewise(List<Long> boundaries, List<Double> factors) implements Schedule {
        public Piecewise {
            boundaries = List.copyOf(boundaries);
            factors = List.copyOf(factors);
            if (boundaries.isEmpty() || factors.size() != boundaries.size() + 1) {
                throw new GraftException("A piecewise schedule needs boundaries and one factor more, found "
                        + boundaries.size() + " and " + factors.size() + ".");
            }
            for (int i = 0; i < boundaries.size(); i++) {
                if (boundaries.get(i) < 0 || i > 0 && boundaries.get(i) <= boundaries.get(i - 1)) {
                    throw new GraftException("A piecewise schedule's boundaries must rise, found " + boundaries + ".");
                }
            }
            factors.forEach(Schedule::checkFactor);
        }

        @Override
        public double rate(double base, long position) {
            int stretch = 0;
            while (stretch < boundaries.size() && position > boundaries.get(stretch)) {
                stretch++;
            }
            return base * factors.get(stretch);
        }

        @Override
        public String describe() {
            return "piecewise: times " + factors.get(0)
                    + IntStream.range(0, boundaries.size())
                            .mapToObj(i -> ", " + factors.get(i + 1) + " after " + boundaries.get(i))
                            .collect(Collectors.joining());
        }
    }

    /**
     * Keras's {@code ExponentialDecay}: {@code factor ^ (position / over)}.
     *
     * @param over positions in which the rate changes by the factor
     * @param factor positive, usually below 1
     * @param staircase whether it changes only every {@code over} positions
     */
    record Exponential(long over, double factor, boolean staircase) implements Schedule {
        public Exponential {
            checkLength(over);
            checkFactor(factor);
        }

        @Override
        public double rate(double base, long position) {
            double stretches = staircase ? Math.floorDiv(position, over) : (double) position / over;
            return base * Math.pow(factor, stretches);
        }

        @Override
        public String describe() {
            return (staircase ? "step: times " : "exponential: times ") + factor + " every " + over;
        }
    }

    /**
     * Keras's {@code CosineDecay}; with a {@link WarmUp} around it, its {@code warmup_target}.
     *
     * @param over positions until the lowest rate, which then stays
     * @param alpha lowest rate as a share of the first one, [0, 1]
     */
    record Cosine(long over, double alpha) implements Schedule {
        public Cosine {
            checkLength(over);
            checkShare(alpha);
        }

        @Override
        public double rate(double base, long position) {
            return base * cosineFactor((double) Math.min(position, over) / over, alpha);
        }

        @Override
        public String describe() {
            return "cosine over " + over + (alpha > 0 ? " to " + alpha + " of the rate" : "");
        }
    }

    /**
     * Keras's {@code CosineDecayRestarts} (Loshchilov, Hutter 2017).
     *
     * @param first positions until the first restart
     * @param longer how much longer each period is than the one before, at least 1
     * @param lower factor of the rate that each period begins with, to the one before, positive
     * @param alpha lowest rate as a share of the first one, [0, 1]
     */
    record CosineRestarts(long first, double longer, double lower, double alpha) implements Schedule {
        public CosineRestarts {
            checkLength(first);
            checkFactor(lower);
            checkShare(alpha);
            if (!(longer >= 1) || Double.isInfinite(longer)) {
                throw new GraftException("Periods of a cosine schedule must not get shorter, found a factor of "
                        + longer + ". Choose 1 or more.");
            }
        }

        @Override
        public double rate(double base, long position) {
            // Period by period instead of Keras's logarithm: at a restart, rounding must not put it one too low.
            double length = first;
            double begin = 0;
            double height = 1;
            while (position >= begin + length) {
                begin += length;
                length *= longer;
                height *= lower;
                if (longer == 1) {
                    long period = position / first;
                    begin = (double) period * first;
                    height = Math.pow(lower, period);
                }
            }
            double done = (position - begin) / length;
            return base * ((1 - alpha) * 0.5 * height * (1 + Math.cos(Math.PI * done)) + alpha);
        }

        @Override
        public String describe() {
            return "cosine with restarts, first after " + first + ", periods times " + longer + ", rates times " + lower
                    + (alpha > 0 ? ", down to " + alpha + " of the rate" : "");
        }
    }

    /**
     * A straight line up, then another schedule from its beginning.
     *
     * @param over positions until the optimizer's rate is reached
     * @param from rate to begin with as a share of the optimizer's, [0, 1]
     * @param then what follows
     */
    record WarmUp(long over, double from, Schedule then) implements Schedule {
        public WarmUp {
            checkLength(over);
            checkShare(from);
        }

        @Override
        public double rate(double base, long position) {
            if (position >= over) {
                return then.rate(base, position - over);
            }
            return base * (from + (1 - from) * position / over);
        }

        @Override
        public String describe() {
            return "warm-up over " + over + (from > 0 ? " from " + from + " of the rate" : "") + ", then "
                    + then.describe();
        }
    }
}
