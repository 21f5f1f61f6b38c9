package dev.graft.engine.program;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Who writes and who reads the values of a program. */
final class Uses {
    private final Map<Value, Instruction> producers = new HashMap<>();
    private final Map<Value, Integer> readers = new HashMap<>();

    Uses(Program program) {
        this(program, program.instructions());
    }

    Uses(Program program, List<Instruction> instructions) {
        for (Instruction instruction : instructions) {
            instruction.outputs().forEach(output -> producers.put(output, instruction));
            instruction.inputs().forEach(this::read);
        }
        program.outputs().forEach(this::read);
        program.gradients().values().forEach(this::read);
    }

    private void read(Value value) {
        readers.merge(value, 1, Integer::sum);
    }

    /** Nothing for inputs and parameters. */
    Optional<Instruction> producer(Value value) {
        return Optional.ofNullable(producers.get(value));
    }

    /** How often it is read; to be wanted as an output counts. */
    int readers(Value value) {
        return readers.getOrDefault(value, 0);
    }
}
