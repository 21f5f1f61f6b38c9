package dev.graft.head;

import dev.graft.GraftException;
import dev.graft.graph.LayerGraph;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.nd4j.linalg.activations.Activation;

/**
 * Pooling, then any number of dense layers with ReLU, each followed by batch normalization and dropout if wanted, then
 * softmax. Without hidden layers, dropout (if any) stands before the softmax.
 *
 * @param pooling from map to vector
 * @param hiddenUnits units of each dense layer; may be empty
 * @param batchNormalization whether one follows every dense layer
 * @param dropout probability to drop a value, [0, 1)
 */
public record DenseHead(Pooling pooling, List<Integer> hiddenUnits, boolean batchNormalization, double dropout)
        implements Head {
    /** Keras's defaults for {@code BatchNormalization}. */
    private static final double BATCH_NORM_EPSILON = 1e-3;

    private static final double BATCH_NORM_MOMENTUM = 0.99;

    public DenseHead {
        hiddenUnits = List.copyOf(hiddenUnits);
        if (!(dropout >= 0 && dropout < 1)) {
            throw new GraftException("A dropout rate must be in [0, 1), found " + dropout + ".");
        }
        for (int units : hiddenUnits) {
            if (units < 1) {
                throw new GraftException("A dense layer needs at least one unit, found " + units + ".");
            }
        }
    }

    /** Global average pooling and softmax, nothing between. */
    public static DenseHead averagePooling() {
        return new DenseHead(Pooling.AVERAGE, List.of(), false, 0);
    }

    /** With another pooling. */
    public DenseHead withPooling(Pooling pooling) {
        return new DenseHead(pooling, hiddenUnits, batchNormalization, dropout);
    }

    /** With one more dense layer. */
    public DenseHead withHidden(int units) {
        List<Integer> more = new ArrayList<>(hiddenUnits);
        more.add(units);
        return new DenseHead(pooling, more, batchNormalization, dropout);
    }

    /** With or without batch normalization after each dense layer. */
    public DenseHead withBatchNormalization(boolean on) {
        return new DenseHead(pooling, hiddenUnits, on, dropout);
    }

    /** With another dropout rate. */
    public DenseHead withDropout(double rate) {
        return new DenseHead(pooling, hiddenUnits, batchNormalization, rate);
    }

    @Override
    public String addTo(LayerGraph graph, String features, int classes) {
        String top = switch (pooling) {
            case AVERAGE -> graph.globalAveragePooling("head_gap", features);
            case MAXIMUM -> graph.globalMaxPooling("head_gmp", features);
            case FLATTEN -> features;
        };
        for (int i = 0; i < hiddenUnits.size(); i++) {
            String number = i == 0 ? "" : "_" + (i + 1);
            top = graph.dense("head_dense" + number, top, hiddenUnits.get(i), Activation.RELU);
            if (batchNormalization) {
                top = graph.batchNormalization("head_bn" + number, top, BATCH_NORM_EPSILON, BATCH_NORM_MOMENTUM);
            }
            if (dropout > 0) {
                top = graph.dropout("head_dropout" + number, top, dropout);
            }
        }
        if (hiddenUnits.isEmpty() && dropout > 0) {
            top = graph.dropout("head_dropout", top, dropout);
        }
        return graph.softmaxOutput("head_out", top, classes);
    }

    @Override
    public String describe() {
        List<String> parts = new ArrayList<>();
        parts.add(
                switch (pooling) {
                    case AVERAGE -> "global average pooling";
                    case MAXIMUM -> "global maximum pooling";
                    case FLATTEN -> "flatten";
                });
        if (!hiddenUnits.isEmpty()) {
            parts.add("dense " + hiddenUnits.stream().map(String::valueOf).collect(Collectors.joining(", ")) + " relu");
        }
        if (batchNormalization && !hiddenUnits.isEmpty()) {
            parts.add("batch norm");
        }
        if (dropout > 0) {
            parts.add("dropout " + dropout);
        }
        parts.add("softmax");
        return String.join(" - ", parts);
    }
}
