package dev.graft.diagnosis;

import dev.graft.result.Finding;
import dev.graft.result.FindingKind;
import dev.graft.result.Quantity;
import java.util.Map;
import java.util.Optional;

/** The network gets other numbers than its weights were trained with, or pictures that are all but black. */
record InputRange() implements Detector {
    /** A quarter of the 256 levels: such as 12-bit values in 16-bit files, or numbers of labels instead of pictures. */
    private static final int DARK = 64;

    @Override
    public FindingKind kind() {
        return FindingKind.INPUT_RANGE;
    }

    @Override
    public Optional<Finding> examine(TrainingEvidence training) {
        TrainingConditions conditions = training.conditions();
        if (conditions.expectedInput().isPresent()) {
            return Optional.of(finding(
                    "The input does not fit the weights: "
                            + conditions.expectedInput().get()
                            + ". Leave the preprocessing out, unless this is what you want to compare.",
                    Map.of()));
        }
        if (conditions.brightest() < 0 || conditions.brightest() >= DARK) {
            return Optional.empty();
        }
        return Optional.of(finding(
                "The input does not fit the preprocessing: no pixel of any image is brighter than "
                        + conditions.brightest()
                        + " of 255, as with 12-bit values in 16-bit files. Stretch the images to the whole"
                        + " range.",
                Map.of(Quantity.BRIGHTEST, conditions.brightest())));
    }
}
