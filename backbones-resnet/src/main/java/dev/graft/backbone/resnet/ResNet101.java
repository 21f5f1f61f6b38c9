package dev.graft.backbone.resnet;

/**
 * ResNet101 as {@code keras.applications} builds it without its top: the original one, whose convolutions have biases and
 * whose strides lie in the first convolution of a block. Stages of 3, 4, 23 and 3 blocks.
 *
 * <p>He, Zhang, Ren, Sun: Deep Residual Learning for Image Recognition, CVPR 2016, <a
 * href="https://arxiv.org/abs/1512.03385">arXiv:1512.03385</a>.
 */
public final class ResNet101 extends ResNet {
    /** Found by {@link java.util.ServiceLoader}. */
    public ResNet101() {
        super("resnet101", 345, 42_658_176, 4, 23);
    }
}
