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
 * <p>Address and MD5 are those in Keras 3.15's {@code efficientnet.py} and {@code efficientnet_v2.py}. Keras does not state
 * sizes; these are what it printed while downloading, in published notebooks. Keras's documentation states no licence for
 * them. They were converted from checkpoints that the authors published beside their programs, whose repositories
 * (github.com/tensorflow/tpu, github.com/google/automl) are under Apache-2.0.
 */
final class PublishedWeights {
    private static final String BASE = "https://storage.googleapis.com/keras-applications/";
    private static final String SECOND_BASE =
            "https://storage.googleapis.com/tensorflow/keras-applications/efficientnet_v2/";

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
            case "efficientnet-v2-b0" -> List.of(second("b0", 24_274_472, "893217f2bb855e2983157299931e43ff"));
            case "efficientnet-v2-b1" -> List.of(second("b1", 28_456_008, "0e80663031ca32d657f9caa404b6ec37"));
            case "efficientnet-v2-b2" -> List.of(second("b2", 35_839_040, "1dfe2e7a5d45b6632553a8961ea609eb"));
            case "efficientnet-v2-b3" -> List.of(second("b3", 52_606_240, "f6abf7b5849ac99a89b50dd3fd532856"));
            case "efficientnet-v2-s" -> List.of(second("s", 82_420_632, "af0682fb74e8c54910f2d4393339c070"));
            case "efficientnet-v2-m" -> List.of(second("m", 214_201_816, "1b8dc055df72dde80d614482840fe342"));
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

    private static WeightsDescriptor second(String member, long bytes, String md5) {
        return new WeightsDescriptor(
                "imagenet",
                "Classification of ImageNet-1k (1.28 M photographs)",
                new WeightsLocation.Published(URI.create(SECOND_BASE + "efficientnetv2-" + member + "_notop.h5")),
                bytes,
                Checksum.md5(md5),
                "Apache-2.0 (that of the authors' repository; Keras states none)",
                Preprocessing.NONE);
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
