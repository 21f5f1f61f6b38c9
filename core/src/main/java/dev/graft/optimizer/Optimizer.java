package dev.graft.optimizer;

import dev.graft.GraftException;
import java.math.BigDecimal;
import java.util.Locale;

/**
 * How parameters follow their gradients. The defaults and formulas are Keras 3's, which differ from DL4J's.
 *
 * <p>Immutable: it describes an optimizer; an engine holds its state.
 */
public sealed interface Optimizer {
    /** Step size. */
    double learningRate();

    /** The same optimizer with another step size. */
    Optimizer withLearningRate(double learningRate);

    /** In words, for people and provenance. */
    String describe();

    /** Adam with Keras's defaults. */
    static Adam adam(double learningRate) {
        return new Adam(learningRate, 0.9, 0.999, 1e-7);
    }

    /** RMSprop with Keras's defaults. */
    static RmsProp rmsProp(double learningRate) {
        return new RmsProp(learningRate, 0.9, 1e-7);
    }

    /**
     * The optimizer of a name ({@code adam}, {@code rmsprop}) with Keras's defaults.
     *
     * @throws GraftException for another name
     */
    static Optimizer byName(String name, double learningRate) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "adam" -> adam(learningRate);
            case "rmsprop" -> rmsProp(learningRate);
            default -> throw new GraftException("There is no optimizer '" + name + "'. Choose adam or rmsprop.");
        };
    }

    /** 0.0001, not 1.0E-4. */
    private static String plain(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }

    private static void check(double learningRate) {
        if (!(learningRate > 0) || Double.isInfinite(learningRate)) {
            throw new GraftException("A learning rate must be positive and finite, found " + learningRate + ".");
        }
    }

    /**
     * Adam (Kingma, Ba 2015) as in {@code keras/src/optimizers/adam.py}.
     *
     * @param learningRate step size
     * @param beta1 decay of the first moment
     * @param beta2 decay of the second moment
     * @param epsilon added to the root of the second moment
     */
    record Adam(double learningRate, double beta1, double beta2, double epsilon) implements Optimizer {
        public Adam {
            check(learningRate);
        }

        @Override
        public Adam withLearningRate(double rate) {
            return new Adam(rate, beta1, beta2, epsilon);
        }

        @Override
        public String describe() {
            return "Adam, learning rate " + plain(learningRate);
        }
    }

    /**
     * RMSprop (Hinton 2012) as in {@code keras/src/optimizers/rmsprop.py}, without momentum and centring.
     *
     * @param learningRate step size
     * @param rho decay of the mean square
     * @param epsilon added to the mean square, inside the root
     */
    record RmsProp(double learningRate, double rho, double epsilon) implements Optimizer {
        public RmsProp {
            check(learningRate);
        }

        @Override
        public RmsProp withLearningRate(double rate) {
            return new RmsProp(rate, rho, epsilon);
        }

        @Override
        public String describe() {
            return "RMSprop, learning rate " + plain(learningRate);
        }
    }
}
