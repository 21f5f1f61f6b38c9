package dev.graft.backbone.vgg;

import dev.graft.preprocess.Preprocessing;
import dev.graft.weights.Checksum;
import dev.graft.weights.WeightsDescriptor;
import dev.graft.weights.WeightsLocation;
import java.net.URI;
import java.util.List;

/**
 * The weights of {@code keras.applications} for this family, without top.
 *
 * <p>Address and MD5 are those in Keras 3.15's {@code vgg16.py} and {@code vgg19.py}. Keras does not state sizes; these are
 * what it printed while downloading, in many published notebooks alike. Keras's documentation says of the licence: ported
 * from the ones released by VGG at Oxford under the Creative Commons Attribution License; VGG's own page names version 4.0.
 */
final class PublishedWeights {
    private static final String BASE = "https://storage.googleapis.com/tensorflow/keras-applications/";

    private PublishedWeights() {}

    /** All weights of a backbone, the default first. */
    static List<WeightsDescriptor> of(String backbone) {
        return switch (backbone) {
            case "vgg16" -> List.of(imagenet(backbone, 58_889_256, "6d6bbae143d832006294945121d1f1fc"));
            case "vgg19" -> List.of(imagenet(backbone, 80_134_624, "253f8cb515780f3b799900260a226db6"));
            default -> List.of();
        };
    }

    private static WeightsDescriptor imagenet(String backbone, long bytes, String md5) {
        return new WeightsDescriptor(
                "imagenet",
                "Classification of ImageNet-1k (1.28 M photographs)",
                new WeightsLocation.Published(
                        URI.create(BASE + backbone + "/" + backbone + "_weights_tf_dim_ordering_tf_kernels_notop.h5")),
                bytes,
                Checksum.md5(md5),
                "CC BY 4.0 (Visual Geometry Group, Oxford)",
                Preprocessing.CAFFE);
    }
}
