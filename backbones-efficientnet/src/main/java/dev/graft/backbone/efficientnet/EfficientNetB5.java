package dev.graft.backbone.efficientnet;

/**
 * EfficientNetB5 as {@code keras.applications} builds it without weights: RGB 0..255 enters, rescaling and normalization
 * are layers of the graph. Width 1.6, depth 2.2, designed for 456 px; its authors put dropout 0.4 before the classifier.
 *
 * <p>Tan, Le: EfficientNet: Rethinking Model Scaling for Convolutional Neural Networks, ICML 2019, <a
 * href="https://arxiv.org/abs/1905.11946">arXiv:1905.11946</a>.
 */
public final class EfficientNetB5 extends EfficientNet {
    /** Found by {@link java.util.ServiceLoader}. */
    public EfficientNetB5() {
        super("efficientnet-b5", new Scaling(1.6, 2.2), 456, 576, 28_513_527);
    }
}
