package dev.graft.engine.program;

import java.util.List;

/**
 * One array of a program. It is written by one instruction, or enters from outside; programs do not know the batch size.
 *
 * @param id unique within a program
 * @param name for people: the layer's name where there is one
 * @param kind where it comes from and what it is
 * @param dimensions without the batch for {@linkplain Kind#perImage() per-image kinds}: a map is {@code [channels, height,
 *     width]}, a vector {@code [units]}, one number {@code []}. All of them for others, in plain order: convolution kernels
 *     {@code [out, in, height, width]}, depthwise ones {@code [channels, 1, height, width]}, dense ones {@code [out, in]},
 *     biases and normalizations {@code [channels]}
 */
public record Value(int id, String name, Kind kind, List<Integer> dimensions) {
    /** Where a value comes from and what it is. */
    public enum Kind {
        /** The output of a vertex below, handed in. */
        INPUT,
        /** One-hot or soft labels, {@code [classes]}, handed in. */
        LABELS,
        /** How much each image counts, {@code []}, handed in; 1 each if nothing is said. */
        IMAGE_WEIGHTS,
        /** Computed by a forward instruction for each image. */
        ACTIVATION,
        /** Computed by a backward instruction for each image: gradient of the sum of the batch's losses. */
        GRADIENT,
        /** The loss of each image, {@code []}, in double precision. */
        LOSS,
        /** A parameter that learns or a constant. */
        PARAMETER,
        /** The gradient of a parameter: the sum over the batch's images. */
        PARAMETER_GRADIENT,
        /** Running statistics of a batch normalization, {@code [channels]}; they are parameters, too. */
        STATISTICS,
        /** Mean or biased variance of a batch, {@code [channels]}. */
        BATCH_STATISTICS;

        /** Whether there is one for each image of a batch. */
        public boolean perImage() {
            return switch (this) {
                case INPUT, LABELS, IMAGE_WEIGHTS, ACTIVATION, GRADIENT, LOSS -> true;
                case PARAMETER, PARAMETER_GRADIENT, STATISTICS, BATCH_STATISTICS -> false;
            };
        }
    }

    public Value {
        dimensions = List.copyOf(dimensions);
    }

    /** Number of values, for one image if there is one array for each. */
    public long elements() {
        return dimensions.stream().mapToLong(Integer::longValue).reduce(1, (a, b) -> a * b);
    }

    /** Whether it is a map of channels, height and width for each image. */
    public boolean isMap() {
        return kind.perImage() && dimensions.size() == 3;
    }

    /** Channels of a map, units of a vector. */
    public int channels() {
        return dimensions.get(0);
    }

    /** Rows of a map. */
    public int height() {
        return dimensions.get(1);
    }

    /** Columns of a map. */
    public int width() {
        return dimensions.get(2);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Value that && id == that.id;
    }

    @Override
    public int hashCode() {
        return id;
    }

    @Override
    public String toString() {
        return "%" + id + " " + name + dimensions;
    }
}
