package dev.graft.backbone.efficientnet;

import dev.graft.preprocess.Preprocessing;
import dev.graft.weights.Checksum;
import dev.graft.weights.WeightsDescriptor;
import dev.graft.weights.WeightsLocation;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * The weights of {@code keras.applications} for this family, without top, and those in this module's jar.
 *
 * <p>Address and MD5 are those in Keras 3.15's {@code efficientnet.py}. Keras does not state sizes; these are what it
 * printed while downloading, in published notebooks (B0, B1, B3 and B7: in several of them, the others: in one). Keras's
 * documentation states no licence for them. They were converted from checkpoints that the authors published beside their
 * program, whose repository (github.com/tensorflow/tpu) is under Apache-2.0.
 */
final class PublishedWeights {
    private static final String BASE = "https://storage.googleapis.com/keras-applications/";

    private PublishedWeights() {}

    /** All weights of a backbone, the default first. */
    static List<WeightsDescriptor> of(String backbone) {
        return switch (backbone) {
            case "efficientnet-b0" ->
                List.of(imagenet("b0", 16_705_208, "50bc09e76180e00e4465e1a485ddc09d"), fractals());
            case "efficientnet-b1" -> List.of(imagenet("b1", 27_018_416, "74c4e6b3e1f6a1eea24c589628592432"));
            case "efficientnet-b2" -> List.of(imagenet("b2", 31_790_344, "111f8e2ac8aa800a7a99e3239f7bfb39"));
            case "efficientnet-b3" -> List.of(imagenet("b3", 43_941_136, "af6d107764bb5b1abb91932881670226"));
            case "efficientnet-b4" -> List.of(imagenet("b4", 71_686_520, "ebc24e6d6c33eaebbd558eafbeedf1ba"));
            case "efficientnet-b5" -> List.of(imagenet("b5", 115_263_384, "38879255a25d3c92d5e44e04ae6cec6f"));
            case "efficientnet-b6" -> List.of(imagenet("b6", 165_234_480, "9ecce42647a20130c1f39a5d4cb75743"));
            case "efficientnet-b7" -> List.of(imagenet("b7", 258_076_736, "cbcfe4450ddf6f3ad90b1b398090fe4a"));
            default -> List.of();
        };
    }

    private static WeightsDescriptor imagenet(String member, long bytes, String md5) {
        return new WeightsDescriptor(
                "imagenet",
                "Classification of ImageNet-1k (1.28 M photographs)",
                new WeightsLocation.Published(URI.create(BASE + "efficientnet" + member + "_notop.h5")),
                bytes,
                Checksum.md5(md5),
                "Apache-2.0 (that of the authors' repository; Keras states none)",
                Preprocessing.NONE,
                Optional.of(new SecondRescaling()));
    }

    /** Learnt for this project. */
    private static WeightsDescriptor fractals() {
        return new WeightsDescriptor(
                "ifs1000",
                "Classification of 1000 iterated-function-system fractals (4.6 M rendered images, no photographs)",
                new WeightsLocation.InJar("/dev/graft/backbone/efficientnet/efficientnet_b0_ifs1000.safetensors"),
                9_013_552,
                Checksum.sha256("c0fc9838efba9129498ad1fede61acfad3d9918a9b9b1589de51315d4d196204"),
                "Apache-2.0",
                Preprocessing.NONE);
    }
}
