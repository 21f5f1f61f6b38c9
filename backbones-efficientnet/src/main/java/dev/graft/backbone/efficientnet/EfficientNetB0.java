package dev.graft.backbone.efficientnet;

import dev.graft.preprocess.Preprocessing;
import dev.graft.weights.WeightsDescriptor;
import java.util.List;

/**
 * EfficientNetB0 as {@code keras.applications} builds it without weights: RGB 0..255 enters, rescaling and normalization
 * are layers of the graph. Its authors put dropout 0.2 before the classifier.
 *
 * <p>Tan, Le: EfficientNet: Rethinking Model Scaling for Convolutional Neural Networks, ICML 2019, <a
 * href="https://arxiv.org/abs/1905.11946">arXiv:1905.11946</a>.
 */
public final class EfficientNetB0 extends EfficientNet {
    private static final WeightsDescriptor FRACTALS = new WeightsDescriptor(
            "ifs1000",
            "Classification of 1000 iterated-function-system fractals (4.6 M rendered images, no photographs)",
            "/dev/graft/backbone/efficientnet/efficientnet_b0_ifs1000.safetensors",
            9_013_552,
            "c0fc9838efba9129498ad1fede61acfad3d9918a9b9b1589de51315d4d196204",
            "Apache-2.0",
            Preprocessing.NONE);

    /** Found by {@link java.util.ServiceLoader}. */
    public EfficientNetB0() {
        super("efficientnet-b0", new Scaling(1.0, 1.0), 224, 237, 4_049_571, List.of(FRACTALS));
    }
}
