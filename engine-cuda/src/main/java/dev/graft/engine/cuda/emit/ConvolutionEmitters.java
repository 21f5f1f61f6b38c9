package dev.graft.engine.cuda.emit;

import dev.graft.engine.compiled.Emitters;
import dev.graft.engine.cuda.emit.PlanBuilder.Launch;
import dev.graft.engine.cuda.plan.Command.Convolution.Kind;
import dev.graft.engine.cuda.plan.Command.Extent3;
import dev.graft.engine.cuda.plan.ConvolutionGeometry;
import dev.graft.engine.cuda.plan.ElementType;
import dev.graft.engine.program.Backward;
import dev.graft.engine.program.Extent;
import dev.graft.engine.program.Forward;
import dev.graft.engine.program.Instruction;
import dev.graft.engine.program.Margins;
import dev.graft.engine.program.PostOperation;
import dev.graft.engine.program.Value;
import dev.graft.engine.program.Window;
import java.util.List;
import java.util.Optional;

/**
 * Convolutions, and dense layers as convolutions of one position. Depthwise ones have kernels of our own: cuDNN's are made for
 * groups of many channels.
 */
final class ConvolutionEmitters {
    /** As wide as the kernel of depthwise kernels' gradients can add up. */
    private static final int WIDEST = 7;

    private static final Window ONE = new Window(new Extent(1, 1), new Extent(1, 1), Margins.NONE);

    private ConvolutionEmitters() {}

    static void addTo(Emitters<Emission> emitters) {
        emitters.add(Forward.Convolution.class, ConvolutionEmitters::forward);
        emitters.add(
                Forward.Dense.class,
                (i, o, e) -> forward(i, ONE, false, o.bias(), o.postOperations(), ElementType.F32, e));
        emitters.add(
                Backward.ConvolutionDataGradient.class,
                (i, o, e) -> dataGradient(i, o.window(), o.depthwise(), e.maps(), e));
        emitters.add(Backward.DenseDataGradient.class, (i, o, e) -> dataGradient(i, ONE, false, ElementType.F32, e));
        emitters.add(
                Backward.ConvolutionWeightsGradient.class,
                (i, o, e) -> kernelGradient(i, o.window(), o.depthwise(), o.bias(), e.maps(), e));
        emitters.add(
                Backward.DenseWeightsGradient.class,
                (i, o, e) -> kernelGradient(i, ONE, false, o.bias(), ElementType.F32, e));
    }

    private static void forward(Instruction instruction, Forward.Convolution o, Emission e) {
        forward(instruction, o.window(), o.depthwise(), o.bias(), o.postOperations(), e.maps(), e);
    }

    private static void forward(
            Instruction instruction,
            Window window,
            boolean depthwise,
            boolean bias,
            List<PostOperation> postOperations,
            ElementType type,
            Emission e) {
        List<Value> inputs = instruction.inputs();
        Value y = instruction.output();
        Slot x = e.read(inputs.get(0), type);
        Slot kernel = e.kernel(inputs.get(1), type, order(inputs.get(0), depthwise));
        Slot result = e.write(y);
        Slot computed = result.type() == type ? result : e.temporary(y.name(), type, result.count());
        if (depthwise) {
            e.plan()
                    .launch(window(
                            Launch.forVectors("depthwise", type, result.count())
                                    .read(x)
                                    .read(kernel)
                                    .write(computed)
                                    .with(result.count()),
                            inputs.get(0),
                            y,
                            window));
        } else {
            e.plan().convolution(Kind.FORWARD, geometry(inputs.get(0), y, window, e), x, kernel, computed, false);
        }
        if (computed != result) {
            e.convert(computed, result);
        }
        int addends = bias ? 3 : 2;
        PostOperations.apply(
                y,
                result,
                bias && !e.fusions().leavesBias(y) ? Optional.of(e.read(inputs.get(2))) : Optional.empty(),
                postOperations,
                inputs.subList(addends, inputs.size()).stream()
                        .map(value -> e.read(value, result.type()))
                        .toList(),
                e);
    }

    private static KernelOrder order(Value x, boolean depthwise) {
        if (!x.isMap()) {
            return KernelOrder.PLAIN;
        }
        return depthwise ? KernelOrder.DEPTHWISE : KernelOrder.CONVOLUTION;
    }

    private static ConvolutionGeometry geometry(Value x, Value y, Window window, Emission e) {
        return new ConvolutionGeometry(
                e.batch(),
                x.isMap() ? x.height() : 1,
                x.isMap() ? x.width() : 1,
                x.channels(),
                y.isMap() ? y.height() : 1,
                y.isMap() ? y.width() : 1,
                y.channels(),
                window);
    }

