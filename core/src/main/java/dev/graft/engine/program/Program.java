package dev.graft.engine.program;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A network, or a part of one, as instructions in an order in which they can run. Immutable; for any batch size.
 *
 * @param inputs what enters, in order: {@link Value.Kind#INPUT}s, then labels and image weights if there is a loss
 * @param parameters all that instructions read and no one computes
 * @param instructions in order
 * @param outputs what is wanted, in order: the outputs of vertices, or the losses
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
        gradients = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(gradients));
    }
}
