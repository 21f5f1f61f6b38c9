package dev.graft.diagnosis;

import dev.graft.result.Finding;
import dev.graft.result.FindingKind;
import dev.graft.result.Numbers;
import dev.graft.result.Quantity;
import dev.graft.train.EpochRecord;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The training loss falls epoch by epoch, but hardly. */
record RateTooLow() implements Detector {
    private static final int FEWEST_EPOCHS = 4;
    private static final double FALLING_STEPS = 0.75;
    private static final double HARDLY = 0.1;
    /** Of the loss of guessing; below it there is little left to fall. */
    private static final double HIGH = 0.5;

    @Override
    public FindingKind kind() {
        return FindingKind.RATE_TOO_LOW;
    }

    @Override
    public Optional<Finding> examine(TrainingEvidence training) {
        return training.history().phases().stream()
                .filter(phase -> phase.size() >= FEWEST_EPOCHS && crawls(phase, training))
                .findFirst()
                .map(phase -> {
                    EpochRecord first = phase.get(0);
                    EpochRecord last = phase.get(phase.size() - 1);
                    return finding(
                            "The learning rate looks too low (" + Numbers.setting(last.learningRate())
                                    + "): in " + phase.size() + " epochs the training loss fell steadily, but only by "
                                    + Numbers.percent(1 - last.trainLoss() / first.trainLoss()) + ", to "
                                    + Numbers.loss(last.trainLoss())
                                    + ". Try ten times as much, or look for one with --find-learning-rate.",
                            Map.of(
                                    Quantity.PHASE,
                                    last.phase(),
                                    Quantity.EPOCHS,
                                    phase.size(),
                                    Quantity.LEARNING_RATE,
                                    last.learningRate(),
                                    Quantity.TRAIN_LOSS,
                                    last.trainLoss(),
                                    Quantity.EARLIER_TRAIN_LOSS,
                                    first.trainLoss()));
                });
    }

    private static boolean crawls(List<EpochRecord> phase, TrainingEvidence training) {
        double first = phase.get(0).trainLoss();
        double last = phase.get(phase.size() - 1).trainLoss();
        int falling = 0;
        for (int i = 1; i < phase.size(); i++) {
            falling += phase.get(i).trainLoss() < phase.get(i - 1).trainLoss() ? 1 : 0;
        }
        return falling >= FALLING_STEPS * (phase.size() - 1)
                && last < first
                && last > (1 - HARDLY) * first
                && last > HIGH * training.lossOfGuessing();
    }
}