    /** Sizes as depthwise and pooling kernels take them. */
    static Launch window(Launch launch, Value x, Value y, Window window) {
        return launch.with(x.height())
                .with(x.width())
                .with(x.channels())
                .with(y.height())
                .with(y.width())
                .with(window.kernel().height())
                .with(window.kernel().width())
                .with(window.stride().height())
                .with(window.stride().width())
                .with(window.padding().top())
                .with(window.padding().left());
    }

    private static void dataGradient(
            Instruction instruction, Window window, boolean depthwise, ElementType type, Emission e) {
        Value dy = instruction.inputs().get(0);
        Value dx = instruction.output();
        Slot source = e.read(dy, type);
        Slot kernel = e.kernel(instruction.inputs().get(1), type, order(dx, depthwise));
        Optional<Slot> sum = e.sum(dx, type);
        Slot result = sum.orElseGet(() -> e.write(dx));
        Slot computed = result.type() == type ? result : e.temporary(dx.name(), type, result.count());
        if (depthwise) {
            e.plan()
                    .launch(window(
                            Launch.forVectors("depthwiseDataGradient", type, result.count())
                                    .read(source)
                                    .read(kernel)
                                    .write(computed)
                                    .with(result.count()),
                            dx,
                            dy,
                            window));
        } else {
            e.plan()
                    .convolution(
                            Kind.DATA_GRADIENT, geometry(dx, dy, window, e), computed, kernel, source, sum.isPresent());
        }
        if (computed != result) {
            e.convert(computed, result);
        }
    }

    private static void kernelGradient(
            Instruction instruction, Window window, boolean depthwise, boolean bias, ElementType type, Emission e) {
        Value x = instruction.inputs().get(0);
        Value dy = instruction.inputs().get(1);
        Value dkernel = instruction.output();
        Slot input = e.read(x, type);
        Slot gradient = e.read(dy, type);
        if (depthwise) {
            depthwiseKernelGradient(x, dy, input, gradient, e.write(dkernel), window, type, e);
        } else if (type == ElementType.F32) {
            e.plan()
                    .convolution(
                            Kind.KERNEL_GRADIENT, geometry(x, dy, window, e), input, e.write(dkernel), gradient, false);
        } else {
            Optional<Slot> vector = e.writeNarrowed(dkernel);
            Slot computed = vector.orElseGet(() -> e.temporary(dkernel.name(), type, dkernel.elements()));
            e.plan().convolution(Kind.KERNEL_GRADIENT, geometry(x, dy, window, e), input, computed, gradient, false);
            // All of the vector are widened together, in front of the update.
            if (vector.isEmpty()) {
                e.convert(computed, e.write(dkernel));
            }
        }
        boolean left = instruction.forward().filter(e.fusions()::leavesBias).isPresent();
        if (bias && left) {
            // Exactly 0, as that vector is where nobody writes.
            e.write(instruction.outputs().get(1));
        } else if (bias && !e.isWritten(instruction.outputs().get(1))) {
            channelSums(dy, e.read(dy), e.write(instruction.outputs().get(1)), e);
        }
    }

    private static void depthwiseKernelGradient(
            Value x, Value dy, Slot input, Slot gradient, Slot result, Window window, ElementType type, Emission e) {
        int channels = x.channels();
        int height = window.kernel().height();
        if (window.kernel().width() > WIDEST) {
            throw new IllegalArgumentException("A depthwise kernel of " + window.kernel() + " is wider than " + WIDEST);
        }
        Extent3 grid = Emission.reduction(channels, (long) e.batch() * dy.height(), height);
        Slot partial = e.temporary("partial sums", ElementType.F32, (long) grid.y() * grid.z() * WIDEST * channels);
        e.plan()
                .launch(Launch.of("depthwiseKernelGradient", type, grid, Emission.COLUMN)
                        .read(input)
                        .read(gradient)
                        .write(partial)
                        .change(e.plan().counters(grid.x() * grid.z()))
                        .write(result)
                        .with(e.batch())
                        .with(x.height())
                        .with(x.width())
                        .with(channels)
                        .with(dy.height())
                        .with(dy.width())
                        .with(window.kernel().width())
                        .with(window.stride().height())
                        .with(window.stride().width())
                        .with(window.padding().top())
                        .with(window.padding().left()));
    }

    private static void channelSums(Value dy, Slot gradient, Slot sums, Emission e) {
        Extent3 grid = Emission.reduction(dy.channels(), e.rows(dy), 1);
        e.plan()
                .launch(Launch.of("channelSums", gradient.type(), grid, Emission.COLUMN)
                        .read(gradient)
                        .write(e.temporary("partial sums", ElementType.F32, (long) grid.y() * dy.channels()))
                        .change(e.plan().counters(grid.x()))
                        .write(sums)
                        .with(e.rows(dy))
                        .with(dy.channels()));
    }
}
