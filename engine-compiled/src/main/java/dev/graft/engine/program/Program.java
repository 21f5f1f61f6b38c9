package dev.graft.engine.program;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A network, or a part of one, as instructions in an order in which they can run. Immutable; for any batch size.
 *
 * @param inputs what enters, in order: {@link Value.Kind#INPUT}s, then labels and image weights if there is a loss
 * @param parameters all that instructions read and no one computes
 * @param instructions in order
 * @param outputs what is wanted, in order: the outputs of vertices, or the losses; one may be an input, or wanted twice
 * @param gradients for a training: each learning parameter's gradient
 */
public record Program(
        List<Value> inputs,
        List<Parameter> parameters,
        List<Instruction> instructions,
        List<Value> outputs,
        Map<Value, Value> gradients) {
    public Program {
        inputs = List.copyOf(inputs);
        parameters = List.copyOf(parameters);
        instructions = List.copyOf(instructions);
        outputs = List.copyOf(outputs);
        gradients = Collections.unmodifiableMap(new LinkedHashMap<>(gradients));
        check(inputs, parameters, instructions, outputs, gradients);
    }

    private static void check(
            List<Value> inputs,
            List<Parameter> parameters,
            List<Instruction> instructions,
            List<Value> outputs,
            Map<Value, Value> gradients) {
        Set<Value> known = new HashSet<>();
        inputs.forEach(input -> define(known, input));
        parameters.forEach(parameter -> define(known, parameter.value()));
        for (Instruction instruction : instructions) {
            require(known, instruction.inputs(), instruction);
            instruction.forward().ifPresent(value -> require(known, List.of(value), instruction));
            instruction.outputs().forEach(output -> define(known, output));
        }
        require(known, outputs, "the outputs");
        require(known, gradients.values(), "the gradients");
        gradients.forEach((parameter, gradient) -> {
            if (!parameter.dimensions().equals(gradient.dimensions())) {
                throw new IllegalArgumentException(gradient + " is no gradient of " + parameter);
            }
        });
    }

    private static void define(Set<Value> known, Value value) {
        if (!known.add(value)) {
            throw new IllegalArgumentException(value + " is written twice");
        }
    }

    private static void require(Set<Value> known, Iterable<Value> values, Object reader) {
        for (Value value : values) {
            if (!known.contains(value)) {
                throw new IllegalArgumentException(value + " is read before it is written, by " + reader);
            }
        }
    }

    /** The parameters of a role. */
    public List<Parameter> parameters(Parameter.Role role) {
        return parameters.stream().filter(parameter -> parameter.role() == role).toList();
    }

    /** Every value, once. */
    public List<Value> values() {
        List<Value> values = new ArrayList<>(inputs);
        parameters.forEach(parameter -> values.add(parameter.value()));
        instructions.forEach(instruction -> values.addAll(instruction.outputs()));
        return values;
    }

    /** An id that no value has, nor any above it. */
    int nextId() {
        return values().stream().mapToInt(Value::id).max().orElse(-1) + 1;
    }

    /** With other instructions. */
    Program withInstructions(List<Instruction> others) {
        return new Program(inputs, parameters, others, outputs, gradients);
    }
}
