package dev.graft.run;

/** How one of several tasks ended. */
public sealed interface TransferResult {
    /**
     * It is done, or failed after an epoch that was worth keeping.
     *
     * @param run to be closed by who takes it
     */
    record Finished(TransferRun run) implements TransferResult {}

    /** It failed; what {@link TransferTask#run()} would have thrown. */
    record Failed(RuntimeException cause) implements TransferResult {}
}
