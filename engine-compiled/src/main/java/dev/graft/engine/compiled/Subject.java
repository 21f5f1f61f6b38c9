package dev.graft.engine.compiled;

import dev.graft.engine.program.Backward;
import dev.graft.engine.program.Forward;
import dev.graft.engine.program.Instruction;
import dev.graft.engine.program.Operation;
import dev.graft.engine.program.Value;
import dev.graft.engine.program.Window;
import dev.graft.engine.program.Work;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What steps are emitted for: an instruction, or a copy in or out.
 *
 * @param phase of its own steps; changes of layout on the way are {@link Phase#LAYOUT}
 * @param operation its kind
 * @param layer name of the layer
 * @param shape of the first input and the first output
 * @param moves whether copying values is all it does, so that a copy is no change of layout on the way
 * @param flops for the whole batch
 */
public record Subject(Phase phase, String operation, String layer, String shape, boolean moves, long flops) {
    /** A copy of a caller's array. */
    public static Subject copy(String operation, Value value) {
        return new Subject(Phase.COPY, operation, value.name(), shape(value), true, 0);
    }

    /** An instruction for a batch of images. */
    public static Subject of(Instruction instruction, int batch) {
        Operation operation = instruction.operation();
        return new Subject(
                phase(operation),
                name(operation),
                instruction.layer(),
                shape(instruction),
                moves(operation),
                2 * batch * Work.multiplications(instruction));
    }

    private static Phase phase(Operation operation) {
        if (operation instanceof Forward.SoftmaxCrossEntropy || operation instanceof Backward.LossGradient) {
            return Phase.LOSS;
        } else if (operation instanceof Forward) {
            return Phase.FORWARD;
        }
        boolean weights = operation instanceof Backward.ConvolutionWeightsGradient
                || operation instanceof Backward.DenseWeightsGradient;
        return weights ? Phase.BACKWARD_WEIGHTS : Phase.BACKWARD_DATA;
    }

    private static boolean moves(Operation operation) {
        return operation instanceof Forward.Concatenate
                || operation instanceof Backward.ConcatenateGradient
                || operation instanceof Forward.Pad
                || operation instanceof Backward.PadGradient
                || operation instanceof Forward.Flatten
                || operation instanceof Backward.FlattenGradient
                || operation instanceof Forward.Reshape
                || operation instanceof Backward.ReshapeGradient;
    }

    private static String name(Operation operation) {
        String name = operation.getClass().getSimpleName();
        if (operation instanceof Forward.Convolution convolution) {
            return name(name, convolution.depthwise(), convolution.window());
        } else if (operation instanceof Backward.ConvolutionDataGradient gradient) {
            return name(name, gradient.depthwise(), gradient.window());
        } else if (operation instanceof Backward.ConvolutionWeightsGradient gradient) {
            return name(name, gradient.depthwise(), gradient.window());
        }
        return name;
    }

    private static String name(String name, boolean depthwise, Window window) {
        int height = window.stride().height();
        int width = window.stride().width();
        String stride = height == width ? "/" + height : "/" + window.stride();
        return (depthwise ? "Depthwise" : "") + name + " " + window.kernel() + (stride.equals("/1") ? "" : stride);
    }

    private static String shape(Instruction instruction) {
        List<Value> outputs = instruction.outputs();
        return shape(instruction.inputs().get(0)) + (outputs.isEmpty() ? "" : " -> " + shape(outputs.get(0)));
    }

    private static String shape(Value value) {
        List<Integer> dimensions = value.dimensions();
        return dimensions.isEmpty()
                ? "1"
                : dimensions.stream().map(String::valueOf).collect(Collectors.joining("x"));
    }
}
