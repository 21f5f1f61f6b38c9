package dev.graft.backbone.efficientnet;

import static dev.graft.backbone.efficientnet.EfficientNetV2Stage.fused;
import static dev.graft.backbone.efficientnet.EfficientNetV2Stage.inverted;

import java.util.List;

/**
 * What a member of the second version is before it is scaled: {@code DEFAULT_BLOCKS_ARGS} of Keras's {@code
 * efficientnet_v2.py}, and what becomes of pixel values.
 *
 * @param input how pixel values enter
 * @param stages in order
 */
record EfficientNetV2Design(Input input, List<EfficientNetV2Stage> stages) {
    /** What pixel values become before the first convolution. */
    enum Input {
        /** As in the first version: divided by 255, then ImageNet's mean and deviation. */
        STANDARDIZED,
        /** From 0..255 to -1..1. */
        CENTERED
    }

    /** Of B0, which B1 to B3 widen and deepen. */
    static final EfficientNetV2Design BASE = new EfficientNetV2Design(
            Input.STANDARDIZED,
            List.of(
                    fused(1, 32, 16, 1, 1),
                    fused(2, 16, 32, 4, 2),
                    fused(2, 32, 48, 4, 2),
                    inverted(3, 48, 96, 4, 2),
                    inverted(5, 96, 112, 6, 1),
                    inverted(8, 112, 192, 6, 2)));

    static final EfficientNetV2Design SMALL = new EfficientNetV2Design(
            Input.CENTERED,
            List.of(
                    fused(2, 24, 24, 1, 1),
                    fused(4, 24, 48, 4, 2),
                    fused(4, 48, 64, 4, 2),
                    inverted(6, 64, 128, 4, 2),
                    inverted(9, 128, 160, 6, 1),
                    inverted(15, 160, 256, 6, 2)));

    static final EfficientNetV2Design MEDIUM = new EfficientNetV2Design(
            Input.CENTERED,
            List.of(
                    fused(3, 24, 24, 1, 1),
                    fused(5, 24, 48, 4, 2),
                    fused(5, 48, 80, 4, 2),
                    inverted(7, 80, 160, 4, 2),
                    inverted(14, 160, 176, 6, 1),
                    inverted(18, 176, 304, 6, 2),
                    inverted(5, 304, 512, 6, 1)));

    EfficientNetV2Design {
        stages = List.copyOf(stages);
    }

    /** Number of blocks. */
    int blocks() {
        return stages.stream().mapToInt(EfficientNetV2Stage::repeats).sum();
    }

    /** Its stages wider and deeper. */
    List<EfficientNetV2Stage> scaled(Scaling scaling) {
        return stages.stream().map(stage -> stage.scaled(scaling)).toList();
    }
}
