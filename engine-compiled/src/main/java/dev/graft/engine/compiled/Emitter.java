package dev.graft.engine.compiled;

import dev.graft.engine.program.Instruction;
import dev.graft.engine.program.Operation;

/**
 * Turns instructions of one operation into an engine's steps.
 *
 * @param <O> the operation
 * @param <E> what steps are added to
 */
@FunctionalInterface
public interface Emitter<O extends Operation, E> {
    /** Adds an instruction's steps. */
    void emit(Instruction instruction, O operation, E emission);
}
