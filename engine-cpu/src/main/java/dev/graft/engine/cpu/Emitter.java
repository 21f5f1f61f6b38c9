package dev.graft.engine.cpu;

import dev.graft.engine.program.Instruction;
import dev.graft.engine.program.Operation;

/** Turns instructions of one operation into steps. */
@FunctionalInterface
interface Emitter<O extends Operation> {
    void emit(Instruction instruction, O operation, Emission emission);
}
