package dev.graft.engine.update;

import dev.graft.error.GraftException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.learning.regularization.L1Regularization;
import org.nd4j.linalg.learning.regularization.L2Regularization;
import org.nd4j.linalg.learning.regularization.Regularization;

/**
 * A layer's L1 and L2 terms: part of the loss, so part of the gradient, before anything is clipped.
 *
 * @param l1 times the sum of absolute values
 * @param l2 times half the sum of squares
 */
public record Penalty(double l1, double l2) {
    /** No terms. */
    public static final Penalty NONE = new Penalty(0, 0);

    /**
     * Those of a DL4J parameter.
     *
     * @param layer its layer's name
     * @param terms as DL4J lists them, which is null for some layers
     * @throws GraftException for other terms than L1 and L2
     */
    public static Penalty of(String layer, @Nullable List<Regularization> terms) {
        double l1 = 0;
        double l2 = 0;
        for (Regularization term : terms == null ? List.<Regularization>of() : terms) {
            if (term instanceof L1Regularization absolute) {
                l1 += absolute.getL1().valueAt(0, 0);
            } else if (term instanceof L2Regularization square) {
                l2 += square.getL2().valueAt(0, 0);
            } else {
                throw new GraftException(
                        "Layer '" + layer + "' has DL4J's " + term.getClass().getSimpleName()
                                + ", which no optimizer here follows. Use AdamW, or an L1 or L2 penalty.");
            }
        }
        return new Penalty(l1, l2);
    }

    void addTo(float[] gradient, float[] variable, int count) {
        float square = (float) l2;
        float absolute = (float) l1;
        for (int i = 0; i < count && l2 != 0; i++) {
            gradient[i] += square * variable[i];
        }
        for (int i = 0; i < count && l1 != 0; i++) {
            gradient[i] += absolute * Math.signum(variable[i]);
        }
    }
}
