package dev.graft.engine.cpu;

import dev.graft.engine.program.Backward;
import dev.graft.engine.program.Extent;
import dev.graft.engine.program.Forward;
import dev.graft.engine.program.Instruction;
import dev.graft.engine.program.Operation;
import dev.graft.engine.program.Value;
import dev.graft.engine.program.Window;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Convolutions by {@link WinogradTransforms}: which ones, and by whom.
 *
 * @param workers who compute
 * @param table which convolutions
 * @param watch looks at how fast transforms are
 */
record Winograd(Workers workers, WinogradTable table, VectorWatch watch) {
    /** The system property whose value {@code off} computes all convolutions directly. */
    static final String PROPERTY = "graft.winograd";

    /** As the system property says; nothing where Java would have to emulate products and sums that are rounded once. */
    static Winograd of(Workers workers) {
        boolean off = "off".equals(System.getProperty(PROPERTY)) || !OneDnn.hasFusedMultiplyAdd();
        return of(workers, off ? WinogradTable.NOTHING : new MeasuredWinogradTable());
    }

    static Winograd of(Workers workers, WinogradTable table) {
        return new Winograd(workers, table, new VectorWatch());
    }

    /** Whether any convolution is computed so. */
    boolean isOn() {
        return table != WinogradTable.NOTHING;
    }

    /**
     * The shape of an instruction that is computed so; nothing for others.
     *
     * @param format of maps in single precision
     * @param batch images at once
     * @param constant whether a kernel is the same at every run
     */
    Optional<WinogradShape> shape(Instruction instruction, MapFormat format, int batch, Predicate<Value> constant) {
        Operation operation = instruction.operation();
        List<Value> inputs = instruction.inputs();
        if (operation instanceof Forward.Convolution convolution) {
            return Optional.of(
                            WinogradShape.of(format, batch, convolution.window(), inputs.get(0), instruction.output()))
                    .filter(shape -> isKnown(convolution.window(), convolution.depthwise())
                            && WinogradConvolution.knows(convolution.postOperations())
                            && convolves(shape, constant.test(inputs.get(1))));
        } else if (operation instanceof Backward.ConvolutionDataGradient gradient) {
            return Optional.of(
                            WinogradShape.back(format, batch, gradient.window(), instruction.output(), inputs.get(0)))
                    .filter(shape -> isKnown(gradient.window(), gradient.depthwise())
                            && convolves(shape, constant.test(inputs.get(1))));
        } else if (operation instanceof Backward.ConvolutionWeightsGradient gradient) {
            return Optional.of(WinogradShape.of(format, batch, gradient.window(), inputs.get(0), inputs.get(1)))
                    .filter(shape -> isKnown(gradient.window(), gradient.depthwise()) && gradientWorkers(shape) > 0);
        }
        return Optional.empty();
    }

    private static boolean isKnown(Window window, boolean depthwise) {
        return !depthwise
                && window.kernel().equals(new Extent(3, 3))
                && window.stride().equals(new Extent(1, 1));
    }

    private boolean convolves(WinogradShape shape, boolean constantKernel) {
        return shape.isPossible() && table.convolves(shape, constantKernel);
    }

    /** How many workers compute the gradient of its kernels so; none if it is computed directly. */
    int gradientWorkers(WinogradShape shape) {
        return shape.isPossible() ? table.gradientWorkers(shape, workers.count()) : 0;
    }
}
