package dev.graft.engine.compiled;

import dev.graft.engine.program.Instruction;
import dev.graft.engine.program.Operation;
import java.util.HashMap;
import java.util.Map;

/**
 * The emitter of each operation that an engine computes.
 *
 * @param <E> what steps are added to
 */
public final class Emitters<E> {
    private final Map<Class<?>, Emitter<Operation, E>> emitters = new HashMap<>();

    /** Says how an operation is emitted. */
    public <O extends Operation> void add(Class<O> operation, Emitter<O, E> emitter) {
        emitters.put(operation, (instruction, o, emission) -> emitter.emit(instruction, operation.cast(o), emission));
    }

    /**
     * Adds an instruction's steps.
     *
     * @throws IllegalArgumentException if the engine does not know the operation
     */
    public void emit(Instruction instruction, E emission) {
        Emitter<Operation, E> emitter = emitters.get(instruction.operation().getClass());
        if (emitter == null) {
            throw new IllegalArgumentException("No emitter for " + instruction.operation());
        }
        emitter.emit(instruction, instruction.operation(), emission);
    }
}
