package dev.graft.diagnosis;

import dev.graft.result.Finding;
import dev.graft.result.FindingKind;
import dev.graft.result.Quantity;
import java.util.Map;
import java.util.Optional;

/** Looks for one kind of trouble. */
interface Detector {
    /** What it looks for. */
    FindingKind kind();

    /**
     * Looks.
     *
     * @return what was found, by which numbers, and what to try; empty if nothing was
     */
    Optional<Finding> examine(TrainingEvidence training);

    /** A finding of its kind. */
    default Finding finding(String sentence, Map<Quantity, ? extends Number> evidence) {
        return Finding.of(kind(), sentence, evidence);
    }
}
