package dev.graft.feature;

import dev.graft.augmentation.ImageMixing;
import dev.graft.augmentation.MixedImage;
import dev.graft.data.ImageLoader;
import dev.graft.data.RgbImage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Pictures on their way into the network, in order. Where images are mixed, each takes the next one of its batch for
 * partner, the last one the first: batches are shuffled anew in every epoch, so pairs are too.
 */
final class ShownPictures implements Iterator<RgbImage>, AutoCloseable {
    private final ImageLoader loader;
    private final List<Shown> order;
    private final int batchSize;
    private final Optional<ImageMixing> mixing;
    private final double[] shares;
    private final Deque<RgbImage> mixed = new ArrayDeque<>();
    private int mixedSoFar;

    /**
     * @param loader gives the pictures of {@code order}; is closed with this
     * @param batchSize images that are mixed among each other
     */
    ShownPictures(ImageLoader loader, List<Shown> order, int batchSize, Optional<ImageMixing> mixing) {
        this.loader = loader;
        this.order = order;
        this.batchSize = batchSize;
        this.mixing = mixing;
        this.shares = new double[order.size()];
    }

    @Override
    public boolean hasNext() {
        return !mixed.isEmpty() || loader.hasNext();
    }

    @Override
    public RgbImage next() {
        if (mixing.isEmpty()) {
            return loader.next().image();
        }
        if (mixed.isEmpty()) {
            mixBatch(mixing.get());
        }
        return mixed.remove();
    }

    private void mixBatch(ImageMixing how) {
        List<RgbImage> batch = new ArrayList<>();
        while (batch.size() < batchSize && loader.hasNext()) {
            batch.add(loader.next().image());
        }
        for (int i = 0; i < batch.size(); i++) {
            long seed = ~order.get(mixedSoFar + i).seed().orElseThrow();
            MixedImage result = how.mix(batch.get(i), batch.get((i + 1) % batch.size()), seed);
            mixed.add(result.image());
            shares[mixedSoFar + i] = result.share();
        }
        mixedSoFar += batch.size();
    }

    /**
     * What the pictures of a batch that was handed out were mixed of.
     *
     * @param from position of its first picture, a multiple of the batch size
     */
    Optional<Mixture> mixture(int from, int size) {
        if (mixing.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Mixture(
                IntStream.range(0, size)
                        .mapToObj(i -> order.get(from + (i + 1) % size).index())
                        .toList(),
                IntStream.range(from, from + size).mapToObj(i -> shares[i]).toList()));
    }

    @Override
    public void close() {
        loader.close();
    }
}
