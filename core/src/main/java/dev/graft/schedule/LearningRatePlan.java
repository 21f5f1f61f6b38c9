package dev.graft.schedule;

import dev.graft.error.GraftException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The learning rates of a phase: given in updates, or in shares of the phase, whose number of updates depends on the data. */
public sealed interface LearningRatePlan {
    /**
     * The policy for a phase.
     *
     * @param epochs of the phase, at most
     * @param updatesPerEpoch at least 1
     */
    LearningRatePolicy policy(int epochs, long updatesPerEpoch);

    /** In words, for people and provenance. */
    String describe();

    /** The optimizer's rate, always. */
    static LearningRatePlan constant() {
        return new Exactly(LearningRatePolicy.constant());
    }

    /** A policy as it is. */
    static LearningRatePlan of(LearningRatePolicy policy) {
        return new Exactly(policy);
    }

    /** A shape stretched over the phase, after a warm-up of so many epochs. */
    static LearningRatePlan of(Shape shape, int warmUpEpochs) {
        return shape == Shape.CONSTANT && warmUpEpochs == 0 ? constant() : new Stretched(shape, warmUpEpochs);
    }

    /** Common courses of a learning rate over a phase. */
    enum Shape {
        /** The optimizer's rate. */
        CONSTANT("constant"),
        /** Along half a cosine to 0 at the end. */
        COSINE("cosine to 0 over the phase"),
        /** A tenth after each third of the phase's epochs. */
        STEP("a tenth after each third of the phase"),
        /** Smoothly to a hundredth at the end. */
        EXPONENTIAL("exponentially to a hundredth over the phase"),
        /** Half after every three epochs without a lower validation loss. */
        PLATEAU("half after 3 epochs without a lower validation loss");

        private final String words;

        Shape(String words) {
            this.words = words;
        }

        /**
         * The shape of a name, in lower case.
         *
         * @throws GraftException for another name
         */
        public static Shape byName(String name) {
            return Arrays.stream(values())
                    .filter(shape -> shape.id().equals(name.toLowerCase(Locale.ROOT)))
                    .findFirst()
                    .orElseThrow(() -> new GraftException("There is no learning-rate schedule '" + name
                            + "'. Choose one of "
                            + Arrays.stream(values()).map(Shape::id).collect(Collectors.joining(", ")) + "."));
        }

        /** Name on the command line. */
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** See {@link LearningRatePlan#of(LearningRatePolicy)}. */
    record Exactly(LearningRatePolicy policy) implements LearningRatePlan {
        @Override
        public LearningRatePolicy policy(int epochs, long updatesPerEpoch) {
            return policy;
        }

        @Override
        public String describe() {
            return policy.describe();
        }
    }

    /** See {@link LearningRatePlan#of(Shape, int)}. */
    record Stretched(Shape shape, int warmUpEpochs) implements LearningRatePlan {
        public Stretched {
            if (warmUpEpochs < 0) {
                throw new GraftException("A warm-up takes 0 or more epochs, found " + warmUpEpochs + ".");
            }
            if (warmUpEpochs > 0 && shape == Shape.PLATEAU) {
                throw new GraftException(
                        "A warm-up does not go with the schedule plateau: a rate that rises by plan and"
                                + " falls by the validation loss has no one meaning. Choose constant, cosine, step or"
                                + " exponential, or no warm-up.");
            }
        }

        @Override
        public LearningRatePolicy policy(int epochs, long updatesPerEpoch) {
            if (shape == Shape.PLATEAU) {
                return ReduceOnPlateau.ofLoss(0.5, 3);
            }
            long warmUp = warmUpEpochs * updatesPerEpoch;
            long rest = Math.max(1, epochs * updatesPerEpoch - warmUp);
            Schedule then = switch (shape) {
                case COSINE -> Schedule.cosine(rest);
                case STEP -> Schedule.step(Math.max(1, (rest + 2) / 3), 0.1);
                case EXPONENTIAL -> Schedule.exponential(rest, 0.01);
                default -> Schedule.constant();
            };
            return new PacedSchedule(warmUp == 0 ? then : Schedule.warmUp(warmUp, then), Pace.STEP);
        }

        @Override
        public String describe() {
            return (warmUpEpochs == 0 ? "" : "warm-up over " + warmUpEpochs + " epochs, then ") + shape.words;
        }
    }
}
