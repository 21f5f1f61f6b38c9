package dev.graft.diagnosis;

import dev.graft.metrics.Evaluation;
import dev.graft.train.EpochRecord;
import dev.graft.train.History;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * A finished training that is looked at.
 *
 * @param history every epoch
 * @param validation evaluation on the validation part; may be of 0 images
 * @param classNames in order of their index
 * @param trainingImages per class
 * @param conditions how it was trained
 */
public record TrainingEvidence(
        History history,
        Evaluation validation,
        List<String> classNames,
        List<Integer> trainingImages,
        TrainingConditions conditions) {
    public TrainingEvidence {
        classNames = List.copyOf(classNames);
        trainingImages = List.copyOf(trainingImages);
    }

    /** Validation images per class. */
    List<Integer> validationImages() {
        return validation.confusion().actual();
    }

    /** Accuracy of always answering the most frequent class of the train part; 0 without images. */
    double trainChance() {
        int all = trainingImages.stream().mapToInt(Integer::intValue).sum();
        return all == 0 ? 0 : (double) Collections.max(trainingImages) / all;
    }

    /** Whether some epoch's training accuracy rose halfway from the most frequent class's share to 1. */
    boolean learntTrainingImages() {
        return history.epochs().stream().anyMatch(e -> e.trainAccuracy() > (1 + trainChance()) / 2);
    }

    /** Cross-entropy of answering every class alike. */
    double lossOfGuessing() {
        return Math.log(classNames.size());
    }

    /** Whether every loss is a finite number. */
    boolean finite() {
        return history.epochs().stream()
                .allMatch(e -> Double.isFinite(e.trainLoss()) && Double.isFinite(e.validationLoss()));
    }

    Optional<EpochRecord> last() {
        List<EpochRecord> epochs = history.epochs();
        return epochs.isEmpty() ? Optional.empty() : Optional.of(epochs.get(epochs.size() - 1));
    }
}
