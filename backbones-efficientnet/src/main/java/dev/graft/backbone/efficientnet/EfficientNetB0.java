package dev.graft.backbone.efficientnet;

/**
 * EfficientNetB0 as {@code keras.applications} builds it without weights: RGB 0..255 enters, rescaling and normalization
 * are layers of the graph. Its authors put dropout 0.2 before the classifier.
 *
 * <p>Tan, Le: EfficientNet: Rethinking Model Scaling for Convolutional Neural Networks, ICML 2019, <a
 * href="https://arxiv.org/abs/1905.11946">arXiv:1905.11946</a>.
 */
public final class EfficientNetB0 extends EfficientNet {
    /** Found by {@link java.util.ServiceLoader}. */
    public EfficientNetB0() {
        super("efficientnet-b0", new Scaling(1.0, 1.0), 224, 237, 4_049_571);
    }
}
