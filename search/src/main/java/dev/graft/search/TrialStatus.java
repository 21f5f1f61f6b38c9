package dev.graft.search;

/** Where a trial stands. */
public enum TrialStatus {
    /** Nobody has begun it, or it was interrupted in an orderly way. */
    WAITING,
    /** Somebody works on it, or did when the process was ended. */
    RUNNING,
    /** It was stopped before its last epoch, to be compared with others or because the time was over, and can go on. */
    PAUSED,
    /** It is over and has a result. */
    DONE,
    /** It ended in an error. */
    FAILED,
    /** In folds, of a result alone: nobody has begun it, for its configuration was given up. The ledger still has it waiting. */
    GIVEN_UP
}
