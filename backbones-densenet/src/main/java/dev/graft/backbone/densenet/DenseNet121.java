package dev.graft.backbone.densenet;

import java.util.List;

/**
 * DenseNet121 as {@code keras.applications} builds it without its top: blocks of 6, 12, 24 and 16 layers, growth rate 32, transitions that
 * halve channels. The network of CheXNet and RadImageNet.
 *
 * <p>Huang, Liu, van der Maaten, Weinberger: Densely Connected Convolutional Networks, CVPR 2017, <a
 * href="https://arxiv.org/abs/1608.06993">arXiv:1608.06993</a>.
 */
public final class DenseNet121 extends DenseNet {
    /** Found by {@link java.util.ServiceLoader}. */
    public DenseNet121() {
        super("densenet121", 1024, 427, 7_037_504, List.of(6, 12, 24, 16));
    }
}
