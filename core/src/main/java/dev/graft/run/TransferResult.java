package dev.graft.run;

/** How one of several tasks ended. */
public sealed interface TransferResult {
    /** It is done. */
    record Finished(TransferRun run) implements TransferResult {}

    /** It failed; what {@link TransferTask#run()} would have thrown. */
    record Failed(RuntimeException cause) implements TransferResult {}
}
