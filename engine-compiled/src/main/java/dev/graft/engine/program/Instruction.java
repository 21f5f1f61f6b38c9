package dev.graft.engine.program;

import java.util.List;
import java.util.Optional;

/**
 * One step of a program.
 *
 * @param operation what it computes
 * @param inputs all that it reads, in the operation's order
 * @param outputs all that it writes, in the operation's order
 * @param layer name of the vertex it comes from
 * @param forward for a backward instruction the first output of the forward instruction it belongs to, so that an engine
 *     can keep private data between the two; nothing for a forward one or a sum of gradients
 */
public record Instruction(
        Operation operation, List<Value> inputs, List<Value> outputs, String layer, Optional<Value> forward) {
    public Instruction {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    /** One of the forward pass. */
    public static Instruction of(Forward operation, List<Value> inputs, List<Value> outputs, String layer) {
        return new Instruction(operation, inputs, outputs, layer, Optional.empty());
    }

    /** The first output. */
    public Value output() {
        return outputs.get(0);
    }
}
