package dev.graft.engine.program;

import dev.graft.error.Lookup;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Gives outputs that instructions read as well a computation of their own, where that reader would otherwise be kept from
 * being folded into it.
 *
 * <p>Folding changes roundings. Without this, asking for the output of a convolution would change the last bits of all that
 * lies above it, and features would depend on what else was asked for at the same time.
 */
final class SeparateOutputs {
    private final ProgramBuilder builder;
    private final Map<Value, Instruction> written = new HashMap<>();
    private final Map<Instruction, List<Instruction>> copies = new HashMap<>();

    private SeparateOutputs(Program program) {
        this.builder = new ProgramBuilder(program);
        program.instructions()
                .forEach(instruction -> instruction.outputs().forEach(output -> written.put(output, instruction)));
    }

    static Program apply(Program program) {
        return new SeparateOutputs(program).run(program);
    }

    private Program run(Program program) {
        Set<Value> read = new HashSet<>();
        program.instructions().forEach(instruction -> read.addAll(instruction.inputs()));
        List<Value> outputs = program.outputs().stream()
                .map(output -> read.contains(output) && isFoldable(output) ? copy(output) : output)
                .toList();
        List<Instruction> instructions = new ArrayList<>();
        for (Instruction instruction : program.instructions()) {
            instructions.add(instruction);
            instructions.addAll(copies.getOrDefault(instruction, List.of()));
        }
        builder.replaceInstructions(instructions);
        return builder.build(outputs, program.gradients());
    }

    /** Whether what reads it may be folded into what writes it. */
    private boolean isFoldable(Value value) {
        if (!written.containsKey(value)) {
            return false;
        }
        Operation operation = written.get(value).operation();
        return operation instanceof Forward.Convolution
                || operation instanceof Forward.Dense
                || operation instanceof Forward.ScaleAndShift;
    }

    private Value copy(Value value) {
        Instruction original = Lookup.in(written, value, "instruction");
        List<Value> inputs = original.inputs().stream()
                .map(input -> isFoldable(input) ? copy(input) : input)
                .toList();
        Value output = builder.value(value.name(), value.kind(), value.dimensions());
        copies.computeIfAbsent(original, o -> new ArrayList<>())
                .add(Instruction.of((Forward) original.operation(), inputs, List.of(output), original.layer()));
        return output;
    }
}
