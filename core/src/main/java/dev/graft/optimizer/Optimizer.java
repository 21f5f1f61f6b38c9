package dev.graft.optimizer;

import dev.graft.error.GraftException;
import java.math.BigDecimal;
import java.util.List;
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

    /** In words, for people and provenance. What is Keras's default goes without saying. */
    String describe();

    /**
     * Something that differs from optimizer to optimizer. A new optimizer is a new method here, so the compiler names every
     * place that has to know it.
     *
     * @param <T> what it gives
     */
    interface Cases<T> {
        T adam(Adam adam);

        T adamW(AdamW adamW);

        T rmsProp(RmsProp rmsProp);

        T sgd(Sgd sgd);
    }

    /** What is said of this optimizer. */
    <T> T match(Cases<T> cases);

    /**
     * The share of a parameter, times the learning rate, that each update takes away before it moves it; 0 for none.
     *
     * @param kernel whether the parameter is a kernel, not a bias or a normalization's
     */
    default double decay(boolean kernel) {
        return 0;
    }

    /** Adam with Keras's defaults. */
    static Adam adam(double learningRate) {
        return new Adam(learningRate, 0.9, 0.999, 1e-7);
    }

    /** AdamW with Keras's defaults: a weight decay of 0.004 on everything that learns. */
    static AdamW adamW(double learningRate) {
        return new AdamW(learningRate, 0.9, 0.999, 1e-7, 0.004, DecayScope.ALL);
    }

    /** RMSprop with Keras's defaults. */
    static RmsProp rmsProp(double learningRate) {
        return new RmsProp(learningRate, 0.9, 0, 1e-7, false);
    }

    /** Gradient descent with Keras's defaults: no momentum. */
    static Sgd sgd(double learningRate) {
        return new Sgd(learningRate, 0, false);
    }

    /** The name that {@link #byName} knows. */
    default String name() {
        return match(new Cases<>() {
            @Override
            public String adam(Adam adam) {
                return "adam";
            }

            @Override
            public String adamW(AdamW adamW) {
                return "adamw";
            }

            @Override
            public String rmsProp(RmsProp rmsProp) {
                return "rmsprop";
            }

            @Override
            public String sgd(Sgd sgd) {
                return "sgd";
            }
        });
    }

    /** The names that {@link #byName} knows. */
    static List<String> names() {
        return List.of("adam", "adamw", "rmsprop", "sgd");
    }

    /**
     * The optimizer of a name ({@code adam}, {@code adamw}, {@code rmsprop}, {@code sgd}) with Keras's defaults.
     *
     * @throws GraftException for another name
     */
    static Optimizer byName(String name, double learningRate) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "adam" -> adam(learningRate);
            case "adamw" -> adamW(learningRate);
            case "rmsprop" -> rmsProp(learningRate);
            case "sgd" -> sgd(learningRate);
            default ->
                throw new GraftException(
                        "There is no optimizer '" + name + "'. Choose one of " + String.join(", ", names()) + ".");
        };
    }

    /** 0.0001, not 1.0E-4. */
    private static String plain(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }

    private static void checkRate(double learningRate) {
        if (!(learningRate > 0) || Double.isInfinite(learningRate)) {
            throw new GraftException("A learning rate must be positive and finite, found " + learningRate + ".");
        }
    }

    /** For shares of what was before that a moving average or a momentum keeps. */
    private static void checkShare(String what, double share) {
        if (!(share >= 0 && share < 1)) {
            throw new GraftException(what + " must be in [0, 1), found " + share + ".");
        }
    }

    private static void checkEpsilon(double epsilon) {
        if (!(epsilon >= 0) || Double.isInfinite(epsilon)) {
            throw new GraftException("An optimizer's epsilon must be 0 or more and finite, found " + epsilon + ".");
        }
    }

    /**
     * Adam (Kingma, Ba 2015) as in {@code keras/src/optimizers/adam.py}.
     *
     * @param learningRate step size
     * @param beta1 decay of the first moment, [0, 1)
     * @param beta2 decay of the second moment, [0, 1)
     * @param epsilon added to the root of the second moment
     */
    record Adam(double learningRate, double beta1, double beta2, double epsilon) implements Optimizer {
        public Adam {
            checkRate(learningRate);
            checkShare("Adam's beta1", beta1);
            checkShare("Adam's beta2", beta2);
            checkEpsilon(epsilon);
        }

        @Override
        public <T> T match(Cases<T> cases) {
            return cases.adam(this);
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
     * Adam with decoupled weight decay (Loshchilov, Hutter 2019) as in {@code keras/src/optimizers/adamw.py}: before each
     * update a parameter loses {@code weightDecay * learningRate} of itself.
     *
     * @param learningRate step size
     * @param beta1 decay of the first moment, [0, 1)
     * @param beta2 decay of the second moment, [0, 1)
     * @param epsilon added to the root of the second moment
     * @param weightDecay 0 or more
     * @param scope what decays; running statistics never do
     */
    record AdamW(double learningRate, double beta1, double beta2, double epsilon, double weightDecay, DecayScope scope)
            implements Optimizer {
        public AdamW {
            checkRate(learningRate);
            checkShare("AdamW's beta1", beta1);
            checkShare("AdamW's beta2", beta2);
            checkEpsilon(epsilon);
            if (!(weightDecay >= 0) || Double.isInfinite(weightDecay)) {
                throw new GraftException("A weight decay must be 0 or more and finite, found " + weightDecay + ".");
            }
        }

        @Override
        public double decay(boolean kernel) {
            return scope == DecayScope.ALL || kernel ? weightDecay : 0;
        }

        @Override
        public <T> T match(Cases<T> cases) {
            return cases.adamW(this);
        }

        @Override
        public AdamW withLearningRate(double rate) {
            return new AdamW(rate, beta1, beta2, epsilon, weightDecay, scope);
        }

        /** With another weight decay. */
        public AdamW withWeightDecay(double decay) {
            return new AdamW(learningRate, beta1, beta2, epsilon, decay, scope);
        }

        /** With another choice of what decays. */
        public AdamW withScope(DecayScope which) {
            return new AdamW(learningRate, beta1, beta2, epsilon, weightDecay, which);
        }

        @Override
        public String describe() {
            return "AdamW, learning rate " + plain(learningRate) + ", weight decay " + plain(weightDecay)
                    + (scope == DecayScope.KERNELS ? " of kernels" : "");
        }
    }

    /**
     * RMSprop (Hinton 2012) as in {@code keras/src/optimizers/rmsprop.py}.
     *
     * @param learningRate step size
     * @param rho decay of the mean square, [0, 1)
     * @param momentum share of the last step that the next one keeps, [0, 1)
     * @param epsilon added to the mean square, inside the root
     * @param centered whether gradients are scaled by their estimated variance, not by their mean square
     */
    record RmsProp(double learningRate, double rho, double momentum, double epsilon, boolean centered)
            implements Optimizer {
        public RmsProp {
            checkRate(learningRate);
            checkShare("RMSprop's rho", rho);
            checkShare("RMSprop's momentum", momentum);
            checkEpsilon(epsilon);
        }

        /** Neither momentum nor centring. */
        public RmsProp(double learningRate, double rho, double epsilon) {
            this(learningRate, rho, 0, epsilon, false);
        }

        @Override
        public <T> T match(Cases<T> cases) {
            return cases.rmsProp(this);
        }

        @Override
        public RmsProp withLearningRate(double rate) {
            return new RmsProp(rate, rho, momentum, epsilon, centered);
        }

        /** With another momentum. */
        public RmsProp withMomentum(double share) {
            return new RmsProp(learningRate, rho, share, epsilon, centered);
        }

        /** Centred or not. */
        public RmsProp withCentered(boolean on) {
            return new RmsProp(learningRate, rho, momentum, epsilon, on);
        }

        @Override
        public String describe() {
            return "RMSprop, learning rate " + plain(learningRate)
                    + (momentum > 0 ? ", momentum " + plain(momentum) : "") + (centered ? ", centred" : "");
        }
    }

    /**
     * Gradient descent as in {@code keras/src/optimizers/sgd.py}.
     *
     * @param learningRate step size
     * @param momentum share of the last step that the next one keeps, [0, 1)
     * @param nesterov whether the momentum looks one step ahead (Nesterov 1983)
     */
    record Sgd(double learningRate, double momentum, boolean nesterov) implements Optimizer {
        public Sgd {
            checkRate(learningRate);
            checkShare("SGD's momentum", momentum);
        }

        @Override
        public <T> T match(Cases<T> cases) {
            return cases.sgd(this);
        }

        @Override
        public Sgd withLearningRate(double rate) {
            return new Sgd(rate, momentum, nesterov);
        }

        /** With another momentum. */
        public Sgd withMomentum(double share) {
            return new Sgd(learningRate, share, nesterov);
        }

        /** With or without Nesterov's look ahead. */
        public Sgd withNesterov(boolean on) {
            return new Sgd(learningRate, momentum, on);
        }

        @Override
        public String describe() {
            return "SGD, learning rate " + plain(learningRate)
                    + (momentum > 0 ? (nesterov ? ", Nesterov momentum " : ", momentum ") + plain(momentum) : "");
        }
    }
}
