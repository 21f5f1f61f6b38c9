package dev.graft.layer;

import dev.graft.error.GraftException;
import java.util.Arrays;
import java.util.Objects;
import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Inverted dropout whose mask depends only on the seed and the number of the training step: kept values are scaled by
 * {@code 1 / (1 - rate)}, as in Keras.
 *
 * <p>DL4J draws its masks from a generator that each thread has for itself, so a resumed training could not continue
 * with the same masks; a mask computed from a counter can.
 */
public final class SeededDropout implements IDropout {
    private static final long serialVersionUID = 1L;

    private final double rate;
    private final long seed;
    private final boolean perSample;
    private transient @Nullable INDArray mask;

    /**
     * @param rate probability to drop a value, in [0, 1)
     * @param seed of the masks
     * @param perSample one decision per image of the batch instead of one per value (stochastic depth)
     */
    public SeededDropout(
            @JsonProperty("rate") double rate,
            @JsonProperty("seed") long seed,
            @JsonProperty("perSample") boolean perSample) {
        if (!(rate >= 0 && rate < 1)) {
            throw new GraftException("A dropout rate must be in [0, 1), found " + rate);
        }
        this.rate = rate;
        this.seed = seed;
        this.perSample = perSample;
    }

    /** Probability to drop a value. */
    public double getRate() {
        return rate;
    }

    /** Seed of the masks. */
    public long getSeed() {
        return seed;
    }

    /** Whether whole samples are dropped. */
    public boolean isPerSample() {
        return perSample;
    }

    @Override
    public INDArray applyDropout(
            INDArray input, INDArray result, int iteration, int epoch, LayerWorkspaceMgr workspaceMgr) {
        if (rate == 0) {
            return result == input ? result : result.assign(input);
        }
        long[] shape = input.shape().clone();
        if (perSample) {
            Arrays.fill(shape, 1, shape.length, 1);
        }
        INDArray keep = Nd4j.createFromArray(draw(iteration, product(shape))).reshape(shape);
        if (perSample) {
            keep = keep.broadcast(input.shape());
        }
        mask = workspaceMgr.dup(ArrayType.INPUT, keep, input.ordering());
        return input.muli(mask, result);
    }

    private float[] draw(int iteration, long count) {
        float[] values = new float[Math.toIntExact(count)];
        new DropoutMask(rate, seed).fill(values, values.length, iteration, 0);
        return values;
    }

    private static long product(long[] shape) {
        long product = 1;
        for (long size : shape) {
            product *= size;
        }
        return product;
    }

    @Override
    public INDArray backprop(INDArray gradAtOutput, INDArray gradAtInput, int iteration, int epoch) {
        if (rate == 0) {
            return gradAtOutput == gradAtInput ? gradAtInput : gradAtInput.assign(gradAtOutput);
        }
        if (mask == null) {
            throw new IllegalStateException("Backward pass of dropout without a forward pass before");
        }
        gradAtOutput.muli(mask, gradAtInput);
        mask = null;
        return gradAtInput;
    }

    @Override
    public void clear() {
        mask = null;
    }

    @Override
    public SeededDropout clone() {
        return new SeededDropout(rate, seed, perSample);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SeededDropout that
                && rate == that.rate
                && seed == that.seed
                && perSample == that.perSample;
    }

    @Override
    public int hashCode() {
        return Objects.hash(rate, seed, perSample);
    }
}
