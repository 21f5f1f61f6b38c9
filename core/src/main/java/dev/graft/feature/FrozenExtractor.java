package dev.graft.feature;

import dev.graft.data.ImageDataset;
import dev.graft.data.ImageLoader;
import dev.graft.data.LoadOptions;
import dev.graft.data.LoadedImage;
import dev.graft.engine.Engine;
import dev.graft.engine.InferenceSession;
import dev.graft.model.TransferModel;
import dev.graft.progress.Progress;
import java.util.Arrays;
import java.util.List;
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
    private final int threads;
    private final InferenceSession session;

    FrozenExtractor(TransferModel model, ImageDataset dataset, Engine engine, List<String> vertices, int threads) {
        this.model = model;
        this.dataset = dataset;
        this.threads = threads;
        this.session = engine.inference(model.graph(), vertices);
    }

    /**
     * Computes features in order.
     *
     * @param order indices into the samples
     * @param consumer gets an index and, per vertex, its values
     */
    void run(List<Integer> order, Progress progress, BiConsumer<Integer, float[][]> consumer) {
        try (ImageLoader loader = loader(order, progress)) {
            while (loader.hasNext()) {
                Chunk chunk = next(loader);
                float[][] arrays = chunk.compute();
                for (int i = 0; i < chunk.size; i++) {
                    consumer.accept(chunk.indices[i], rows(arrays, i));
                }
            }
        }
    }

    ImageLoader loader(List<Integer> order, Progress progress) {
        var shape = model.description().inputShape();
        return new ImageLoader(
                dataset,
                order,
                LoadOptions.size(shape.width(), shape.height())
                        .withThreads(threads)
                        .withLookAhead(2 * CHUNK)
                        .withProgress(progress));
    }

    /** Takes up to one chunk of images. */
    Chunk next(ImageLoader loader) {
        Chunk chunk = new Chunk();
        while (chunk.size < CHUNK && loader.hasNext()) {
            chunk.add(loader.next());
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
        private final int[] indices = new int[CHUNK];
        private int size;

        Chunk() {
            var shape = model.description().inputShape();
            this.imageFloats = shape.channels() * shape.height() * shape.width();
            this.pixels = new float[CHUNK * imageFloats];
        }

        void add(LoadedImage image) {
            model.description().preprocessing().write(image.image(), pixels, size * imageFloats);
            indices[size] = image.index();
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
