package dev.graft.diagnosis;

import dev.graft.result.Finding;
import dev.graft.result.FindingKind;
import dev.graft.result.Numbers;
import dev.graft.result.Quantity;
import dev.graft.train.EpochRecord;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** In the epoch that was kept, the validation part did clearly better than the train part; and why. */
record ValidationBetter() implements Detector {
    private static final double ACCURACY = 0.05;
    private static final double LOSS = 0.8;
    private static final int FEW_IMAGES = 100;

    @Override
    public FindingKind kind() {
        return FindingKind.VALIDATION_BETTER;
    }

    @Override
    public Optional<Finding> examine(TrainingEvidence training) {
        return training.history()
                .best()
                .filter(e -> e.validationAccuracy() > e.trainAccuracy() + ACCURACY
                        && e.validationLoss() < LOSS * e.trainLoss())
                .map(e -> finding(
                        "The validation part does better than the train part: "
                                + Numbers.percent(e.validationAccuracy())
                                + " against " + Numbers.percent(e.trainAccuracy()) + " in epoch " + e.epoch() + ". "
                                + why(e, training),
                        Map.of(
                                Quantity.PHASE,
                                e.phase(),
                                Quantity.EPOCH,
                                e.epoch(),
                                Quantity.ACCURACY,
                                e.validationAccuracy(),
                                Quantity.TRAIN_ACCURACY,
                                e.trainAccuracy())));
    }

    private static String why(EpochRecord epoch, TrainingEvidence training) {
        TrainingConditions conditions = training.conditions();
        double measuredAlike = epoch.trainInferenceAccuracy();
        if (measuredAlike >= epoch.validationAccuracy() - ACCURACY) {
            return "Measured alike, without dropout and augmentation and after the epoch, the train part has "
                    + Numbers.percent(measuredAlike) + ": there is no difference to explain.";
        }
        if (Double.isNaN(measuredAlike) && conditions.regularized().isPresent()) {
            return "That may come from " + conditions.regularized().get()
                    + ", which only make the training images harder. --train-metrics measures both parts alike.";
        }
        Optional<EpochRecord> next = next(epoch, training);
        if (Double.isNaN(measuredAlike)
                && next.isPresent()
                && next.get().trainAccuracy() >= epoch.validationAccuracy() - ACCURACY) {
            return "The training accuracy is a mean over the epoch, in which the model still learnt: in the next one it is "
                    + Numbers.percent(next.get().trainAccuracy()) + ". --train-metrics measures both parts alike.";
        }
        if (training.validation().images() < FEW_IMAGES) {
            return "With " + Numbers.counted(training.validation().images(), "image")
                    + " the validation part may be easier by chance. Use a larger one, or --folds.";
        }
        return "Neither dropout nor augmentation nor a small validation part explains it: look whether its images are"
                + " easier, or lie in the train part too.";
    }

    private static Optional<EpochRecord> next(EpochRecord epoch, TrainingEvidence training) {
        List<EpochRecord> epochs = training.history().epochs();
        int at = epochs.indexOf(epoch) + 1;
        return at < epochs.size() && epochs.get(at).phase() == epoch.phase()
                ? Optional.of(epochs.get(at))
                : Optional.empty();
    }
}
