package dev.graft.feature;

import dev.graft.augmentation.ImageMixing;
import dev.graft.augmentation.MixedImage;
import dev.graft.data.ImageLoader;
import dev.graft.image.RgbImage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** Pictures on their way into the network, in order, mixed where they are to be. */
final class ViewIterator implements Iterator<RgbImage>, AutoCloseable {
    private final ImageLoader loader;
    private final ViewSequence showing;
    private final double[] shares;
    private final Deque<RgbImage> mixed = new ArrayDeque<>();
    private int mixedSoFar;

    /** @param loader gives the pictures of {@code showing}, not mixed yet; is closed with this */
    ViewIterator(ImageLoader loader, ViewSequence showing) {
        this.loader = loader;
        this.showing = showing;
        this.shares = new double[showing.order().size()];
    }

    @Override
    public boolean hasNext() {
        return !mixed.isEmpty() || loader.hasNext();
    }

    @Override
    public RgbImage next() {
        if (showing.mixing().isEmpty()) {
            return loader.next().image();
        }
        if (mixed.isEmpty()) {
            mixBatch(showing.mixing().get());
        }
        return mixed.remove();
    }

    private void mixBatch(ImageMixing how) {
        List<RgbImage> batch = new ArrayList<>();
        while (batch.size() < showing.batchSize() && loader.hasNext()) {
            batch.add(loader.next().image());
        }
        int begin = mixedSoFar;
        for (int i = 0; i < batch.size(); i++) {
            RgbImage partner = batch.get(showing.partner(begin + i) - begin);
            MixedImage result = how.mix(
                    batch.get(i), partner, ~showing.order().get(begin + i).seed());
            mixed.add(result.image());
            shares[begin + i] = result.share();
        }
        mixedSoFar += batch.size();
    }

    /** How much of its label is an image's own, 0 to 1; known when its picture was handed out. */
    double share(int position) {
        return shares[position];
    }

    /**
     * What the pictures of a batch that was handed out were mixed of.
     *
     * @param from position of its first picture, a multiple of the batch size
     */
    Optional<Mixture> mixture(int from, int size) {
        return showing.mixture(from, size, this::share);
    }

    @Override
    public void close() {
        loader.close();
    }
}
