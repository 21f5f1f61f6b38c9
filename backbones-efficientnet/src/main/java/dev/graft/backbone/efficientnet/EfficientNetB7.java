package dev.graft.backbone.efficientnet;

/**
 * EfficientNetB7 as {@code keras.applications} builds it without weights: RGB 0..255 enters, rescaling and normalization
 * are layers of the graph. Width 2.0, depth 3.1, designed for 600 px; its authors put dropout 0.5 before the classifier.
 *
 * <p>Tan, Le: EfficientNet: Rethinking Model Scaling for Convolutional Neural Networks, ICML 2019, <a
 * href="https://arxiv.org/abs/1905.11946">arXiv:1905.11946</a>.
 */
public final class EfficientNetB7 extends EfficientNet {
    /** Found by {@link java.util.ServiceLoader}. */
    public EfficientNetB7() {
        super("efficientnet-b7", new Scaling(2.0, 3.1), 600, 813, 64_097_687);
    }
}
