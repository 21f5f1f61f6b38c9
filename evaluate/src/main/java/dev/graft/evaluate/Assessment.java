package dev.graft.evaluate;

import dev.graft.metrics.Bootstrap;
import dev.graft.metrics.CalibrationBin;
import dev.graft.metrics.DecisionCurve;
import dev.graft.metrics.Evaluation;
import dev.graft.metrics.Prediction;
import dev.graft.metrics.PredictiveValues;
import dev.graft.metrics.Recalibration;
import dev.graft.metrics.RocArea;
import java.util.List;

/**
 * How good predictions of images, or of groups, are.
 *
 * @param evaluation all figures
 * @param area under the ROC curve of the positive class, with DeLong's variance
 * @param recalibration what its probabilities would have to be corrected by
 * @param expectedCalibrationError mean distance of probability and share over the bins of the calibration curve, 0..1
 * @param decisions what deciding by the model is worth
 * @param predictiveValues what its calls mean at other prevalences, by rising prevalence
 */
public record Assessment(
        Evaluation evaluation,
        RocArea area,
        Recalibration recalibration,
        double expectedCalibrationError,
        DecisionCurve decisions,
        List<PredictiveValues> predictiveValues) {
    public Assessment {
        predictiveValues = List.copyOf(predictiveValues);
    }

    /**
     * Measures.
     *
     * @param predictions with known classes
     * @param bootstrap how intervals are found, and which cases belong together
     * @param prevalences at which predictive values are told
     */
    public static Assessment of(
            List<Prediction> predictions,
            int classCount,
            int positiveClass,
            Bootstrap bootstrap,
            List<Double> prevalences) {
        Evaluation evaluation = Evaluation.of(predictions, classCount, positiveClass, bootstrap);
        return new Assessment(
                evaluation,
                RocArea.of(predictions, positiveClass, bootstrap),
                Recalibration.of(predictions, positiveClass, bootstrap),
                CalibrationBin.expectedError(evaluation.calibration()),
                DecisionCurve.of(predictions, positiveClass),
                prevalences.stream()
                        .map(share -> PredictiveValues.of(share, evaluation.figures()))
                        .toList());
    }
}
