package dev.graft.spark;

import java.io.Serializable;
import java.util.List;

/** What a task brings back when it ends. */
sealed interface GroupAnswer extends Serializable {
    /** It ran. @param undelivered outcomes that the driver has not confirmed on the way */
    record Ran(List<TrialOutcome> undelivered) implements GroupAnswer {}

    /** An earlier attempt of Spark's was lost with its executor. */
    record Lost() implements GroupAnswer {}

    /** The executor computes otherwise, so that its numbers could not be compared. Nothing was begun. */
    record Unlike(String executor, String host, String engine) implements GroupAnswer {}

    /** The executor does not see what it needs. Nothing was begun. @param what is missing, a sentence */
    record Blind(String what) implements GroupAnswer {}
}
