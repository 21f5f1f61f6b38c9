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

    private static Optional<WinogradShape> shape(Instruction instruction, Emission e) {
        return e.mapType().value == memory.data_type.f32.value
                ? e.winograd().shape(instruction, e.format(), e.batch(), e::isConstant)
                : Optional.empty();
    }

    static boolean forward(Instruction instruction, Forward.Convolution operation, List<Value> addends, Emission e) {
        Optional<WinogradShape> shape = shape(instruction, e);
        shape.ifPresent(found -> {
            Optional<Slot> bias =
                    operation.bias() ? Optional.of(e.read(instruction.inputs().get(2))) : Optional.empty();
            memory.desc result = e.preferred(instruction.output());
            new WinogradConvolution(
                            found,
                            source(instruction, e),
                            kernels(instruction, KernelForm.TRANSFORMED, found, e),
                            bias,
                            operation.postOperations(),
                            addends.stream()
                                    .map(addend -> e.read(addend, result))
                                    .toList(),
                            e.write(instruction.output(), result))
                    .emit(e);
        });
        return shape.isPresent();
    }

    static boolean dataGradient(Instruction instruction, Emission e) {
        Optional<WinogradShape> shape = shape(instruction, e);
        shape.ifPresent(found -> new WinogradConvolution(
                        found,
                        source(instruction, e),
                        kernels(instruction, KernelForm.TRANSFORMED_BACK, found, e),
                        Optional.empty(),
                        List.of(),
                        List.of(),
                        e.write(instruction.output(), e.preferred(instruction.output())))
                .emit(e));
        return shape.isPresent();
    }

    private static Slot source(Instruction instruction, Emission e) {
        Value x = instruction.inputs().get(0);
        return e.read(x, e.preferred(x));
    }

    private static Slot kernels(Instruction instruction, KernelForm form, WinogradShape shape, Emission e) {
        memory.desc wanted = WinogradConvolution.kernels(shape, e);
        return e.transformed(instruction.layer(), instruction.inputs().get(1), form, wanted);
    }

    static boolean weightsGradient(Instruction instruction, Backward.ConvolutionWeightsGradient operation, Emission e) {
        Optional<WinogradShape> shape = shape(instruction, e);
        shape.ifPresent(found -> {
            Value dy = instruction.inputs().get(1);
            Optional<Slot> bias =
                    operation.bias() ? Optional.of(e.write(instruction.outputs().get(1))) : Optional.empty();
            new WinogradKernelGradient(
                            found,
                            e.winograd().gradientWorkers(found),
                            source(instruction, e),
                            e.read(dy, e.preferred(dy)),
                            e.write(instruction.output(), e.plain(instruction.output())),
                            bias)
                    .emit(e);
        });
        return shape.isPresent();
    }
}
