package dev.graft.backbone.resnet;

/**
 * ResNet50V2 as {@code keras.applications} builds it without its top: batch normalization and ReLU stand before
 * convolutions, and a block's sum passes on as it is. Stages of 3, 4, 6 and 3 blocks.
 *
 * <p>He, Zhang, Ren, Sun: Identity Mappings in Deep Residual Networks, ECCV 2016, <a
 * href="https://arxiv.org/abs/1603.05027">arXiv:1603.05027</a>.
 */
public final class ResNet50V2 extends ResNetV2 {
    /** Found by {@link java.util.ServiceLoader}. */
    public ResNet50V2() {
        super("resnet50-v2", 190, 23_564_800, 4, 6);
    }
}
