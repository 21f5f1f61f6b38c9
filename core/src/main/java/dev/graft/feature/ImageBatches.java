package dev.graft.feature;

import dev.graft.image.RgbImage;
import dev.graft.model.ModelDescription;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Images themselves: the batches of a network that learns from its input on. */
final class ImageBatches implements FeatureSource.Batches {
    private final ModelDescription input;
    private final ViewIterator pictures;
    private final int batchSize;
    private int delivered;
    private int last;

    /**
     * @param input says how images are preprocessed and sized
     * @param pictures in order; closed with this
     */
    ImageBatches(ModelDescription input, ViewIterator pictures, int batchSize) {
        this.input = input;
        this.pictures = pictures;
        this.batchSize = batchSize;
    }

    @Override
    public boolean hasNext() {
        return pictures.hasNext();
    }

    @Override
    public FeatureBatch next() {
        List<RgbImage> images = new ArrayList<>();
        while (images.size() < batchSize && pictures.hasNext()) {
            images.add(pictures.next());
        }
        last = images.size();
        delivered += last;
        return new FeatureBatch.Images(input.batch(images));
    }

    @Override
    public Optional<Mixture> mixture() {
        return pictures.mixture(delivered - last, last);
    }

    @Override
    public void close() {
        pictures.close();
    }
}
