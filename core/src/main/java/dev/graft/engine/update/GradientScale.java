package dev.graft.engine.update;

import dev.graft.optimizer.Clipping;

/** Clipping of a piece of gradients, when the norms are known. Operations and their order are Keras's. */
interface GradientScale {
    /** Changes the first {@code count} values. */
    void apply(float[] gradient, int count);

    /** Nothing, or by value: no norm is needed. */
    static GradientScale withoutNorm(Clipping clipping) {
        if (clipping instanceof Clipping.ByValue value) {
            float limit = (float) value.limit();
            return (gradient, count) -> {
                for (int i = 0; i < count; i++) {
                    gradient[i] = Math.min(Math.max(gradient[i], -limit), limit);
                }
            };
        }
        return (gradient, count) -> {};
    }

    /** {@code tf.clip_by_norm}: multiplied and divided even where nothing is clipped. */
    static GradientScale byNorm(double limit, double sumOfSquares) {
        float clip = (float) limit;
        float divisor = Math.max((float) Math.sqrt((float) sumOfSquares), clip);
        return (gradient, count) -> {
            for (int i = 0; i < count; i++) {
                gradient[i] = gradient[i] * clip / divisor;
            }
        };
    }

    /** {@code clip_by_global_norm} of {@code keras/src/optimizers/base_optimizer.py}; a norm that is no number spreads. */
    static GradientScale byGlobalNorm(double limit, double sumOfSquares) {
        float clip = (float) limit;
        float norm = (float) Math.sqrt((float) sumOfSquares);
        float scale = clip * Math.min(1 / norm, 1 / clip) + (norm - norm);
        return (gradient, count) -> {
            for (int i = 0; i < count; i++) {
                gradient[i] *= scale;
            }
        };
    }
}
