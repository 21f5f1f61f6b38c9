package dev.graft.backbone.efficientnet;

/**
 * EfficientNetV2-B0 as {@code keras.applications} builds it: RGB 0..255 enters, rescaling and normalization are layers of the
 * graph. Width 1.0, depth 1.0, designed for 224 px. Its authors put dropout 0.2 before the classifier.
 *
 * <p>Tan, Le: EfficientNetV2: Smaller Models and Faster Training, ICML 2021, <a
 * href="https://arxiv.org/abs/2104.00298">arXiv:2104.00298</a>.
 */
public final class EfficientNetV2B0 extends EfficientNetV2 {
    /** Found by {@link java.util.ServiceLoader}. */
    public EfficientNetV2B0() {
        super("efficientnet-v2-b0", EfficientNetV2Design.BASE, new Scaling(1.0, 1.0), 224, 270, 5_919_312);
    }
}
