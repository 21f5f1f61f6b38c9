package dev.graft.engine.cpu;

import dev.graft.engine.program.Instruction;
import dev.graft.engine.program.Operation;
import java.util.HashMap;
import java.util.Map;

/** The emitter of each operation. */
final class Emitters {
    private final Map<Class<?>, Emitter<Operation>> emitters = new HashMap<>();

    /** All operations that this engine computes. */
    static Emitters all() {
        Emitters all = new Emitters();
        ConvolutionEmitters.addTo(all);
        DenseEmitters.addTo(all);
        NormalizationEmitters.addTo(all);
        ElementwiseEmitters.addTo(all);
        GateEmitters.addTo(all);
        PoolingEmitters.addTo(all);
        ShapeEmitters.addTo(all);
        DropoutEmitters.addTo(all);
        LossEmitters.addTo(all);
        return all;
    }

    <O extends Operation> void add(Class<O> operation, Emitter<O> emitter) {
        emitters.put(operation, (instruction, o, emission) -> emitter.emit(instruction, operation.cast(o), emission));
    }

    void emit(Instruction instruction, Emission emission) {
        Emitter<Operation> emitter = emitters.get(instruction.operation().getClass());
        if (emitter == null) {
            throw new IllegalArgumentException("No emitter for " + instruction.operation());
        }
        emitter.emit(instruction, instruction.operation(), emission);
    }
}
