package dev.graft.backbone.resnet;

/**
 * ResNet50 as {@code keras.applications} builds it without its top: the original one, whose convolutions have biases and
 * whose strides lie in the first convolution of a block. Stages of 3, 4, 6 and 3 blocks.
 *
 * <p>He, Zhang, Ren, Sun: Deep Residual Learning for Image Recognition, CVPR 2016, <a
 * href="https://arxiv.org/abs/1512.03385">arXiv:1512.03385</a>.
 */
public final class ResNet50 extends ResNet {
    /** Found by {@link java.util.ServiceLoader}. */
    public ResNet50() {
        super("resnet50", 175, 23_587_712, 4, 6);
    }
}
