package dev.graft.metrics;

import java.util.function.ToDoubleFunction;

/** How a {@link Metric} is computed, and so which interval it has. NaN where it is undefined. */
sealed interface Formula {
    /** A number of images of a class; of what belongs to no class, whatever the class. */
    interface Count {
        long of(Sample sample, int classIndex);
    }

    /** A value for a class; for what belongs to no class, whatever the class. */
    interface Value {
        double of(Sample sample, int classIndex);
    }

    /** Whether an image is one that a share is of. */
    interface Tried {
        boolean of(ScoredImages images, int image, int classIndex);
    }

    /**
     * A share of images; Wilson's interval is for these.
     *
     * @param ofCalls whether it follows from what images are called, whatever the probabilities
     */
    record Share(boolean ofCalls, Count successes, Count trials, Tried tried) implements Formula {
        @Override
        public double of(Sample sample, int classIndex) {
            return (double) successes.of(sample, classIndex) / trials.of(sample, classIndex);
        }
    }

    /** Anything else; its interval comes from resamples. */
    record Plain(boolean ofCalls, Value value) implements Formula {
        @Override
        public double of(Sample sample, int classIndex) {
            return value.of(sample, classIndex);
        }
    }

    /** Of all classes together, from what images are called. */
    static Formula ofCalls(ToDoubleFunction<ClassCounts> value) {
        return new Plain(true, (sample, c) -> value.applyAsDouble(sample.counted()));
    }

    static Formula ofProbabilities(Value value) {
        return new Plain(false, value);
    }

    boolean ofCalls();

    double of(Sample sample, int classIndex);
}
