package dev.graft.backbone.resnet;

import dev.graft.preprocess.Preprocessing;
import dev.graft.weights.Checksum;
import dev.graft.weights.WeightsDescriptor;
import dev.graft.weights.WeightsLocation;
import java.net.URI;
import java.util.List;

/**
 * The weights of {@code keras.applications} for this family, without top.
 *
 * <p>Address and MD5 are those in Keras 3.15's {@code resnet.py}. Keras does not state sizes; these are what it printed
 * while downloading, in published notebooks. Keras's documentation says of the licences: ported from the ones released by
 * Kaiming He under the MIT license, those of the second version from Facebook's under the BSD license.
 */
final class PublishedWeights {
    private static final String BASE = "https://storage.googleapis.com/tensorflow/keras-applications/resnet/";

    private PublishedWeights() {}

    /** All weights of a backbone, the default first. */
    static List<WeightsDescriptor> of(String backbone) {
        return switch (backbone) {
            case "resnet50" -> List.of(first(backbone, 94_765_736, "4d473c1dd8becc155b73f8504c6f6626"));
            case "resnet101" -> List.of(first(backbone, 171_446_536, "88cf7a10940856eca736dc7b7e228a21"));
            case "resnet152" -> List.of(first(backbone, 234_698_864, "ee4c566cf9a93f14d82f913c2dc6dd0c"));
            case "resnet50-v2" -> List.of(second(backbone, 94_668_760, "fac2f116257151a9d068a22e544a4917"));
            case "resnet101-v2" -> List.of(second(backbone, 171_317_808, "c0ed64b8031c3730f411d2eb4eea35b5"));
            case "resnet152-v2" -> List.of(second(backbone, 234_545_216, "ed17cf2e0169df9d443503ef94b23b33"));
            default -> List.of();
        };
    }

    private static WeightsDescriptor first(String backbone, long bytes, String md5) {
        return imagenet(backbone, bytes, md5, "MIT (Kaiming He)", Preprocessing.CAFFE);
    }

    private static WeightsDescriptor second(String backbone, long bytes, String md5) {
        return imagenet(backbone.replace("-", ""), bytes, md5, "BSD (Facebook)", Preprocessing.TF);
    }

    private static WeightsDescriptor imagenet(
            String file, long bytes, String md5, String licence, Preprocessing preprocessing) {
        return new WeightsDescriptor(
                "imagenet",
                "Classification of ImageNet-1k (1.28 M photographs)",
                new WeightsLocation.Published(URI.create(BASE + file + "_weights_tf_dim_ordering_tf_kernels_notop.h5")),
                bytes,
                Checksum.md5(md5),
                licence,
                preprocessing);
    }
}
