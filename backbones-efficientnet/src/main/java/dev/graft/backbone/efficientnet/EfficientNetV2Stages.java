package dev.graft.backbone.efficientnet;

import static dev.graft.backbone.efficientnet.EfficientNetV2Stage.fused;
import static dev.graft.backbone.efficientnet.EfficientNetV2Stage.inverted;

import java.util.List;

/** {@code DEFAULT_BLOCKS_ARGS} of Keras's {@code efficientnet_v2.py}. */
final class EfficientNetV2Stages {
    /** Of B0, which B1 to B3 widen and deepen. */
    static final List<EfficientNetV2Stage> BASE = List.of(
            fused(1, 32, 16, 1, 1),
            fused(2, 16, 32, 4, 2),
            fused(2, 32, 48, 4, 2),
            inverted(3, 48, 96, 4, 2),
            inverted(5, 96, 112, 6, 1),
            inverted(8, 112, 192, 6, 2));

    static final List<EfficientNetV2Stage> SMALL = List.of(
            fused(2, 24, 24, 1, 1),
            fused(4, 24, 48, 4, 2),
            fused(4, 48, 64, 4, 2),
            inverted(6, 64, 128, 4, 2),
            inverted(9, 128, 160, 6, 1),
            inverted(15, 160, 256, 6, 2));

    static final List<EfficientNetV2Stage> MEDIUM = List.of(
            fused(3, 24, 24, 1, 1),
            fused(5, 24, 48, 4, 2),
            fused(5, 48, 80, 4, 2),
            inverted(7, 80, 160, 4, 2),
            inverted(14, 160, 176, 6, 1),
            inverted(18, 176, 304, 6, 2),
            inverted(5, 304, 512, 6, 1));

    private EfficientNetV2Stages() {}
}
