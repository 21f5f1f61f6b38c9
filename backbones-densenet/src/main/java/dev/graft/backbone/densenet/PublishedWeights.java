package dev.graft.backbone.densenet;

import dev.graft.preprocess.Preprocessing;
import dev.graft.weights.Checksum;
import dev.graft.weights.WeightsDescriptor;
import dev.graft.weights.WeightsLocation;
import java.net.URI;
import java.util.List;

/**
 * The weights of {@code keras.applications} for this family, without top.
 *
 * <p>Address and MD5 are those in Keras 3.15's {@code densenet.py}. Keras does not state sizes; these are what it printed
 * while downloading, in published notebooks. Keras's documentation says of the licence: ported from the ones released under
 * the BSD 3-clause license.
 */
final class PublishedWeights {
    private static final String BASE = "https://storage.googleapis.com/tensorflow/keras-applications/densenet/";

    private PublishedWeights() {}

    /** All weights of a backbone, the default first. */
    static List<WeightsDescriptor> of(String backbone) {
        return switch (backbone) {
            case "densenet121" -> List.of(imagenet(backbone, 29_084_464, "30ee3e1110167f948a6b9946edeeb738"));
            case "densenet169" -> List.of(imagenet(backbone, 51_877_672, "b8c4d4c20dd625c148057b9ff1c1176b"));
            case "densenet201" -> List.of(imagenet(backbone, 74_836_368, "c13680b51ded0fb44dff2d8f86ac8bb1"));
            default -> List.of();
        };
    }

    private static WeightsDescriptor imagenet(String backbone, long bytes, String md5) {
        return new WeightsDescriptor(
                "imagenet",
                "Classification of ImageNet-1k (1.28 M photographs)",
                new WeightsLocation.Published(
                        URI.create(BASE + backbone + "_weights_tf_dim_ordering_tf_kernels_notop.h5")),
                bytes,
                Checksum.md5(md5),
                "BSD-3-Clause (the authors of DenseNet)",
                Preprocessing.TORCH);
    }
}
