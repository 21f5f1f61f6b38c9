package dev.graft.head;

import dev.graft.error.GraftException;
import dev.graft.graph.LayerGraph;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.nd4j.linalg.activations.Activation;

/**
 * A head of parts in any order, one of them the pooling, and a classifying layer:
 *
 * <pre>{@code
 * Head head = SequentialHead.builder()
 *         .dense(256, Activation.RELU) // at every position of the feature map
 *         .averagePooling()
 *         .batchNormalization()
 *         .dropout(0.3)
 *         .build();
 * }</pre>
 *
 * <p>Layers are called {@code head_dense}, {@code head_gap}, {@code head_bn}, {@code head_dropout}, ..., the second of a
 * kind {@code head_dense_2}, the classifying one {@code head_out}.
 *
 * @param parts in order, exactly one {@link HeadPart.Pool} among them
 * @param output how it ends
 */
public record SequentialHead(List<HeadPart> parts, HeadOutput output) implements Head {
    public SequentialHead {
        parts = List.copyOf(parts);
        long poolings = parts.stream().filter(HeadPart.Pool.class::isInstance).count();
        if (poolings != 1) {
            throw new GraftException("A head needs exactly one pooling (average, maximum or flatten), found " + poolings
                    + " in " + parts.stream().map(HeadPart::describe).toList() + ".");
        }
    }

    /** Starts with no parts. */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public String addTo(LayerGraph graph, String features, int classes) {
        Map<String, Integer> count = new HashMap<>();
        String top = features;
        boolean pooled = false;
        for (HeadPart part : parts) {
            top = part.addTo(graph, top, pooled, kind -> name(kind, count));
            pooled |= part instanceof HeadPart.Pool;
        }
        return output.addTo(graph, top, classes);
    }

    private static String name(String kind, Map<String, Integer> count) {
        int number = count.merge(kind, 1, Integer::sum);
        return "head_" + kind + (number == 1 ? "" : "_" + number);
    }

    @Override
    public String describe() {
        return Stream.concat(parts.stream().map(HeadPart::describe), Stream.of(output.describe()))
                .collect(Collectors.joining(" - "));
    }

    /** Collects the parts in order. */
    public static final class Builder {
        private final List<HeadPart> parts = new ArrayList<>();
        private HeadOutput output = HeadOutput.SOFTMAX;

        private Builder() {}

        /** Adds any part. */
        public Builder add(HeadPart part) {
            parts.add(part);
            return this;
        }

        /** Mean over height and width. */
        public Builder averagePooling() {
            return add(new HeadPart.Pool(Pooling.AVERAGE));
        }

        /** Maximum over height and width. */
        public Builder maximumPooling() {
            return add(new HeadPart.Pool(Pooling.MAXIMUM));
        }

        /** Every position, one after another. */
        public Builder flatten() {
            return add(new HeadPart.Pool(Pooling.FLATTEN));
        }

        /** A fully connected layer; {@link Activation#IDENTITY} before a batch normalization with an activation after it. */
        public Builder dense(int units, Activation activation) {
            return add(new HeadPart.Dense(units, activation));
        }

        /** Batch normalization with Keras's defaults. */
        public Builder batchNormalization() {
            return add(new HeadPart.BatchNormalization());
        }

        /** An activation as a layer of its own. */
        public Builder activation(Activation function) {
            return add(new HeadPart.Activate(function));
        }

        /** Dropout; nothing is added for rate 0. */
        public Builder dropout(double rate) {
            HeadPart dropout = new HeadPart.Dropout(rate);
            return rate == 0 ? this : add(dropout);
        }

        /** How it ends; softmax by default. */
        public Builder output(HeadOutput output) {
            this.output = output;
            return this;
        }

        /**
         * The head.
         *
         * @throws GraftException without exactly one pooling
         */
        public SequentialHead build() {
            return new SequentialHead(parts, output);
        }
    }
}
