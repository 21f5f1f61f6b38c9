package dev.graft.backbone.efficientnet;

/**
 * EfficientNetB1 as {@code keras.applications} builds it without weights: RGB 0..255 enters, rescaling and normalization
 * are layers of the graph. Width 1.0, depth 1.1, designed for 240 px; its authors put dropout 0.2 before the classifier.
 *
 * <p>Tan, Le: EfficientNet: Rethinking Model Scaling for Convolutional Neural Networks, ICML 2019, <a
 * href="https://arxiv.org/abs/1905.11946">arXiv:1905.11946</a>.
 */
public final class EfficientNetB1 extends EfficientNet {
    /** Found by {@link java.util.ServiceLoader}. */
    public EfficientNetB1() {
        super("efficientnet-b1", new Scaling(1.0, 1.1), 240, 339, 6_575_239);
    }
}
