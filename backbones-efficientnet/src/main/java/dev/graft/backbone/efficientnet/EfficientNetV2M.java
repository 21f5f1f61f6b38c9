package dev.graft.backbone.efficientnet;

/**
 * EfficientNetV2-M as {@code keras.applications} builds it: RGB 0..255 enters, rescaling is a layer of the graph.
 * Designed for 480 px. Its authors put dropout 0.2 before the classifier.
 *
 * <p>Tan, Le: EfficientNetV2: Smaller Models and Faster Training, ICML 2021, <a
 * href="https://arxiv.org/abs/2104.00298">arXiv:2104.00298</a>.
 */
public final class EfficientNetV2M extends EfficientNetV2 {
    /** Found by {@link java.util.ServiceLoader}. */
    public EfficientNetV2M() {
        super("efficientnet-v2-m", EfficientNetV2Design.MEDIUM, new Scaling(1.0, 1.0), 480, 740, 53_150_388);
    }
}
