package dev.graft.backbone.densenet;

import java.util.List;

/**
 * DenseNet169 as {@code keras.applications} builds it without its top: blocks of 6, 12, 32 and 32 layers, growth rate 32, transitions that
 * halve channels.
 *
 * <p>Huang, Liu, van der Maaten, Weinberger: Densely Connected Convolutional Networks, CVPR 2017, <a
 * href="https://arxiv.org/abs/1608.06993">arXiv:1608.06993</a>.
 */
public final class DenseNet169 extends DenseNet {
    /** Found by {@link java.util.ServiceLoader}. */
    public DenseNet169() {
        super("densenet169", 1664, 595, 12_642_880, List.of(6, 12, 32, 32));
    }
}
