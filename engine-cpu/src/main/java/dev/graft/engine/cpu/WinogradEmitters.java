package dev.graft.engine.cpu;

import dev.graft.engine.program.Backward;
import dev.graft.engine.program.Forward;
import dev.graft.engine.program.Instruction;
import dev.graft.engine.program.Value;
import java.util.List;
import java.util.Optional;
import org.bytedeco.dnnl.memory;

/** Convolutions and gradients that {@link Winograd} takes; each method says whether it did. */
final class WinogradEmitters {
    private WinogradEmitters() {}

    static boolean forward(Instruction instruction, Forward.Convolution operation, List<Value> addends, Emission e) {
        Value x = instruction.inputs().get(0);
        Value kernel = instruction.inputs().get(1);
        Value y = instruction.output();
        if (!Winograd.knows(operation.window(), operation.depthwise(), e.mapType())
                || !WinogradConvolution.knows(operation.postOperations())) {
            return false;
        }
        WinogradShape shape = WinogradShape.of(e.format(), e.batch(), operation.window(), x, y);
        if (!e.winograd().convolves(shape, e.isConstant(kernel))) {
            return false;
        }
        memory.desc result = e.preferred(y);
        new WinogradConvolution(
                        shape,
                        e.read(x, e.preferred(x)),
                        e.transformed(
                                instruction.layer(),
                                kernel,
                                KernelForm.TRANSFORMED,
                                WinogradConvolution.kernels(shape, e)),
                        operation.bias()
                                ? Optional.of(e.read(instruction.inputs().get(2)))
                                : Optional.empty(),
                        operation.postOperations(),
                        addends.stream().map(addend -> e.read(addend, result)).toList(),
                        e.write(y, result))
                .emit(e);
        return true;
    }

    static boolean dataGradient(Instruction instruction, Backward.ConvolutionDataGradient operation, Emission e) {
        Value dy = instruction.inputs().get(0);
        Value kernel = instruction.inputs().get(1);
        Value dx = instruction.output();
        if (!Winograd.knows(operation.window(), operation.depthwise(), e.mapType())) {
            return false;
        }
        WinogradShape shape = WinogradShape.back(e.format(), e.batch(), operation.window(), dx, dy);
        if (!e.winograd().convolves(shape, e.isConstant(kernel))) {
            return false;
        }
        new WinogradConvolution(
                        shape,
                        e.read(dy, e.preferred(dy)),
                        e.transformed(
                                instruction.layer(),
                                kernel,
                                KernelForm.TRANSFORMED_BACK,
                                WinogradConvolution.kernels(shape, e)),
                        Optional.empty(),
                        List.of(),
                        List.of(),
                        e.write(dx, e.preferred(dx)))
                .emit(e);
        return true;
    }

    static boolean weightsGradient(Instruction instruction, Backward.ConvolutionWeightsGradient operation, Emission e) {
        Value x = instruction.inputs().get(0);
        Value dy = instruction.inputs().get(1);
        Value gradient = instruction.output();
        if (!Winograd.knows(operation.window(), operation.depthwise(), e.mapType())) {
            return false;
        }
        WinogradShape shape = WinogradShape.of(e.format(), e.batch(), operation.window(), x, dy);
        int workers = e.winograd().gradientWorkers(shape);
        if (workers == 0) {
            return false;
        }
        new WinogradKernelGradient(
                        shape,
                        workers,
                        e.read(x, e.preferred(x)),
                        e.read(dy, e.preferred(dy)),
                        e.write(gradient, e.plain(gradient)),
                        operation.bias()
                                ? Optional.of(e.write(instruction.outputs().get(1)))
                                : Optional.empty())
                .emit(instruction.layer(), e);
        return true;
    }
}
