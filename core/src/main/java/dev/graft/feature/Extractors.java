package dev.graft.feature;

import dev.graft.data.ImageDataset;
import dev.graft.data.ImageLoader;
import dev.graft.data.LoadOptions;
import dev.graft.graph.InputShape;
import dev.graft.image.DecodedPictures;
import dev.graft.progress.Progress;
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
        return new FrozenExtractor(networks.get(0).model().description(), JoinedNetwork.of(networks, wanted), this);
    }

    /** Decodes, augments and mixes. */
    ViewIterator pictures(InputShape size, ViewSequence showing, Progress progress) {
        LoadOptions options = LoadOptions.size(size.width(), size.height())
                .withThreads(threads)
                .withLookAhead(2 * FrozenExtractor.CHUNK)
                .withProgress(progress);
        List<ImageView> order = showing.order();
        List<Integer> indices = order.stream().map(ImageView::index).toList();
        ImageLoader loader = new ImageLoader(
                dataset,
                indices,
                options,
                kept,
                (position, picture) -> order.get(position).of(picture));
        return new ViewIterator(loader, showing);
    }
}
