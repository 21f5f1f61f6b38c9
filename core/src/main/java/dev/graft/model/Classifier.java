package dev.graft.model;

import dev.graft.data.ImageDecoder;
import dev.graft.data.RgbImage;
import dev.graft.engine.Engine;
import dev.graft.engine.InferenceSession;
import dev.graft.graph.InputShape;
import dev.graft.metrics.Prediction;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Classifies images with a trained model. Safe to share between threads: one computes at a time. */
public final class Classifier implements AutoCloseable {
    private static final int BATCH = 16;

    private final ModelDescription description;
    private final ImageDecoder decoder = new ImageDecoder();
    private final InferenceSession session;

    /**
     * @param model its parameters of now are used
     * @param engine computes
     */
    public Classifier(TransferModel model, Engine engine) {
        this.description = model.description();
        this.session =
                engine.inference(model.graph(), model.graph().getConfiguration().getNetworkOutputs());
    }

    /** Names of the classes, in the order of the probabilities. */
    public List<String> classNames() {
        return description.classNames();
    }

    /**
     * Classifies image files.
     *
     * @return one prediction per file, in order, with the path as name and unknown true class
     * @throws dev.graft.data.UnreadableImageException for a file that is no readable image
     */
    public List<Prediction> predict(List<Path> files) {
        List<Prediction> predictions = new ArrayList<>();
        InputShape shape = description.inputShape();
        for (int from = 0; from < files.size(); from += BATCH) {
            List<Path> batch = files.subList(from, Math.min(files.size(), from + BATCH));
            List<RgbImage> images = batch.stream()
                    .map(file -> decoder.decode(file, shape.width(), shape.height()))
                    .toList();
            List<List<Double>> probabilities = probabilities(images);
            for (int i = 0; i < batch.size(); i++) {
                predictions.add(new Prediction(batch.get(i).toString(), -1, probabilities.get(i)));
            }
        }
        return predictions;
    }

    /**
     * Classifies decoded images.
     *
     * @param images of the model's input size
     * @return probabilities per class, one list per image
     */
    public List<List<Double>> probabilities(List<RgbImage> images) {
        INDArray batch = description.batch(images);
        INDArray result;
        synchronized (session) {
            result = session.run(batch)[0];
        }
        List<List<Double>> rows = new ArrayList<>();
        for (int row = 0; row < images.size(); row++) {
            List<Double> values = new ArrayList<>();
            for (int c = 0; c < description.classNames().size(); c++) {
                values.add(result.getDouble(row, c));
            }
            rows.add(values);
        }
        return rows;
    }

    @Override
    public void close() {
        session.close();
    }
}
