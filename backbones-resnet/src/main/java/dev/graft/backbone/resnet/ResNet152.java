package dev.graft.backbone.resnet;

/**
 * ResNet152 as {@code keras.applications} builds it without its top: the original one, whose convolutions have biases and
 * whose strides lie in the first convolution of a block. Stages of 3, 8, 36 and 3 blocks.
 *
 * <p>He, Zhang, Ren, Sun: Deep Residual Learning for Image Recognition, CVPR 2016, <a
 * href="https://arxiv.org/abs/1512.03385">arXiv:1512.03385</a>.
 */
public final class ResNet152 extends ResNet {
    /** Found by {@link java.util.ServiceLoader}. */
    public ResNet152() {
        super("resnet152", 515, 58_370_944, 8, 36);
    }
}
