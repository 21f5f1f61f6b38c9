package dev.graft.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.metrics.Evaluation;
import dev.graft.metrics.Prediction;
import dev.graft.result.Finding;
import dev.graft.train.EpochRecord;
import dev.graft.train.History;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FindingsTest {
    private static final List<String> CLASSES = List.of("normal", "stroke");
    private static final List<Integer> BALANCED = List.of(500, 500);
    private static final History LEARNING = history(0.7, 0.5, 0.4, 0.3, 0.28);

    @Test
    void aHealthyTrainingIsSilent() {
        assertThat(findings(LEARNING, evaluation(94, 6, 5, 95), CLASSES, BALANCED))
                .isEmpty();
    }

    @Test
    void noticesCollapse() {
        assertThat(findings(LEARNING, evaluation(0, 100, 0, 100), CLASSES, BALANCED))
                .singleElement()
                .asString()
                .contains("collapsed", "every one of the 200 validation images “stroke”");
    }

    @Test
    void answeringOneClassIsNoCollapseWhereOnlyThatOneOccurs() {
        assertThat(findings(LEARNING, evaluation(100, 0, 0, 0), CLASSES, BALANCED))
                .isEmpty();
    }

    @Test
    void noticesAccuracyAtChanceAndWhetherTheTrainingImagesWereLearnt() {
        Evaluation chance = evaluation(52, 48, 49, 51);

        assertThat(findings(history(0.70, 0.69, 0.69), chance, CLASSES, BALANCED))
                .singleElement()
                .asString()
                .contains("51.5 % is not clearly better than always answering “normal” (50.0 %)", "not learnt either");
        assertThat(findings(LEARNING, chance, CLASSES, BALANCED))
                .singleElement()
                .asString()
                .contains("does not carry over");
    }

    @Test
    void noticesOverfitting() {
        List<EpochRecord> epochs = new ArrayList<>();
        double[] validation = {0.6, 0.4, 0.45, 0.5, 0.62};
        for (int i = 0; i < validation.length; i++) {
            epochs.add(new EpochRecord(1, i + 1, 0.5 / (i + 1), 0.9, validation[i], 0.8, 0.01, 1));
        }
        Evaluation good = evaluation(94, 6, 5, 95);

        assertThat(findings(new History(epochs), good, CLASSES, BALANCED))
                .singleElement()
                .asString()
                .contains("Overfitting", "after epoch 2", "from 0.400 to 0.620");
        assertThat(findings(new History(epochs.subList(0, 4)), good, CLASSES, BALANCED))
                .hasSize(1);
        assertThat(findings(new History(epochs.subList(0, 3)), good, CLASSES, BALANCED))
                .as("one worse epoch is noise")
                .isEmpty();
    }

    @Test
    void aTrainingThatFellBackToGuessingHasLearntNothingByHeart() {
        List<EpochRecord> epochs = new ArrayList<>();
        double[] train = {4.4, 0.75, 0.71, 0.70, 0.695};
        double[] validation = {0.31, 0.66, 0.70, 0.69, 0.693};
        for (int i = 0; i < validation.length; i++) {
            epochs.add(new EpochRecord(1, i + 1, train[i], 0.5, validation[i], 0.5, 0.03, 1));
        }

        assertThat(findings(new History(epochs), evaluation(94, 6, 5, 95), CLASSES, BALANCED))
                .noneMatch(sentence -> sentence.startsWith("Overfitting"));
    }

    @Test
    void noticesDivergence() {
        Evaluation good = evaluation(94, 6, 5, 95);
        History nan = history(0.7, 0.6, Double.NaN);
        History infiniteValidation = new History(List.of(
                new EpochRecord(1, 1, 0.6, 0.7, 0.6, 0.7, 0.01, 1),
                new EpochRecord(1, 2, 0.5, 0.7, Double.POSITIVE_INFINITY, 0.7, 0.01, 1)));
        History noValidation = new History(List.of(new EpochRecord(1, 1, 0.6, 0.7, Double.NaN, Double.NaN, 0.01, 1)));

        assertThat(findings(nan, good, CLASSES, BALANCED))
                .singleElement()
                .asString()
                .contains("diverged", "epoch 3");
        assertThat(findings(infiniteValidation, good, CLASSES, BALANCED))
                .singleElement()
                .asString()
                .contains("diverged", "epoch 2");
        assertThat(findings(noValidation, good, CLASSES, BALANCED)).isEmpty();
    }

    @Test
    void noticesTooFewValidationImages() {
        assertThat(findings(LEARNING, evaluation(18, 2, 2, 18), CLASSES, BALANCED))
                .singleElement()
                .asString()
                .contains("40 validation images", "76.9–96.0 %");
    }

    @Test
    void noticesUnbalancedClasses() {
        Evaluation good = evaluation(94, 6, 5, 95);

        assertThat(findings(LEARNING, good, CLASSES, List.of(300, 100)))
                .singleElement()
                .asString()
                .contains("unbalanced", "300 training images of “normal”, but 100 of “stroke”");
        assertThat(findings(LEARNING, good, CLASSES, List.of(299, 100))).isEmpty();
        assertThat(findings(LEARNING, good, CLASSES, List.of(10, 0))).hasSize(1);
    }

    @Test
    void nothingAtAllIsSilent() {
        assertThat(findings(new History(List.of()), Evaluation.of(List.of(), 2, 1), CLASSES, List.of(0, 0)))
                .isEmpty();
    }

    /** Losses of training and validation alike; the accuracy follows them. */
    private static History history(double... losses) {
        List<EpochRecord> epochs = new ArrayList<>();
        for (int i = 0; i < losses.length; i++) {
            double accuracy = Double.isNaN(losses[i]) ? 0.5 : 1.2 - losses[i];
            epochs.add(new EpochRecord(1, i + 1, losses[i], accuracy, losses[i], accuracy, 0.01, 1));
        }
        return new History(epochs);
    }

    /** Counts by actual and predicted class: 0 as 0, 0 as 1, 1 as 0, 1 as 1. */
    private static Evaluation evaluation(int... counts) {
        List<Prediction> predictions = new ArrayList<>();
        for (int cell = 0; cell < 4; cell++) {
            for (int i = 0; i < counts[cell]; i++) {
                double p = cell % 2 == 1 ? 0.8 : 0.2;
                predictions.add(new Prediction(cell + "-" + i, cell / 2, List.of(1 - p, p)));
            }
        }
        return Evaluation.of(predictions, 2, 1);
    }

    private static List<String> findings(
            History history, Evaluation validation, List<String> classNames, List<Integer> trainingImages) {
        return Diagnosis.of(new TrainingEvidence(
                        history, validation, classNames, trainingImages, TrainingConditions.unknown()))
                .stream()
                .map(Finding::sentence)
                .toList();
    }
}
