package dev.graft.engine.program;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Removes what no output, no gradient and no running statistics need, and parameters that no one reads. */
final class DeadCode {
    private DeadCode() {}

    /** The pass. */
    static Program apply(Program program) {
        Set<Value> needed = new HashSet<>(program.outputs());
        needed.addAll(program.gradients().values());
        needed.addAll(program.gradients().keySet());
        List<Instruction> kept = new ArrayList<>();
        for (int i = program.instructions().size() - 1; i >= 0; i--) {
            Instruction instruction = program.instructions().get(i);
            boolean acts = instruction.operation() instanceof Forward.UpdateStatistics;
            if (acts || instruction.outputs().stream().anyMatch(needed::contains)) {
                kept.add(instruction);
                needed.addAll(instruction.inputs());
                instruction.forward().ifPresent(needed::add);
            }
        }
        Collections.reverse(kept);
        List<Parameter> parameters = program.parameters().stream()
                .filter(parameter -> needed.contains(parameter.value()))
                .toList();
        return new Program(program.inputs(), parameters, kept, program.outputs(), program.gradients());
    }
}
