package dev.graft.backbone.efficientnet;

/**
 * EfficientNetB6 as {@code keras.applications} builds it without weights: RGB 0..255 enters, rescaling and normalization
 * are layers of the graph. Width 1.8, depth 2.6, designed for 528 px; its authors put dropout 0.5 before the classifier.
 *
 * <p>Tan, Le: EfficientNet: Rethinking Model Scaling for Convolutional Neural Networks, ICML 2019, <a
 * href="https://arxiv.org/abs/1905.11946">arXiv:1905.11946</a>.
 */
public final class EfficientNetB6 extends EfficientNet {
    /** Found by {@link java.util.ServiceLoader}. */
    public EfficientNetB6() {
        super("efficientnet-b6", new Scaling(1.8, 2.6), 528, 666, 40_960_143);
    }
}
