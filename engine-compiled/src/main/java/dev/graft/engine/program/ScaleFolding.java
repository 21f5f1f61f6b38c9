package dev.graft.engine.program;

import static dev.graft.engine.program.LoweredParameters.plus;
import static dev.graft.engine.program.LoweredParameters.times;

import java.util.List;
import java.util.Optional;

/**
 * A scale and shift, which a frozen batch normalization is, becomes part of the constant kernel and bias of the convolution
 * or dense layer below.
 */
final class ScaleFolding implements Merging {
    @Override
    public Optional<Instruction> merge(Instruction first, Value between, Instruction second, MergeContext context) {
        if (!(second.operation() instanceof Forward.ScaleAndShift)
                || !context.constant(first.inputs().subList(1, first.inputs().size()))) {
            return Optional.empty();
        }
        if (first.operation() instanceof Forward.Convolution convolution
                && convolution.postOperations().isEmpty()) {
            Forward folded = new Forward.Convolution(convolution.window(), convolution.depthwise(), true, List.of());
            return Optional.of(folded(folded, first, convolution.bias(), second, context));
        }
        if (first.operation() instanceof Forward.Dense dense
                && dense.postOperations().isEmpty()) {
            return Optional.of(folded(new Forward.Dense(true, List.of()), first, dense.bias(), second, context));
        }
        return Optional.empty();
    }

    private static Instruction folded(
            Forward operation, Instruction first, boolean bias, Instruction second, MergeContext context) {
        Value kernel = first.inputs().get(1);
        ParameterSource scale = context.source(second.inputs().get(1));
        ParameterSource shift = context.source(second.inputs().get(2));
        Value scaled = context.constant(
                kernel.name() + "*",
                new DerivedParameter.ScaledKernel(context.source(kernel), scale),
                kernel.dimensions());
        ParameterSource moved = bias ? plus(times(context.source(first.inputs().get(2)), scale), shift) : shift;
        Value shifted = context.constant(
                first.layer() + "/b*", moved, second.inputs().get(2).dimensions());
        return Instruction.of(
                operation, List.of(first.inputs().get(0), scaled, shifted), second.outputs(), first.layer());
    }
}
