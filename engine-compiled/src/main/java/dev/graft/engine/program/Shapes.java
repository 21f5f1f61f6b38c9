package dev.graft.engine.program;

import java.util.ArrayList;
import java.util.List;

/** Dimensions of what a forward operation gives, without the batch. Wrong inputs throw. */
final class Shapes {
    private Shapes() {}

    /**
     * Of the first output.
     *
     * @throws IllegalArgumentException if inputs do not fit the operation or each other
     */
    static List<Integer> of(Forward operation, List<Value> inputs) {
        List<Integer> x = inputs.get(0).dimensions();
        if (operation instanceof Forward.Convolution convolution) {
            return convolution(convolution, inputs);
        } else if (operation instanceof Forward.Dense) {
            List<Integer> kernel = inputs.get(1).dimensions();
            require(kernel.size() == 2 && x.equals(List.of(kernel.get(1))), operation, inputs);
            return addends(List.of(kernel.get(0)), operation, inputs, 2);
        } else if (operation instanceof Forward.MaxPooling pooling) {
            return window(pooling.window(), x.get(0), operation, inputs);
        } else if (operation instanceof Forward.AveragePooling pooling) {
            return window(pooling.window(), x.get(0), operation, inputs);
        } else if (operation instanceof Forward.GlobalAveragePooling || operation instanceof Forward.GlobalMaxPooling) {
            require(inputs.get(0).isMap(), operation, inputs);
            return List.of(x.get(0));
        } else if (operation instanceof Forward.Add) {
            require(inputs.size() > 1, operation, inputs);
            return addends(x, operation, inputs, 1);
        } else if (operation instanceof Forward.Multiply) {
            require(x.size() == 3 && inputs.get(1).dimensions().equals(List.of(x.get(0), 1, 1)), operation, inputs);
            return x;
        } else if (operation instanceof Forward.Concatenate) {
            return concatenation(operation, inputs);
        } else if (operation instanceof Forward.Pad pad) {
            Margins margins = pad.margins();
            require(x.size() == 3, operation, inputs);
            return List.of(
                    x.get(0), x.get(1) + margins.top() + margins.bottom(), x.get(2) + margins.left() + margins.right());
        } else if (operation instanceof Forward.Flatten) {
            return List.of(Math.toIntExact(inputs.get(0).elements()));
        } else if (operation instanceof Forward.TwoClassLogits) {
            require(x.equals(List.of(1)), operation, inputs);
            return List.of(2);
        } else if (operation instanceof Forward.SoftmaxCrossEntropy) {
            require(x.size() == 1 && inputs.get(1).dimensions().equals(x), operation, inputs);
            return List.of();
        }
        return perChannel(operation, inputs);
    }

    private static List<Integer> convolution(Forward.Convolution operation, List<Value> inputs) {
        Value x = inputs.get(0);
        List<Integer> kernel = inputs.get(1).dimensions();
        require(x.isMap() && kernel.size() == 4, operation, inputs);
        require(kernel.get(1) == (operation.depthwise() ? 1 : x.channels()), operation, inputs);
        require(!operation.depthwise() || kernel.get(0) == x.channels(), operation, inputs);
        Extent size = new Extent(kernel.get(2), kernel.get(3));
        require(size.equals(operation.window().kernel()), operation, inputs);
        require(!operation.bias() || inputs.get(2).dimensions().equals(List.of(kernel.get(0))), operation, inputs);
        List<Integer> result = window(operation.window(), kernel.get(0), operation, inputs);
        return addends(result, operation, inputs, 2 + (operation.bias() ? 1 : 0));
    }

    private static List<Integer> window(Window window, int channels, Operation operation, List<Value> inputs) {
        Value x = inputs.get(0);
        require(x.isMap(), operation, inputs);
        int height = window.outputHeight(x.height());
        int width = window.outputWidth(x.width());
        require(height > 0 && width > 0, operation, inputs);
        return List.of(channels, height, width);
    }

    private static List<Integer> concatenation(Operation operation, List<Value> inputs) {
        List<Integer> result = new ArrayList<>(inputs.get(0).dimensions());
        for (Value input : inputs.subList(1, inputs.size())) {
            List<Integer> next = input.dimensions();
            require(next.subList(1, next.size()).equals(result.subList(1, result.size())), operation, inputs);
            result.set(0, result.get(0) + next.get(0));
        }
        return result;
    }

    /** All inputs from an index on have the result's shape. */
    private static List<Integer> addends(List<Integer> result, Operation operation, List<Value> inputs, int from) {
        inputs.subList(from, inputs.size())
                .forEach(addend -> require(addend.dimensions().equals(result), operation, inputs));
        return result;
    }

    /** The first input's shape; further inputs have one number for each channel. */
    private static List<Integer> perChannel(Operation operation, List<Value> inputs) {
        List<Integer> x = inputs.get(0).dimensions();
        List<Integer> channels = x.isEmpty() ? x : List.of(x.get(0));
        inputs.subList(1, inputs.size())
                .forEach(each -> require(each.dimensions().equals(channels), operation, inputs));
        return x;
    }

    private static void require(boolean fits, Operation operation, List<Value> inputs) {
        if (!fits) {
            throw new IllegalArgumentException(operation + " cannot take " + inputs);
        }
    }
}
