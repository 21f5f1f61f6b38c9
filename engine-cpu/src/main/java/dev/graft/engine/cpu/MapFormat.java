package dev.graft.engine.cpu;

import org.bytedeco.dnnl.memory;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.graph.ComputationGraph;

/** How maps of channels, height and width lie in memory. */
enum MapFormat {
    /** Position by position, all channels of one beside each other. */
    CHANNELS_LAST(memory.format_tag.nhwc, 1),
    /** Channels in blocks of 16: the width of an AVX-512 register. */
    BLOCKS_OF_16(memory.format_tag.nChw16c, 16),
    /** Channels in blocks of 8: the width of an AVX2 register. */
    BLOCKS_OF_8(memory.format_tag.nChw8c, 8);

    /** Share of weights in large kernels from which on channels last are faster; ResNet50 has 0.48, InceptionV3 0.67. */
    private static final double MOST = 0.55;

    private final memory.format_tag tag;

    private final int block;

    MapFormat(memory.format_tag tag, int block) {
        this.tag = tag;
        this.block = block;
    }

    /** Number of channels that lie beside each other; what is cut between blocks can be seen as a map of its own. */
    int block() {
        return block;
    }

    boolean isBlocked() {
        return block > 1;
    }

    memory.format_tag tag() {
        return tag;
    }

    /**
     * The fastest for a training step where convolutions are computed directly. Measured with oneDNN 3.11 on an AMD EPYC 9005
     * (AVX-512), seconds of processor time in channels last and in blocks: EfficientNetB0 0.64 and 0.53, ResNet50 2.48 and
     * 2.13, InceptionV3 3.08 and 3.04, VGG19 10.1 and 9.9. {@link Winograd} prefers channels last.
     *
     * @param network the whole one
     * @param winograd whether convolutions may be computed by tiles
     */
    static MapFormat forTraining(ComputationGraph network, boolean winograd) {
        return winograd && hasLargeKernels(network) ? CHANNELS_LAST : blocks();
    }

    private static MapFormat blocks() {
        return OneDnn.hasAvx512() ? BLOCKS_OF_16 : BLOCKS_OF_8;
    }

    /**
     * The fastest for inference: channels last where most weights are in large kernels (VGG19 2.70 and 2.95 s, InceptionV3
     * 0.88 and 0.91 s), blocks elsewhere (ResNet50 0.68 and 0.62 s, EfficientNetB0 0.14 and 0.12 s).
     *
     * @param network the whole one: the choice changes roundings, and features must not depend on what is asked for
     */
    static MapFormat forInference(ComputationGraph network) {
        return hasLargeKernels(network) ? CHANNELS_LAST : blocks();
    }

    private static boolean hasLargeKernels(ComputationGraph network) {
        double large = 0;
        double all = 0;
        for (Layer layer : network.getLayers()) {
            if (layer.conf().getLayer() instanceof ConvolutionLayer convolution) {
                long weights = layer.numParams();
                all += weights;
                boolean pointwise = convolution.getKernelSize()[0] * convolution.getKernelSize()[1] == 1;
                large += pointwise || convolution instanceof DepthwiseConvolution2D ? 0 : weights;
            }
        }
        return large > MOST * all;
    }
}
