package dev.graft.engine.program;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Zeros around a map become the padding of the window above: always below a convolution; below a maximum where nothing in
 * the map is negative, so that a zero wins only against zeros. A mean does not count its padding and keeps the zeros.
 */
final class PaddingFolding {
    private PaddingFolding() {}

    /** The pass. */
    static Program apply(Program program) {
        Uses uses = new Uses(program);
        return new MergePass((first, between, second, context) -> {
                    if (!(first.operation() instanceof Forward.Pad pad)) {
                        return Optional.empty();
                    }
                    Value map = first.inputs().get(0);
                    return folded(second.operation(), pad.margins(), () -> followsRelu(map, uses))
                            .map(operation -> withMap(second, operation, map));
                })
                .apply(program);
    }

    private static Optional<Forward> folded(Operation second, Margins margins, BooleanSupplier nowhereNegative) {
        if (second instanceof Forward.Convolution convolution) {
            return Optional.of(new Forward.Convolution(
                    convolution.window().withPadding(margins),
                    convolution.depthwise(),
                    convolution.bias(),
                    convolution.postOperations()));
        }
        if (second instanceof Forward.MaxPooling pooling && nowhereNegative.getAsBoolean()) {
            Window window = pooling.window().withPadding(margins);
            return everyWindowSeesTheMap(window) ? Optional.of(new Forward.MaxPooling(window)) : Optional.empty();
        }
        return Optional.empty();
    }

    private static boolean everyWindowSeesTheMap(Window window) {
        Margins padding = window.padding();
        return Math.max(padding.top(), padding.bottom()) < window.kernel().height()
                && Math.max(padding.left(), padding.right()) < window.kernel().width();
    }

    /**
     * Of ReLU alone: its derivative at 0 is 0, so it does not matter which of several zeros gets the gradient. It is an
     * instruction of its own: activations are fused after this.
     */
    private static boolean followsRelu(Value map, Uses uses) {
        return uses.producer(map)
                .filter(producer ->
                        producer.operation() instanceof Forward.Activate activate && isRelu(activate.function()))
                .isPresent();
    }

    private static boolean isRelu(Function function) {
        return function == Function.RELU || function == Function.RELU6;
    }

    private static Instruction withMap(Instruction second, Forward operation, Value map) {
        List<Value> inputs = new ArrayList<>(second.inputs());
        inputs.set(0, map);
        return Instruction.of(operation, inputs, second.outputs(), second.layer());
    }
}
