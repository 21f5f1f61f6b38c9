package dev.graft.schedule;

/** What a schedule counts. */
public enum Pace {
    /** Updates of the parameters, from the beginning of the phase. */
    STEP,
    /** Passes over the training images, from the beginning of the phase. */
    EPOCH
}
