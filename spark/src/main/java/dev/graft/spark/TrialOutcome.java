package dev.graft.spark;

import java.io.Serializable;

/** How a trial ended on an executor. */
sealed interface TrialOutcome extends Serializable {
    /** SHA-256 of the trial's address. */
    String address();

    /** @param result of {@link dev.graft.result.ResultFiles#encode} */
    record Finished(String address, byte[] result) implements TrialOutcome {}

    /** @param result of {@link dev.graft.result.ResultFiles#encode} */
    record Paused(String address, byte[] result) implements TrialOutcome {}

    record Failed(String address, RemoteError error) implements TrialOutcome {}
}
