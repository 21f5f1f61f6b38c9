package dev.graft.engine.program;

import java.util.List;

/** Which inputs an operation can overwrite with its first output, because it reads each number before it writes it. */
public final class InPlace {
    private InPlace() {}

    /** The inputs, the best first; engines may allow fewer. */
    public static List<Value> possible(Instruction instruction) {
        Operation operation = instruction.operation();
        List<Value> inputs = instruction.inputs();
        if (operation instanceof Forward.Convolution convolution) {
            return firstAddend(convolution.postOperations(), inputs, convolution.bias() ? 3 : 2);
        } else if (operation instanceof Forward.Dense dense) {
            return firstAddend(dense.postOperations(), inputs, dense.bias() ? 3 : 2);
        } else if (operation instanceof Forward.Add || operation instanceof Backward.Accumulate) {
            return inputs;
        } else if (operation instanceof Backward.ActivationGradient
                || operation instanceof Backward.MultiplyMapGradient
                || operation instanceof Backward.BatchNormalizationGradient) {
            return List.of(inputs.get(1));
        } else if (operation instanceof Backward.RunningNormalizationGradient norm && norm.data()) {
            return List.of(inputs.get(1));
        } else if (overwritesFirst(operation)) {
            return List.of(inputs.get(0));
        }
        return List.of();
    }

    /** The sum is added to what lies there. */
    private static List<Value> firstAddend(List<PostOperation> postOperations, List<Value> inputs, int from) {
        return postOperations.contains(new PostOperation.Add()) ? List.of(inputs.get(from)) : List.of();
    }

    private static boolean overwritesFirst(Operation operation) {
        return operation instanceof Forward.Activate
                || operation instanceof Forward.Dropout
                || operation instanceof Forward.Multiply
                || operation instanceof Forward.ScaleAndShift
                || operation instanceof Forward.RunningNormalization
                || operation instanceof Forward.Reshape
                || operation instanceof Forward.Softmax
                || operation instanceof Backward.DropoutGradient
                || operation instanceof Backward.ScaleAndShiftGradient
                || operation instanceof Backward.ReshapeGradient
                || operation instanceof Backward.LossGradient;
    }
}
