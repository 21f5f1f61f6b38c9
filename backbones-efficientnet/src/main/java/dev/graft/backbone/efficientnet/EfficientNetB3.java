package dev.graft.backbone.efficientnet;

/**
 * EfficientNetB3 as {@code keras.applications} builds it without weights: RGB 0..255 enters, rescaling and normalization
 * are layers of the graph. Width 1.2, depth 1.4, designed for 300 px; its authors put dropout 0.3 before the classifier.
 *
 * <p>Tan, Le: EfficientNet: Rethinking Model Scaling for Convolutional Neural Networks, ICML 2019, <a
 * href="https://arxiv.org/abs/1905.11946">arXiv:1905.11946</a>.
 */
public final class EfficientNetB3 extends EfficientNet {
    /** Found by {@link java.util.ServiceLoader}. */
    public EfficientNetB3() {
        super("efficientnet-b3", new Scaling(1.2, 1.4), 300, 384, 10_783_535);
    }
}
