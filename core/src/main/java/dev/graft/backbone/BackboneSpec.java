package dev.graft.backbone;

import dev.graft.error.GraftException;
import dev.graft.graph.InputShape;
import dev.graft.preprocess.Preprocessing;
import dev.graft.weights.WeightsDescriptor;
import java.util.List;
import java.util.Optional;

/**
 * What a backbone is, without building it.
 *
 * @param id unique, lower case, for example {@code efficientnet-b0}
 * @param family for example {@code EfficientNet}
 * @param defaultSize side of the square input it was designed for, in pixels
 * @param minimumSize smallest side it accepts, in pixels
 * @param preprocessing what its weights expect
 * @param featureChannels channels of its feature map
 * @param layers number of layers as Keras counts them, the input included
 * @param parameters number of parameters as Keras counts them, running statistics included
 * @param weights published weights, the default first; empty if it is only trained from scratch
 * @param citation the paper
 */
public record BackboneSpec(
        String id,
        String family,
        int defaultSize,
        int minimumSize,
        Preprocessing preprocessing,
        int featureChannels,
        int layers,
        long parameters,
        List<WeightsDescriptor> weights,
        String citation) {
    private static final int RGB = 3;

    public BackboneSpec {
        weights = List.copyOf(weights);
    }

    /** Weights that travel inside a jar and need no network, if there are any. */
    public Optional<WeightsDescriptor> bundledWeights() {
        return weights.stream().filter(WeightsDescriptor::bundled).findFirst();
    }

    /**
     * Checks the shape of images: red, green and blue, of any size from the smallest on, odd and oblong ones too.
     *
     * @throws GraftException if the backbone cannot take them
     */
    public void requireAccepts(InputShape images) {
        if (images.channels() != RGB) {
            throw new GraftException("The backbone " + id + " takes images of " + RGB + " channels, found "
                    + images.channels() + ". Repeat the grey channel; Graft's own loader does that.");
        }
        if (Math.min(images.height(), images.width()) < minimumSize) {
            throw new GraftException("Images of " + images.height() + " x " + images.width()
                    + " pixels are too small for " + id + ", which needs at least " + minimumSize + " x " + minimumSize
                    + ". Choose a larger size.");
        }
    }
}
