package dev.graft.engine.program;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Activations and additions become post-operations of the convolution, dense layer or addition below. Where gradients will
 * flow, an activation is fused only if its derivative follows from its result, and nothing is fused after it.
 */
final class PostOperationFusion implements Merging {
    @Override
    public Optional<Instruction> merge(Instruction first, Value between, Instruction second, MergeContext context) {
        Optional<List<PostOperation>> below = postOperations(first.operation());
        if (below.isEmpty()) {
            return Optional.empty();
        }
        boolean learns = context.learns(second.output());
        if (learns && below.get().stream().anyMatch(PostOperation.Activate.class::isInstance)) {
            return Optional.empty();
        }
        List<PostOperation> fused = new ArrayList<>(below.get());
        List<Value> inputs = new ArrayList<>(first.inputs());
        if (second.operation() instanceof Forward.Activate activate
                && (!learns || activate.function().derivativeFromResult())) {
            fused.add(new PostOperation.Activate(activate.function()));
        } else if (second.operation() instanceof Forward.Add add && !(first.operation() instanceof Forward.Add)) {
            if (second.inputs().size() != 2 || !add.postOperations().isEmpty()) {
                return Optional.empty();
            }
            fused.add(new PostOperation.Add());
            inputs.add(second.inputs().get(second.inputs().get(0).equals(between) ? 1 : 0));
        } else {
            return Optional.empty();
        }
        return Optional.of(
                Instruction.of(withPostOperations(first.operation(), fused), inputs, second.outputs(), first.layer()));
    }

    private static Optional<List<PostOperation>> postOperations(Operation operation) {
        if (operation instanceof Forward.Convolution convolution) {
            return Optional.of(convolution.postOperations());
        } else if (operation instanceof Forward.Dense dense) {
            return Optional.of(dense.postOperations());
        } else if (operation instanceof Forward.Add add) {
            return Optional.of(add.postOperations());
        }
        return Optional.empty();
    }

    private static Forward withPostOperations(Operation operation, List<PostOperation> operations) {
        if (operation instanceof Forward.Convolution convolution) {
            return new Forward.Convolution(
                    convolution.window(), convolution.depthwise(), convolution.bias(), operations);
        } else if (operation instanceof Forward.Dense dense) {
            return new Forward.Dense(dense.bias(), operations);
        }
        return new Forward.Add(operations);
    }
}
