package dev.graft.backbone.inception;

import dev.graft.preprocess.Preprocessing;
import dev.graft.weights.Checksum;
import dev.graft.weights.WeightsDescriptor;
import dev.graft.weights.WeightsLocation;
import java.net.URI;
import java.util.List;

/**
 * The weights of {@code keras.applications} for this family, without top.
 *
 * <p>Address and MD5 are those in Keras 3.15's {@code inception_v3.py}. Keras does not state the size; it is what Keras
 * printed while downloading, in many published notebooks alike. Keras's documentation says of the licence: released under
 * the Apache License (of github.com/tensorflow/models).
 */
final class PublishedWeights {
    private static final String BASE = "https://storage.googleapis.com/tensorflow/keras-applications/inception_v3/";

    private PublishedWeights() {}

    /** All weights of a backbone, the default first. */
    static List<WeightsDescriptor> of(String backbone) {
        if (!backbone.equals("inception-v3")) {
            return List.of();
        }
        return List.of(new WeightsDescriptor(
                "imagenet",
                "Classification of ImageNet-1k (1.28 M photographs)",
                new WeightsLocation.Published(
                        URI.create(BASE + "inception_v3_weights_tf_dim_ordering_tf_kernels_notop.h5")),
                87_910_968,
                Checksum.md5("bcbd6486424b2319ff4ef7d526e38f63"),
                "Apache-2.0",
                Preprocessing.TF));
    }
}
