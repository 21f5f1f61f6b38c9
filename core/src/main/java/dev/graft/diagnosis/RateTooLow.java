package dev.graft.diagnosis;

import dev.graft.train.EpochRecord;
import java.util.List;
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
    public Optional<String> examine(Case training) {
        return training.phases().stream()
                .filter(phase -> phase.size() >= FEWEST_EPOCHS && crawls(phase, training))
                .findFirst()
                .map(phase -> {
                    EpochRecord first = phase.get(0);
                    EpochRecord last = phase.get(phase.size() - 1);
                    return "The learning rate looks too low (" + Wording.setting(last.learningRate())
                            + "): in " + phase.size() + " epochs the training loss fell steadily, but only by "
                            + Wording.percent(1 - last.trainLoss() / first.trainLoss()) + ", to "
                            + Wording.loss(last.trainLoss())
                            + ". Try ten times as much, or look for one with --find-learning-rate.";
                });
    }

    private static boolean crawls(List<EpochRecord> phase, Case training) {
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
