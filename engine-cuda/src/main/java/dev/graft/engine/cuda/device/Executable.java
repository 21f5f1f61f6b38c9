package dev.graft.engine.cuda.device;

/** A plan bound to memory. */
public interface Executable extends AutoCloseable {
    /** Runs all commands. It may return before they are done. */
    void run();

    @Override
    void close();
}
