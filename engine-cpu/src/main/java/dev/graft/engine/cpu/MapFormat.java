package dev.graft.engine.cpu;

import dev.graft.engine.program.Extent;
import dev.graft.engine.program.Forward;
import dev.graft.engine.program.Instruction;
import dev.graft.engine.program.Program;
import org.bytedeco.dnnl.memory;

/** How maps of channels, height and width lie in memory. */
enum MapFormat {
    /** Position by position, all channels of one beside each other. */
    CHANNELS_LAST(memory.format_tag.nhwc, 1),
    /** Channels in blocks of 16: the width of an AVX-512 register. */
    BLOCKS_OF_16(memory.format_tag.nChw16c, 16),
    /** Channels in blocks of 8: the width of an AVX2 register. */
    BLOCKS_OF_8(memory.format_tag.nChw8c, 8);

    /** From this share of work on, brgemm on channels that lie together beats direct convolution on blocks. */
    private static final double MOSTLY = 2.0 / 3;

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
     * The fastest for a training step. Measured with oneDNN 3.11 on an AMD EPYC 9005 (AVX-512), seconds of processor time
     * in channels last and in blocks: EfficientNetB0 0.64 and 0.53, ResNet50 2.48 and 2.13, InceptionV3 3.08 and 3.04,
     * VGG19 10.1 and 9.9.
     */
    static MapFormat forTraining() {
        return OneDnn.hasAvx512() ? BLOCKS_OF_16 : BLOCKS_OF_8;
    }

    /**
     * The fastest for inference: channels last where nearly all the work is in large kernels (VGG19 2.70 and 2.95 s,
     * InceptionV3 0.88 and 0.91 s), blocks elsewhere (ResNet50 0.68 and 0.62 s, EfficientNetB0 0.14 and 0.12 s).
     */
    static MapFormat forInference(Program program) {
        double large = 0;
        double all = 0;
        for (Instruction instruction : program.instructions()) {
            if (instruction.operation() instanceof Forward.Convolution convolution) {
                double work = (double) instruction.output().elements()
                        * instruction.inputs().get(1).elements()
                        / instruction.output().channels();
                all += work;
                boolean pointwise = convolution.window().kernel().equals(new Extent(1, 1));
                large += pointwise || convolution.depthwise() ? 0 : work;
            }
        }
        return large > MOSTLY * all ? CHANNELS_LAST : forTraining();
    }
}
