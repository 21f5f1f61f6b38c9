package dev.graft.diagnosis;

import dev.graft.result.Finding;
import dev.graft.result.FindingKind;
import dev.graft.result.Numbers;
import dev.graft.result.Quantity;
import dev.graft.train.EpochRecord;
import java.util.List;
import java.util.Map;
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
    public Optional<Finding> examine(TrainingEvidence training) {
        if (!training.finite()) {
            return Optional.empty();
        }
        return training.history().phases().stream()
                .filter(phase -> phase.size() >= FEWEST_EPOCHS)
                .flatMap(phase -> jagged(phase, training).stream())
                .findFirst();
    }

    private Optional<Finding> jagged(List<EpochRecord> phase, TrainingEvidence training) {
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
        return Optional.of(finding(
                "The validation loss is jagged: in " + peaks + " of " + phase.size()
                        + " epochs it was more than a fifth above the epochs before and after. The epoch that was kept is partly"
                        + " luck. "
                        + (images < FEW_IMAGES
                                ? "Validate on more than " + Numbers.counted(images, "image") + ", or use"
                                : "Use")
                        + " a lower learning rate or larger batches.",
                Map.of(Quantity.PEAKS, peaks, Quantity.EPOCHS, phase.size(), Quantity.IMAGES, images)));
    }
}
