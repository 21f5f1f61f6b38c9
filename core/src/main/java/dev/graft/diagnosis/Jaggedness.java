package dev.graft.diagnosis;

import dev.graft.train.EpochRecord;
import java.util.List;
import java.util.Optional;

/** The validation loss goes up and down by much: its lowest epoch is one of luck. */
record Jaggedness() implements Detector {
    private static final int FEWEST_EPOCHS = 6;
    private static final double JUMP = 0.2;
    private static final double SHARE_OF_STEPS = 0.25;
    /** Differences of losses near 0 mean nothing; in parts of the loss of guessing. */
    private static final double MARGIN = 0.1;

    private static final int FEW_IMAGES = 100;

    @Override
    public FindingKind kind() {
        return FindingKind.JAGGED;
    }

    @Override
    public Optional<String> examine(Case training) {
        if (!training.finite()) {
            return Optional.empty();
        }
        return training.phases().stream()
                .filter(phase -> phase.size() >= FEWEST_EPOCHS)
                .flatMap(phase -> sentence(phase, training).stream())
                .findFirst();
    }

    private static Optional<String> sentence(List<EpochRecord> phase, Case training) {
        int peaks = 0;
        for (int i = 1; i < phase.size() - 1; i++) {
            double here = phase.get(i).validationLoss();
            double around =
                    Math.max(phase.get(i - 1).validationLoss(), phase.get(i + 1).validationLoss());
            if (here > Math.max((1 + JUMP) * around, around + MARGIN * training.lossOfGuessing())) {
                peaks++;
            }
        }
        if (peaks < 2 || peaks < SHARE_OF_STEPS * phase.size() / 2) {
            return Optional.empty();
        }
        int images = training.validation().images();
        return Optional.of("The validation loss is jagged: in " + peaks + " of " + phase.size()
                + " epochs it was more than a fifth above the epochs before and after. The epoch that was kept is partly"
                + " luck. "
                + (images < FEW_IMAGES
                        ? "Validate on more than " + Wording.counted(images, "image") + ", or use"
                        : "Use")
                + " a lower learning rate or larger batches.");
    }
}
