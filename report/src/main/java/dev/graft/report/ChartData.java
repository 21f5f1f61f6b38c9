package dev.graft.report;

import dev.graft.metrics.CalibrationBin;
import dev.graft.metrics.RocPoint;
import dev.graft.result.ShownPart;
import dev.graft.result.TrainingResult;
import dev.graft.train.EpochRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What the page's script draws. Undefined and infinite values are null: gaps in a curve.
 *
 * @param epochs number of each epoch within its phase
 * @param phaseStarts position of the first epoch of each phase, counted from 0
 * @param best position of the best epoch, or -1
 * @param trainInferenceLoss of the train part in inference mode; empty where it was not measured
 * @param trainInferenceAccuracy likewise
 * @param baseline validation accuracy of always answering the most frequent class, or null
 * @param roc false positive rate, true positive rate and threshold of each point
 * @param calibration mean probability, positive share and number of images of each bin
 */
record ChartData(
        List<Integer> epochs,
        List<Integer> phaseStarts,
        int best,
        List<@Nullable Double> trainLoss,
        List<@Nullable Double> validationLoss,
        List<@Nullable Double> trainAccuracy,
        List<@Nullable Double> validationAccuracy,
        List<@Nullable Double> trainInferenceLoss,
        List<@Nullable Double> trainInferenceAccuracy,
        @Nullable Double baseline,
        List<List<@Nullable Double>> roc,
        List<List<Double>> calibration) {
    /** Points that a ROC curve keeps: more than a screen can show, and few enough for a small page. */
    private static final int MAX_ROC_POINTS = 500;

    static ChartData of(TrainingResult result) {
        List<EpochRecord> epochs = result.history().epochs();
        List<EpochRecord> measured = result.history().hasTrainInference() ? epochs : List.of();
        ShownPart shown = ShownPart.of(result);
        return new ChartData(
                epochs.stream().map(EpochRecord::epoch).toList(),
                IntStream.range(0, epochs.size())
                        .filter(i -> i == 0
                                || epochs.get(i).phase() != epochs.get(i - 1).phase())
                        .boxed()
                        .toList(),
                result.history().best().map(epochs::indexOf).orElse(-1),
                column(epochs, EpochRecord::trainLoss),
                column(epochs, EpochRecord::validationLoss),
                column(epochs, EpochRecord::trainAccuracy),
                column(epochs, EpochRecord::validationAccuracy),
                column(measured, EpochRecord::trainInferenceLoss),
                column(measured, EpochRecord::trainInferenceAccuracy),
                finite(new ShownPart(ShownPart.Kind.VALIDATION, result.validation()).baseline())
                        .orElse(null),
                roc(shown.evaluation().roc()),
                shown.evaluation().calibration().stream().map(ChartData::values).toList());
    }

    private static List<@Nullable Double> column(List<EpochRecord> epochs, ToDoubleFunction<EpochRecord> value) {
        List<@Nullable Double> column = new ArrayList<>();
        epochs.forEach(e -> column.add(finite(value.applyAsDouble(e)).orElse(null)));
        return column;
    }

    static List<List<@Nullable Double>> roc(List<RocPoint> points) {
        int last = points.size() - 1;
        int step = 1 + last / MAX_ROC_POINTS;
        return IntStream.rangeClosed(0, last)
                .filter(i -> i % step == 0 || i == last)
                .mapToObj(i -> values(points.get(i)))
                .toList();
    }

    private static List<@Nullable Double> values(RocPoint p) {
        List<@Nullable Double> values = new ArrayList<>();
        values.add(finite(p.falsePositiveRate()).orElse(null));
        values.add(finite(p.truePositiveRate()).orElse(null));
        values.add(finite(p.threshold()).orElse(null));
        return values;
    }

    static List<Double> values(CalibrationBin bin) {
        return List.of(round(bin.meanProbability()), round(bin.positiveShare()), (double) bin.images());
    }

    static Optional<Double> finite(double value) {
        return Double.isFinite(value) ? Optional.of(round(value)) : Optional.empty();
    }

    /** Seven digits: more than a chart shows, half the size. */
    private static double round(double value) {
        return Double.parseDouble(Float.toString((float) value));
    }
}
