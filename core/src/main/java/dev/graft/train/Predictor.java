package dev.graft.train;

import dev.graft.data.ImageDataset;
import dev.graft.feature.FeatureBatch;
import dev.graft.feature.FeatureSource;
import dev.graft.metrics.Prediction;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Classifies parts of a data set in inference mode.
 *
 * @param batchSize images at a time
 */
record Predictor(ImageDataset dataset, int batchSize) {
    /** Mean cross-entropy and share of right answers; NaN for no images, or if an answer is no finite number. */
    record Score(double loss, double accuracy) {
        static final Score NONE = new Score(Double.NaN, Double.NaN);

        static Score of(List<Prediction> predictions) {
            if (!allFinite(predictions)) {
                return NONE;
            }
            double loss = 0;
            int correct = 0;
            for (Prediction prediction : predictions) {
                loss -= Math.log(Math.max(prediction.probabilities().get(prediction.actual()), Double.MIN_NORMAL));
                correct += prediction.correct() ? 1 : 0;
            }
            return new Score(loss / predictions.size(), (double) correct / predictions.size());
        }
    }

    /** Whether every probability is a finite number. */
    static boolean allFinite(List<Prediction> predictions) {
        return predictions.stream().map(Prediction::probabilities).allMatch(Predictor::finite);
    }

    private static boolean finite(List<Double> probabilities) {
        return probabilities.stream().allMatch(Double::isFinite);
    }

    /** One prediction per image, in order. */
    List<Prediction> predict(
            FeatureSource source, List<Integer> indices, Function<FeatureBatch, INDArray> probabilities) {
        List<Prediction> predictions = new ArrayList<>();
        try (FeatureSource.Batches batches = source.batches(indices, batchSize)) {
            while (batches.hasNext()) {
                Interruption.check();
                INDArray result;
                try (FeatureBatch features = batches.next()) {
                    result = probabilities.apply(features);
                }
                for (int row = 0; row < result.rows(); row++) {
                    var sample = dataset.samples().get(indices.get(predictions.size()));
                    predictions.add(new Prediction(sample.name(), sample.label(), row(result, row)));
                }
                NativeArrays.release(result);
            }
        }
        return predictions;
    }

    private static List<Double> row(INDArray probabilities, int row) {
        List<Double> values = new ArrayList<>();
        for (int c = 0; c < probabilities.columns(); c++) {
            values.add(probabilities.getDouble(row, c));
        }
        return values;
    }
}
