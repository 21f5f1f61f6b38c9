package dev.graft.diagnosis;

import dev.graft.result.Finding;
import java.util.List;
import java.util.Optional;

/** Asks every detector, the most serious first. */
public final class Diagnosis {
    private static final List<Detector> DETECTORS = List.of(
            new Divergence(),
            new Collapse(),
            new Chance(),
            new InputRange(),
            new BatchNormStatistics(),
            new RateTooHigh(),
            new RateTooLow(),
            new Overfitting(),
            new Underfitting(),
            new Jaggedness(),
            new ValidationBetter(),
            new FewImages(),
            new Imbalance());

    private Diagnosis() {}

    /**
     * What is remarkable about a training.
     *
     * @return the most serious first; empty if nothing stands out
     */
    public static List<Finding> of(TrainingEvidence training) {
        return DETECTORS.stream()
                .map(detector -> detector.examine(training))
                .flatMap(Optional::stream)
                .toList();
    }

    /** What is looked for, in a word or two each. */
    public static List<String> lookedFor() {
        return DETECTORS.stream().map(detector -> detector.kind().label()).toList();
    }
}
