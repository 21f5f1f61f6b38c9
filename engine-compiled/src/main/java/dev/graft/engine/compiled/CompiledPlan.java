package dev.graft.engine.compiled;

/** A program made runnable for one batch size. It owns native memory. */
public interface CompiledPlan extends AutoCloseable {
    /** Of feature maps, gradients and scratch together, in bytes. */
    long bytes();

    @Override
    void close();
}
