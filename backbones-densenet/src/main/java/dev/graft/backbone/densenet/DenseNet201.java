package dev.graft.backbone.densenet;

import java.util.List;

/**
 * DenseNet201 as {@code keras.applications} builds it without its top: blocks of 6, 12, 48 and 32 layers, growth rate 32, transitions that
 * halve channels.
 *
 * <p>Huang, Liu, van der Maaten, Weinberger: Densely Connected Convolutional Networks, CVPR 2017, <a
 * href="https://arxiv.org/abs/1608.06993">arXiv:1608.06993</a>.
 */
public final class DenseNet201 extends DenseNet {
    /** Found by {@link java.util.ServiceLoader}. */
    public DenseNet201() {
        super("densenet201", 1920, 707, 18_321_984, List.of(6, 12, 48, 32));
    }
}
