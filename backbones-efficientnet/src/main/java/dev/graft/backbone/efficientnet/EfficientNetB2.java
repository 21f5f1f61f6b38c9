package dev.graft.backbone.efficientnet;

/**
 * EfficientNetB2 as {@code keras.applications} builds it without weights: RGB 0..255 enters, rescaling and normalization
 * are layers of the graph. Width 1.1, depth 1.2, designed for 260 px; its authors put dropout 0.3 before the classifier.
 *
 * <p>Tan, Le: EfficientNet: Rethinking Model Scaling for Convolutional Neural Networks, ICML 2019, <a
 * href="https://arxiv.org/abs/1905.11946">arXiv:1905.11946</a>.
 */
public final class EfficientNetB2 extends EfficientNet {
    /** Found by {@link java.util.ServiceLoader}. */
    public EfficientNetB2() {
        super("efficientnet-b2", new Scaling(1.1, 1.2), 260, 339, 7_768_569);
    }
}
