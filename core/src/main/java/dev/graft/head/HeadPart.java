package dev.graft.head;

import dev.graft.error.GraftException;
import dev.graft.graph.LayerGraph;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.nd4j.linalg.activations.Activation;

/** One step of a {@link SequentialHead}. */
public sealed interface HeadPart {
    /** In words, for people. */
    String describe();

    /**
     * Appends its layer.
     *
     * @param from name of the layer below
     * @param pooled whether that gives a vector, not a feature map
     * @param names gives a layer of a kind its name, for example {@code head_dense_2}
     * @return name of the layer
     */
    String addTo(LayerGraph graph, String from, boolean pooled, UnaryOperator<String> names);

    /**
     * From feature map to vector; every head has exactly one.
     *
     * @param pooling how
     */
    record Pool(Pooling pooling) implements HeadPart {
        @Override
        public String addTo(LayerGraph graph, String from, boolean pooled, UnaryOperator<String> names) {
            return switch (pooling) {
                case AVERAGE -> graph.globalAveragePooling("head_gap", from);
                case MAXIMUM -> graph.globalMaxPooling("head_gmp", from);
                case FLATTEN -> graph.flatten("head_flatten", from);
            };
        }

        @Override
        public String describe() {
            return pooling.describe();
        }
    }

    /**
     * A fully connected layer with bias, Keras's {@code Dense}: Glorot's uniform kernel, bias 0. Before the pooling it
     * works at every position of the feature map.
     *
     * @param units at least 1
     * @param activation {@link Activation#IDENTITY} for none
     */
    record Dense(int units, Activation activation) implements HeadPart {
        public Dense {
            if (units < 1) {
                throw new GraftException("A dense layer needs at least one unit, found " + units + ".");
            }
            check(activation);
        }

        @Override
        public String addTo(LayerGraph graph, String from, boolean pooled, UnaryOperator<String> names) {
            String name = names.apply("dense");
            return pooled
                    ? graph.dense(name, from, units, activation)
                    : graph.positionwiseDense(name, from, units, activation);
        }

        @Override
        public String describe() {
            return "dense " + units + (activation == Activation.IDENTITY ? "" : " " + name(activation));
        }
    }

    /** Keras's {@code BatchNormalization} with its defaults, epsilon 1e-3 and momentum 0.99, per channel or unit. */
    record BatchNormalization() implements HeadPart {
        @Override
        public String addTo(LayerGraph graph, String from, boolean pooled, UnaryOperator<String> names) {
            return graph.batchNormalization(names.apply("bn"), from, 1e-3, 0.99);
        }

        @Override
        public String describe() {
            return "batch norm";
        }
    }

    /**
     * An activation as a layer of its own, to stand after a batch normalization.
     *
     * @param function any but {@link Activation#IDENTITY}
     */
    record Activate(Activation function) implements HeadPart {
        public Activate {
            check(function);
        }

        @Override
        public String addTo(LayerGraph graph, String from, boolean pooled, UnaryOperator<String> names) {
            return graph.activation(names.apply("activation"), from, function);
        }

        @Override
        public String describe() {
            return name(function);
        }
    }

    /**
     * Dropout of single values while training.
     *
     * @param rate probability to drop a value, [0, 1)
     */
    record Dropout(double rate) implements HeadPart {
        public Dropout {
            if (!(rate >= 0 && rate < 1)) {
                throw new GraftException("A dropout rate must be in [0, 1), found " + rate + ".");
            }
        }

        @Override
        public String addTo(LayerGraph graph, String from, boolean pooled, UnaryOperator<String> names) {
            return graph.dropout(names.apply("dropout"), from, rate);
        }

        @Override
        public String describe() {
            return "dropout " + rate;
        }
    }

    /** Those that ND4J computes as Keras does. Its GELU and hard sigmoid are other formulas. */
    private static void check(Activation activation) {
        Set<Activation> exact =
                EnumSet.of(Activation.IDENTITY, Activation.RELU, Activation.SWISH, Activation.TANH, Activation.SIGMOID);
        if (!exact.contains(activation)) {
            throw new GraftException("A head cannot have the activation " + name(activation)
                    + ", which is not computed as Keras does. Choose identity, relu, swish, tanh or sigmoid.");
        }
    }

    private static String name(Activation activation) {
        return activation.name().toLowerCase(Locale.ROOT);
    }
}
