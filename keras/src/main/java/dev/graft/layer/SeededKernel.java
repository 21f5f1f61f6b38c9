package dev.graft.layer;

import java.util.Objects;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Draws a layer's kernel by {@link VarianceScaling} from a seed of its own, so that it depends neither on what was drawn
 * before nor on the thread.
 *
 * <p>DL4J's own initialisers do not give Keras's variances: fans of convolutions are divided by the stride, depthwise
 * kernels count other fans, and the truncated normal distribution is not corrected for what is cut off.
 */
public final class SeededKernel implements IWeightInit {
    private static final long serialVersionUID = 1L;

    /** A kernel may be too large to be drawn at once on the heap. */
    private static final int CHUNK = 1 << 20;

    private final double scale;
    private final VarianceScaling.Fan fan;
    private final VarianceScaling.Distribution distribution;
    private final KernelLayout layout;
    private final long seed;

    /**
     * @param scaling how to draw
     * @param layout of the kernel
     * @param seed of the values
     */
    public SeededKernel(VarianceScaling scaling, KernelLayout layout, long seed) {
        this(scaling.scale(), scaling.fan(), scaling.distribution(), layout, seed);
    }

    /** For deserialisation; see {@link VarianceScaling}. */
    public SeededKernel(
            @JsonProperty("scale") double scale,
            @JsonProperty("fan") VarianceScaling.Fan fan,
            @JsonProperty("distribution") VarianceScaling.Distribution distribution,
            @JsonProperty("layout") KernelLayout layout,
            @JsonProperty("seed") long seed) {
        this.scale = scale;
        this.fan = fan;
        this.distribution = distribution;
        this.layout = layout;
        this.seed = seed;
    }

    /** See {@link VarianceScaling#scale()}. */
    public double getScale() {
        return scale;
    }

    /** See {@link VarianceScaling#fan()}. */
    public VarianceScaling.Fan getFan() {
        return fan;
    }

    /** See {@link VarianceScaling#distribution()}. */
    public VarianceScaling.Distribution getDistribution() {
        return distribution;
    }

    /** What the kernel's axes mean. */
    public KernelLayout getLayout() {
        return layout;
    }

    /** Seed of the values. */
    public long getSeed() {
        return seed;
    }

    /** Fills a parameter; DL4J's fans are left aside for those that follow from the shape. */
    @Override
    public INDArray init(double fanIn, double fanOut, long[] shape, char order, INDArray parameter) {
        float limit =
                (float) new VarianceScaling(scale, fan, distribution).limit(layout.fanIn(shape), layout.fanOut(shape));
        SplittableRandom random = new SplittableRandom(seed);
        INDArray flat = parameter.reshape(parameter.length());
        for (long from = 0; from < flat.length(); from += CHUNK) {
            long to = Math.min(flat.length(), from + CHUNK);
            flat.get(NDArrayIndex.interval(from, to))
                    .assign(Nd4j.createFromArray(draw(random, (int) (to - from), limit)));
        }
        return parameter.reshape(order, shape);
    }

    private float[] draw(SplittableRandom random, int count, float limit) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = distribution == VarianceScaling.Distribution.UNIFORM
                    ? limit * (2 * random.nextFloat() - 1)
                    : limit / 2 * truncatedGaussian(random);
        }
        return values;
    }

    private static float truncatedGaussian(SplittableRandom random) {
        while (true) {
            double value = random.nextGaussian();
            if (Math.abs(value) < 2) {
                return (float) value;
            }
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SeededKernel that
                && scale == that.scale
                && fan == that.fan
                && distribution == that.distribution
                && layout == that.layout
                && seed == that.seed;
    }

    @Override
    public int hashCode() {
        return Objects.hash(scale, fan, distribution, layout, seed);
    }
}
