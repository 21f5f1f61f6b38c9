package dev.graft.feature;

import dev.graft.engine.Engine;
import dev.graft.engine.EngineChoice;
import dev.graft.engine.InferenceSession;
import dev.graft.error.GraftException;
import dev.graft.image.ImageDecoder;
import dev.graft.image.RgbImage;
import dev.graft.model.ModelDescription;
import dev.graft.model.TransferModel;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What a layer of a network gives for images, as one vector for each: to search by likeness, to cluster, or for other
 * learners. A feature map {@code [channels, height, width]} becomes the means of its channels, a layer of units stays as it
 * is. A vector does not depend on the images that are computed with it.
 *
 * <p>Safe to share between threads: images are decoded side by side, one thread computes at a time with all the engine's
 * threads.
 */
public final class FeatureExtractor implements AutoCloseable {
    /** Layers that an error names. */
    private static final int SHOWN = 8;

    private final ModelDescription description;
    private final ImageDecoder decoder = new ImageDecoder();
    private final Object lock = new Object();
    private final InferenceSession session;
    private boolean closed;

    /**
     * Opens a layer.
     *
     * @param model its parameters of now are used
     * @param layer a name of {@link ModelDescription#layerNames()}
     * @param engine computes
     * @throws GraftException if there is no such layer
     */
    public FeatureExtractor(TransferModel model, String layer, Engine engine) {
        this.description = model.description();
        requireLayer(description, layer);
        EngineChoice computing = engine.choose(model.graph(), description.inputShape(), List.of());
        this.session = computing.engine().inference(model.graph(), List.of(layer));
    }

    /** @throws GraftException if a network has no such layer */
    public static void requireLayer(ModelDescription network, String layer) {
        List<String> names = network.layerNames();
        if (!names.contains(layer)) {
            throw new GraftException("Found no layer '" + layer + "' in a network on " + network.backbone()
                    + ". Its last ones are "
                    + String.join(", ", names.subList(Math.max(0, names.size() - SHOWN), names.size()))
                    + "; name one of them or one before.");
        }
    }

    /**
     * Reads the bytes of an image file, resized to what the network takes.
     *
     * @param name which image, for error messages
     * @throws dev.graft.image.UnreadableImageException if it is no readable image
     */
    public RgbImage read(byte[] bytes, String name) {
        return decoder.decodeScaled(
                        bytes,
                        name,
                        description.inputShape().width(),
                        description.inputShape().height())
                .image();
    }

    /**
     * The vectors of some images.
     *
     * @param images of the network's input size, as {@link #read} gives
     * @return one vector for each, in order
     */
    public List<float[]> features(List<RgbImage> images) {
        List<float[]> features = new ArrayList<>();
        for (int from = 0; from < images.size(); from += FrozenExtractor.CHUNK) {
            chunk(images.subList(from, Math.min(images.size(), from + FrozenExtractor.CHUNK)), features);
        }
        return features;
    }

    /** Chunks are filled up, for an engine may compute batches of other sizes in another order. */
    private void chunk(List<RgbImage> images, List<float[]> features) {
        List<RgbImage> filledUp = new ArrayList<>(images);
        while (filledUp.size() < FrozenExtractor.CHUNK) {
            filledUp.add(images.get(0));
        }
        float[][] rows = rows(filledUp);
        for (int i = 0; i < images.size(); i++) {
            features.add(rows[i]);
        }
    }

    private float[][] rows(List<RgbImage> images) {
        synchronized (lock) {
            if (closed) {
                throw new IllegalStateException("The feature extractor is closed.");
            }
            try (INDArray output = session.run(description.batch(images))[0]) {
                if (output.rank() == 2) {
                    return output.toFloatMatrix();
                }
                try (INDArray means = output.mean(2, 3)) {
                    return means.toFloatMatrix();
                }
            }
        }
    }

    @Override
    public void close() {
        synchronized (lock) {
            closed = true;
            session.close();
        }
    }
}
