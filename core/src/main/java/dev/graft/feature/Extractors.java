package dev.graft.feature;

import dev.graft.data.ImageDataset;
import dev.graft.image.DecodedPictures;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Makes what computes features.
 *
 * @param kept decoded pictures, shared by all
 * @param threads for decoding and augmentation
 */
record Extractors(ImageDataset dataset, DecodedPictures kept, int threads) {
    /** Computes the cut of one network. */
    FrozenExtractor of(FrozenNetwork network) {
        return of(List.of(network), new LinkedHashSet<>(network.cutKeys()));
    }

    /**
     * Computes feature maps of several networks that see the same images.
     *
     * @param wanted their keys
     */
    FrozenExtractor of(List<FrozenNetwork> networks, Set<String> wanted) {
        return new FrozenExtractor(
                networks.get(0).model().description(), dataset, JoinedNetwork.of(networks, wanted), kept, threads);
    }
}
