package dev.graft.feature;

import dev.graft.augmentation.ImageMixing;
import java.util.List;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Images in the order in which a network sees them. Where they are mixed, each takes the next one of its batch for partner,
 * the last one the first: batches are shuffled anew in every epoch, so pairs are too.
 *
 * @param batchSize images that are mixed among each other; the last batch may be smaller
 */
record ViewSequence(List<ImageView> order, int batchSize, Optional<ImageMixing> mixing) {
    ViewSequence {
        order = List.copyOf(order);
    }

    /** Images that are not mixed. */
    static ViewSequence unmixed(List<ImageView> order) {
        return new ViewSequence(order, 1, Optional.empty());
    }

    /** Where in the order an image's partner is. */
    int partner(int position) {
        int begin = position - position % batchSize;
        int size = Math.min(batchSize, order.size() - begin);
        return begin + (position - begin + 1) % size;
    }

    /** What tells apart pictures with other features, one per position. */
    List<String> keys() {
        return mixing.isEmpty()
                ? order.stream().map(ImageView::key).toList()
                : IntStream.range(0, order.size())
                        .mapToObj(i -> order.get(i).keyWith(order.get(partner(i))))
                        .toList();
    }

    /**
     * What the pictures of a batch are mixed of; empty if they are not.
     *
     * @param from position of its first picture, a multiple of the batch size
     * @param shares by position
     */
    Optional<Mixture> mixture(int from, int size, IntToDoubleFunction shares) {
        if (mixing.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Mixture(
                IntStream.range(from, from + size)
                        .mapToObj(i -> order.get(partner(i)).index())
                        .toList(),
                IntStream.range(from, from + size).mapToDouble(shares).boxed().toList()));
    }
}
