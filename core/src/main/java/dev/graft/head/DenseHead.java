package dev.graft.head;

import dev.graft.graph.LayerGraph;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.nd4j.linalg.activations.Activation;

/**
 * Pooling, then any number of dense layers with ReLU, each followed by batch normalization and dropout if wanted, then
 * the classifying layer. Without hidden layers, dropout (if any) stands before it. Any other order: {@link
 * SequentialHead}.
 *
 * @param pooling from map to vector
 * @param hiddenUnits units of each dense layer; may be empty
 * @param batchNormalization whether one follows every dense layer
 * @param dropout probability to drop a value, [0, 1)
 * @param output how it ends
 */
public record DenseHead(
        Pooling pooling, List<Integer> hiddenUnits, boolean batchNormalization, double dropout, HeadOutput output)
        implements Head {
    public DenseHead {
        hiddenUnits = List.copyOf(hiddenUnits);
        new HeadPart.Dropout(dropout);
        hiddenUnits.forEach(units -> new HeadPart.Dense(units, Activation.RELU));
    }

    /** A head that ends in softmax. */
    public DenseHead(Pooling pooling, List<Integer> hiddenUnits, boolean batchNormalization, double dropout) {
        this(pooling, hiddenUnits, batchNormalization, dropout, HeadOutput.SOFTMAX);
    }

    /** Global average pooling and softmax, nothing between. */
    public static DenseHead averagePooling() {
        return new DenseHead(Pooling.AVERAGE, List.of(), false, 0);
    }

    /** With another pooling. */
    public DenseHead withPooling(Pooling pooling) {
        return new DenseHead(pooling, hiddenUnits, batchNormalization, dropout, output);
    }

    /** With one more dense layer. */
    public DenseHead withHidden(int units) {
        List<Integer> more = new ArrayList<>(hiddenUnits);
        more.add(units);
        return new DenseHead(pooling, more, batchNormalization, dropout, output);
    }

    /** With or without batch normalization after each dense layer. */
    public DenseHead withBatchNormalization(boolean on) {
        return new DenseHead(pooling, hiddenUnits, on, dropout, output);
    }

    /** With another dropout rate. */
    public DenseHead withDropout(double rate) {
        return new DenseHead(pooling, hiddenUnits, batchNormalization, rate, output);
    }

    /** With another end. */
    public DenseHead withOutput(HeadOutput output) {
        return new DenseHead(pooling, hiddenUnits, batchNormalization, dropout, output);
    }

    /** The same head part by part. */
    public SequentialHead sequential() {
        SequentialHead.Builder head = SequentialHead.builder().output(output).add(new HeadPart.Pool(pooling));
        for (int units : hiddenUnits) {
            head.dense(units, Activation.RELU);
            if (batchNormalization) {
                head.batchNormalization();
            }
            head.dropout(dropout);
        }
        if (hiddenUnits.isEmpty()) {
            head.dropout(dropout);
        }
        return head.build();
    }

    @Override
    public String addTo(LayerGraph graph, String features, int classes) {
        return sequential().addTo(graph, features, classes);
    }

    @Override
    public String describe() {
        List<String> parts = new ArrayList<>();
        parts.add(pooling.describe());
        if (!hiddenUnits.isEmpty()) {
            parts.add("dense " + hiddenUnits.stream().map(String::valueOf).collect(Collectors.joining(", ")) + " relu");
        }
        if (batchNormalization && !hiddenUnits.isEmpty()) {
            parts.add("batch norm");
        }
        if (dropout > 0) {
            parts.add("dropout " + dropout);
        }
        parts.add(output.describe());
        return String.join(" - ", parts);
    }
}
