package dev.graft.feature;

import dev.graft.image.RgbImage;
import dev.graft.model.ModelDescription;
import dev.graft.progress.Progress;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Runs images through frozen layers.
 *
 * <p>Always in chunks of one size, the last one filled up: oneDNN may choose another algorithm for another batch size,
 * and then the same image would have features that differ in the last bits. So features do not depend on which images
 * are asked for together.
 */
final class FrozenExtractor implements AutoCloseable {
    static final int CHUNK = 16;

    private final ModelDescription input;
    private final JoinedNetwork network;
    private final Extractors extractors;

    /**
     * @param input says how images are preprocessed and sized
     * @param network is closed with this
     * @param extractors decode
     */
    FrozenExtractor(ModelDescription input, JoinedNetwork network, Extractors extractors) {
        this.input = input;
        this.network = network;
        this.extractors = extractors;
    }

    /** Is told about one image at a time. */
    interface Rows {
        /**
         * Takes an image's features.
         *
         * @param position in the order asked for
         * @param maps of the image's chunk; gone afterwards
         * @param image index of the image in {@code maps}
         * @param share how much of its label is its own, 0 to 1; 0 where images are not mixed
         */
        void take(int position, FeatureMaps maps, int image, double share);
    }

    /** Keys of the feature maps, in the order of their values. */
    List<String> keys() {
        return network.wanted();
    }

    /** Computes features in order. */
    void run(ViewSequence showing, Progress progress, Rows rows) {
        try (ViewIterator pictures = pictures(showing, progress)) {
            int done = 0;
            while (pictures.hasNext()) {
                Chunk chunk = next(pictures);
                try (FeatureMaps maps = chunk.compute()) {
                    for (int i = 0; i < chunk.size(); i++, done++) {
                        rows.take(done, maps, i, pictures.share(done));
                    }
                }
            }
        }
    }

    /** Decodes, augments and mixes. */
    ViewIterator pictures(ViewSequence showing, Progress progress) {
        return extractors.pictures(input.inputShape(), showing, progress);
    }

    /** Takes up to one chunk of images. */
    Chunk next(Iterator<RgbImage> pictures) {
        List<RgbImage> images = new ArrayList<>();
        while (images.size() < CHUNK && pictures.hasNext()) {
            images.add(pictures.next());
        }
        return new Chunk(images);
    }

    @Override
    public void close() {
        network.close();
    }

    /** Some images on their way through the network, at least one. */
    final class Chunk {
        private final List<RgbImage> images;

        private Chunk(List<RgbImage> images) {
            this.images = images;
        }

        int size() {
            return images.size();
        }

        /** Feature maps of the whole chunk; images beyond {@link #size()} are meaningless. The caller closes them. */
        FeatureMaps compute() {
            List<RgbImage> filledUp = new ArrayList<>(images);
            while (filledUp.size() < CHUNK) {
                filledUp.add(images.get(0));
            }
            return network.compute(input.batch(filledUp));
        }
    }
}
