package dev.graft.engine.program;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which values of a forward program depend on a parameter that learns: gradients flow through these and no others. */
final class Sensitivity {
    private final Set<Value> sensitive = new HashSet<>();

    Sensitivity(Program forward) {
        forward.parameters(Parameter.Role.LEARNS).forEach(parameter -> sensitive.add(parameter.value()));
        for (Instruction instruction : forward.instructions()) {
            if (any(instruction.inputs())) {
                sensitive.addAll(instruction.outputs());
            }
        }
    }

    boolean of(Value value) {
        return sensitive.contains(value);
    }

    boolean any(List<Value> values) {
        return values.stream().anyMatch(sensitive::contains);
    }
}
