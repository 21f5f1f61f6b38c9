package dev.graft.backbone.efficientnet;

/**
 * EfficientNetB4 as {@code keras.applications} builds it without weights: RGB 0..255 enters, rescaling and normalization
 * are layers of the graph. Width 1.4, depth 1.8, designed for 380 px; its authors put dropout 0.4 before the classifier.
 *
 * <p>Tan, Le: EfficientNet: Rethinking Model Scaling for Convolutional Neural Networks, ICML 2019, <a
 * href="https://arxiv.org/abs/1905.11946">arXiv:1905.11946</a>.
 */
public final class EfficientNetB4 extends EfficientNet {
    /** Found by {@link java.util.ServiceLoader}. */
    public EfficientNetB4() {
        super("efficientnet-b4", new Scaling(1.4, 1.8), 380, 474, 17_673_823);
    }
}
