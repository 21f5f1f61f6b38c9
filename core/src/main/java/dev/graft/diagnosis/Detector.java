package dev.graft.diagnosis;

import java.util.Optional;

/** Looks for one kind of trouble. */
interface Detector {
    /** What it looks for. */
    FindingKind kind();

    /**
     * Looks.
     *
     * @return what was found, by which numbers, and what to try, beginning as its kind says; empty if nothing was
     */
    Optional<String> examine(Case training);
}
