package dev.graft.engine.program;

/** How much there is to do. */
public final class Work {
    private Work() {}

    /** Multiplications of convolutions and dense layers, and of their gradients, for one image; 0 for all else. */
    public static long multiplications(Instruction instruction) {
        Operation operation = instruction.operation();
        if (operation instanceof Forward.Convolution) {
            return convolution(instruction.inputs().get(1), instruction.output());
        } else if (operation instanceof Backward.ConvolutionDataGradient) {
            return convolution(instruction.inputs().get(1), instruction.inputs().get(0));
        } else if (operation instanceof Backward.ConvolutionWeightsGradient) {
            return convolution(instruction.output(), instruction.inputs().get(1));
        } else if (operation instanceof Forward.Dense || operation instanceof Backward.DenseDataGradient) {
            return instruction.inputs().get(1).elements();
        } else if (operation instanceof Backward.DenseWeightsGradient) {
            return instruction.output().elements();
        }
        return 0;
    }

    /** Each position of the result takes every kernel once; depthwise kernels have one channel in. */
    private static long convolution(Value kernel, Value result) {
        return kernel.elements() * result.height() * result.width();
    }
}
