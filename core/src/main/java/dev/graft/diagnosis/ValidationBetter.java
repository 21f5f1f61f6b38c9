package dev.graft.diagnosis;

import dev.graft.train.EpochRecord;
import java.util.List;
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
    public Optional<String> examine(Case training) {
        return training.history()
                .best()
                .filter(e -> e.validationAccuracy() > e.trainAccuracy() + ACCURACY
                        && e.validationLoss() < LOSS * e.trainLoss())
                .map(e -> "The validation part does better than the train part: "
                        + Wording.percent(e.validationAccuracy())
                        + " against " + Wording.percent(e.trainAccuracy()) + " in epoch " + e.epoch() + ". "
                        + why(e, training));
    }

    private static String why(EpochRecord epoch, Case training) {
        Setup setup = training.setup();
        double measuredAlike = epoch.trainInferenceAccuracy();
        if (measuredAlike >= epoch.validationAccuracy() - ACCURACY) {
            return "Measured alike, without dropout and augmentation and after the epoch, the train part has "
                    + Wording.percent(measuredAlike) + ": there is no difference to explain.";
        }
        if (Double.isNaN(measuredAlike) && setup.regularized().isPresent()) {
            return "That may come from " + setup.regularized().get()
                    + ", which only make the training images harder. --train-metrics measures both parts alike.";
        }
        Optional<EpochRecord> next = next(epoch, training);
        if (Double.isNaN(measuredAlike)
                && next.isPresent()
                && next.get().trainAccuracy() >= epoch.validationAccuracy() - ACCURACY) {
            return "The training accuracy is a mean over the epoch, in which the model still learnt: in the next one it is "
                    + Wording.percent(next.get().trainAccuracy()) + ". --train-metrics measures both parts alike.";
        }
        if (training.validation().images() < FEW_IMAGES) {
            return "With " + Wording.counted(training.validation().images(), "image")
                    + " the validation part may be easier by chance. Use a larger one, or --folds.";
        }
        return "Neither dropout nor augmentation nor a small validation part explains it: look whether its images are"
                + " easier, or lie in the train part too.";
    }

    private static Optional<EpochRecord> next(EpochRecord epoch, Case training) {
        List<EpochRecord> epochs = training.history().epochs();
        int at = epochs.indexOf(epoch) + 1;
        return at < epochs.size() && epochs.get(at).epoch() > 1 ? Optional.of(epochs.get(at)) : Optional.empty();
    }
}
