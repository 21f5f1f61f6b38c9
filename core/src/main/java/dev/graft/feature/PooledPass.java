package dev.graft.feature;

import dev.graft.backbone.BackboneSpec;
import dev.graft.data.ImageDataset;
import dev.graft.data.ImageLoader;
import dev.graft.data.ImageSample;
import dev.graft.data.LoadOptions;
import dev.graft.engine.Engine;
import dev.graft.engine.EngineChoice;
import dev.graft.engine.InferenceSession;
import dev.graft.error.GraftException;
import dev.graft.graph.InputShape;
import dev.graft.image.RgbImage;
import dev.graft.model.BackboneOutline;
import dev.graft.model.TransferModel;
import dev.graft.preprocess.Preprocessing;
import dev.graft.progress.Progress;
import dev.graft.provenance.GraftVersion;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.commons.codec.digest.DigestUtils;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * One pass of images through a network, of which the means of some feature maps over their positions are kept, image by image.
 * An interrupted pass goes on where it was.
 *
 * @param images all of them
 * @param cache where the means are kept, in a file if it has a directory
 * @param threads for decoding
 * @param progress told about every image that is computed
 */
public record PooledPass(ImageDataset images, FeatureCache cache, int threads, Progress progress) {
    /**
     * Means of feature maps.
     *
     * @param rows for each image, the means of one map after the other
     * @param computed how many rows were not there yet
     * @param seconds that those took, without building the network
     */
    public record Pooled(float[][] rows, int computed, double seconds) {}

    /**
     * Names means by all that determines them besides the image: as {@code FeatureKeys} names feature maps, but by what the
     * weights are instead of their values, so that no network need be built to find what is there.
     *
     * @param weights what they are; for random ones with their seed
     * @param maps names of the layers
     * @return SHA-256, lower-case hexadecimal
     */
    public static String key(
            BackboneSpec spec,
            BackboneOutline outline,
            String weights,
            Preprocessing preprocessing,
            InputShape shape,
            Engine engine,
            List<String> maps) {
        return DigestUtils.sha256Hex(String.join(
                "\0",
                "means-1",
                FeatureKeys.PIXELS,
                GraftVersion.text(),
                spec.id(),
                outline.layers().toString(),
                weights,
                preprocessing.id(),
                shape.toString(),
                engine.describe(),
                maps.toString()));
    }

    /**
     * The means of all images.
     *
     * @param key of {@link #key}
     * @param columns channels of all maps together
     * @param network is built if a row is missing, and closed
     * @param engine computes
     * @param maps names of the layers
     * @throws GraftException if an image cannot be read, or the thread is interrupted; what is done is kept
     */
    public Pooled run(String key, int columns, Supplier<TransferModel> network, Engine engine, List<String> maps) {
        List<ImageSample> samples = images.samples();
        Set<String> hashes = samples.stream().map(ImageSample::contentHash).collect(Collectors.toSet());
        try (FeatureStore store =
                cache.open(key, columns, hashes, 0).orElseGet(() -> new MemoryFeatureStore(columns))) {
            List<Integer> missing = IntStream.range(0, samples.size())
                    .filter(i -> !store.contains(samples.get(i).contentHash()))
                    .boxed()
                    .toList();
            double seconds = missing.isEmpty() ? 0 : compute(store, missing, network, engine, maps);
            float[][] rows = new float[samples.size()][columns];
            for (int i = 0; i < rows.length; i++) {
                store.get(samples.get(i).contentHash(), 0, FloatBuffer.wrap(rows[i]));
            }
            return new Pooled(rows, missing.size(), seconds);
        }
    }

    private double compute(
            FeatureStore store,
            List<Integer> missing,
            Supplier<TransferModel> network,
            Engine engine,
            List<String> maps) {
        try (TransferModel model = network.get()) {
            EngineChoice choice =
                    engine.choose(model.graph(), model.description().inputShape(), List.of());
            InputShape shape = model.description().inputShape();
            LoadOptions options = LoadOptions.size(shape.width(), shape.height())
                    .withThreads(threads)
                    .withLookAhead(2 * FrozenExtractor.CHUNK)
                    .withProgress(progress);
            try (InferenceSession session = choice.engine().inference(model.graph(), maps);
                    ImageLoader loader = new ImageLoader(images, missing, options)) {
                long start = System.nanoTime();
                for (int done = 0; loader.hasNext(); done += FrozenExtractor.CHUNK) {
                    chunk(
                            store,
                            missing.subList(done, Math.min(missing.size(), done + FrozenExtractor.CHUNK)),
                            loader,
                            model,
                            session);
                }
                return (System.nanoTime() - start) / 1e9;
            }
        }
    }

    /** Chunks are filled up, so that an image's means do not depend on how many are computed with it. */
    private void chunk(
            FeatureStore store,
            List<Integer> indices,
            ImageLoader loader,
            TransferModel model,
            InferenceSession session) {
        List<RgbImage> pictures = new ArrayList<>();
        for (int i = 0; i < indices.size(); i++) {
            pictures.add(loader.next().image());
        }
        while (pictures.size() < FrozenExtractor.CHUNK) {
            pictures.add(pictures.get(0));
        }
        List<float[][]> means = new ArrayList<>();
        for (INDArray map : session.run(model.description().batch(pictures))) {
            try (INDArray mean = map.mean(2, 3)) {
                means.add(mean.toFloatMatrix());
            } finally {
                map.close();
            }
        }
        for (int i = 0; i < indices.size(); i++) {
            int row = i;
            store.put(
                    images.samples().get(indices.get(i)).contentHash(),
                    values -> means.forEach(mean -> values.put(mean[row])));
        }
    }
}
