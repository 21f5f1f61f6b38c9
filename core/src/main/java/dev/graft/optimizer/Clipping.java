package dev.graft.optimizer;

import dev.graft.error.GraftException;

/**
 * How gradients are kept small before an optimizer sees them. Formulas are Keras's. Updates of running statistics are no
 * gradients: they are neither clipped nor counted in a norm. Immutable.
 */
public sealed interface Clipping {
    /** In words, for people and provenance. */
    String describe();

    /** Gradients stay as they are. */
    static Clipping none() {
        return new None();
    }

    /** Each element to {@code [-limit, limit]}: Keras's {@code clipvalue}. */
    static Clipping byValue(double limit) {
        return new ByValue(limit);
    }

    /** The gradient of each kernel, bias, gamma, beta to a Euclidean norm of at most {@code limit}: {@code clipnorm}. */
    static Clipping byNorm(double limit) {
        return new ByNorm(limit);
    }

    /** All gradients together to a Euclidean norm of at most {@code limit}: {@code global_clipnorm}. */
    static Clipping byGlobalNorm(double limit) {
        return new ByGlobalNorm(limit);
    }

    private static void check(double limit) {
        if (!(limit > 0) || Double.isInfinite(limit)) {
            throw new GraftException("A limit for gradients must be positive and finite, found " + limit + ".");
        }
    }

    /** See {@link Clipping#none()}. */
    record None() implements Clipping {
        @Override
        public String describe() {
            return "not clipped";
        }
    }

    /** See {@link Clipping#byValue}. */
    record ByValue(double limit) implements Clipping {
        public ByValue {
            check(limit);
        }

        @Override
        public String describe() {
            return "each value clipped to " + limit;
        }
    }

    /** See {@link Clipping#byNorm}. */
    record ByNorm(double limit) implements Clipping {
        public ByNorm {
            check(limit);
        }

        @Override
        public String describe() {
            return "each norm clipped to " + limit;
        }
    }

    /** See {@link Clipping#byGlobalNorm}. */
    record ByGlobalNorm(double limit) implements Clipping {
        public ByGlobalNorm {
            check(limit);
        }

        @Override
        public String describe() {
            return "global norm clipped to " + limit;
        }
    }
}
