package dev.graft.feature;

import dev.graft.augmentation.AugmentationPlan;
import dev.graft.augmentation.ImageMixing;
import dev.graft.data.DecodedPictures;
import dev.graft.data.ImageDataset;
import dev.graft.data.ImageLoader;
import dev.graft.data.LoadOptions;
import dev.graft.data.RgbImage;
import dev.graft.engine.Engine;
import dev.graft.engine.InferenceSession;
import dev.graft.model.TransferModel;
import dev.graft.progress.Progress;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiConsumer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Runs images through frozen layers.
 *
 * <p>Always in chunks of one size, the last one filled up: oneDNN may choose another algorithm for another batch size,
 * and then the same image would have features that differ in the last bits. So features do not depend on which images
 * are asked for together.
 */
final class FrozenExtractor implements AutoCloseable {
    static final int CHUNK = 16;

    private final TransferModel model;
    private final ImageDataset dataset;
    private final AugmentationPlan plan;
    private final DecodedPictures kept;
    private final int threads;
    private final InferenceSession session;

    /**
     * @param kept decoded pictures at the model's input size
     * @param threads for decoding and augmentation
     */
    FrozenExtractor(
            TransferModel model,
            ImageDataset dataset,
            AugmentationPlan plan,
            Engine engine,
            List<String> vertices,
            DecodedPictures kept,
            int threads) {
        this.model = model;
        this.dataset = dataset;
        this.plan = plan;
        this.kept = kept;
        this.threads = threads;
        this.session = engine.inference(model.graph(), vertices);
    }

    /**
     * Computes features in order.
     *
     * @param consumer gets an image and, per vertex, its values
     */
    void run(List<Shown> order, Progress progress, BiConsumer<Shown, float[][]> consumer) {
        try (ShownPictures pictures = pictures(order, CHUNK, Optional.empty(), progress)) {
            int done = 0;
            while (pictures.hasNext()) {
                Chunk chunk = next(pictures);
                float[][] arrays = chunk.compute();
                for (int i = 0; i < chunk.size; i++, done++) {
                    consumer.accept(order.get(done), rows(arrays, i));
                }
            }
        }
    }

    /** Decodes and augments. */
    ShownPictures pictures(List<Shown> order, int batchSize, Optional<ImageMixing> mixing, Progress progress) {
        var shape = model.description().inputShape();
        LoadOptions options = LoadOptions.size(shape.width(), shape.height())
                .withThreads(threads)
                .withLookAhead(2 * CHUNK)
                .withProgress(progress);
        List<Integer> indices = order.stream().map(Shown::index).toList();
        ImageLoader loader = new ImageLoader(
                dataset, indices, options, kept, (position, picture) -> shown(picture, order.get(position)));
        return new ShownPictures(loader, order, batchSize, mixing);
    }

    private RgbImage shown(RgbImage picture, Shown how) {
        OptionalLong seed = how.seed();
        return seed.isEmpty() ? picture : plan.augmentation().apply(picture, seed.getAsLong());
    }

    /** Takes up to one chunk of images. */
    Chunk next(Iterator<RgbImage> pictures) {
        Chunk chunk = new Chunk();
        while (chunk.size < CHUNK && pictures.hasNext()) {
            chunk.add(pictures.next());
        }
        return chunk;
    }

    private static float[][] rows(float[][] arrays, int index) {
        float[][] rows = new float[arrays.length][];
        for (int v = 0; v < arrays.length; v++) {
            int length = arrays[v].length / CHUNK;
            rows[v] = Arrays.copyOfRange(arrays[v], index * length, (index + 1) * length);
        }
        return rows;
    }

    @Override
    public void close() {
        session.close();
    }

    /** Some images on their way through the network. */
    final class Chunk {
        private final int imageFloats;
        private final float[] pixels;
        private int size;

        Chunk() {
            var shape = model.description().inputShape();
            this.imageFloats = shape.channels() * shape.height() * shape.width();
            this.pixels = new float[CHUNK * imageFloats];
        }

        void add(RgbImage image) {
            model.description().preprocessing().write(image, pixels, size * imageFloats);
            size++;
        }

        int size() {
            return size;
        }

        /** Per vertex the values of the whole chunk; rows beyond {@link #size()} are meaningless. */
        float[][] compute() {
            var shape = model.description().inputShape();
            INDArray images =
                    Nd4j.createFromArray(pixels).reshape(CHUNK, shape.channels(), shape.height(), shape.width());
            INDArray[] outputs = session.run(images);
            float[][] values = new float[outputs.length][];
            for (int v = 0; v < outputs.length; v++) {
                INDArray ordered =
                        outputs[v].ordering() == 'c' && !outputs[v].isView() ? outputs[v] : outputs[v].dup('c');
                values[v] = ordered.data().asFloat();
                ordered.close();
            }
            images.close();
            return values;
        }
    }
}
