package dev.graft.engine.program;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The gradient of each forward operation. */
final class GradientRules {
    private final Differentiation differentiation;

    GradientRules(Differentiation differentiation) {
        this.differentiation = differentiation;
    }

    /**
     * Hands gradients to what an instruction read.
     *
     * @param gradient of its first output; nothing for a loss, or if no loss depends on it
     */
    void reverse(Instruction of, Optional<Value> gradient) {
        if (of.operation() instanceof Forward.SoftmaxCrossEntropy) {
            Value[] operands = of.inputs().toArray(Value[]::new);
            differentiation.contribute(
                    new Backward.LossGradient(), of, of.inputs().get(0), operands);
        } else if (gradient.isPresent()) {
            reverse(of, gradient.get());
        }
    }

    private void reverse(Instruction of, Value dy) {
        Operation operation = of.operation();
        if (operation instanceof Forward.Convolution convolution) {
            convolution(of, convolution, dy);
        } else if (operation instanceof Forward.Dense dense) {
            dense(of, dense, dy);
        } else if (operation instanceof Forward.BatchNormalization norm) {
            batchNormalization(of, norm, dy);
        } else if (operation instanceof Forward.RunningNormalization norm) {
            runningNormalization(of, norm, dy);
        } else if (operation instanceof Forward.Add add) {
            Value sum = unfused(of, add.postOperations(), of.inputs().size(), dy);
            of.inputs().stream().filter(differentiation::wanted).forEach(x -> differentiation.contribute(x, sum));
        } else if (operation instanceof Forward.Multiply) {
            multiply(of, dy);
        } else if (operation instanceof Forward.Concatenate) {
            concatenation(of, dy);
        } else {
            unary(of, dy);
        }
    }

    /** Undoes post-operations from the last to the first; returns the gradient of what was before them. */
    private Value unfused(Instruction of, List<PostOperation> postOperations, int firstAddend, Value dy) {
        Value gradient = dy;
        int addend = of.inputs().size();
        for (int i = postOperations.size() - 1; i >= 0; i--) {
            if (postOperations.get(i) instanceof PostOperation.Activate activate) {
                boolean last = i == postOperations.size() - 1;
                if (!last || !activate.function().derivativeFromResult()) {
                    throw new IllegalArgumentException(activate + " is fused into " + of.operation()
                            + ", and its derivative needs a value that is not kept");
                }
                Value before = differentiation.gradientOf(of.output());
                differentiation.add(
                        new Backward.ActivationGradient(activate.function(), true),
                        of,
                        List.of(of.output(), gradient),
                        List.of(before));
                gradient = before;
            } else {
                addend--;
                if (differentiation.wanted(of.inputs().get(addend))) {
                    differentiation.contribute(of.inputs().get(addend), gradient);
                }
            }
        }
        if (addend != firstAddend) {
            throw new IllegalArgumentException(of + " has more inputs than post-operations take");
        }
        return gradient;
    }

    private void convolution(Instruction of, Forward.Convolution operation, Value dy) {
        Value x = of.inputs().get(0);
        Value kernel = of.inputs().get(1);
        Value gradient = unfused(of, operation.postOperations(), operation.bias() ? 3 : 2, dy);
        if (differentiation.wanted(kernel)) {
            weights(
                    of,
                    new Backward.ConvolutionWeightsGradient(
                            operation.window(), operation.depthwise(), operation.bias()),
                    operation.bias(),
                    gradient);
        }
        if (differentiation.wanted(x)) {
            differentiation.contribute(
                    new Backward.ConvolutionDataGradient(operation.window(), operation.depthwise()),
                    of,
                    x,
                    gradient,
                    kernel);
        }
    }

    private void dense(Instruction of, Forward.Dense operation, Value dy) {
        Value x = of.inputs().get(0);
        Value kernel = of.inputs().get(1);
        Value gradient = unfused(of, operation.postOperations(), operation.bias() ? 3 : 2, dy);
        if (differentiation.wanted(kernel)) {
            weights(of, new Backward.DenseWeightsGradient(operation.bias()), operation.bias(), gradient);
        }
        if (differentiation.wanted(x)) {
            differentiation.contribute(new Backward.DenseDataGradient(), of, x, gradient, kernel);
        }
    }

    /** A layer's kernel and bias learn together or not at all. */
    private void weights(Instruction of, Backward operation, boolean bias, Value gradient) {
        parameters(
                of,
                operation,
                List.of(of.inputs().get(0), gradient),
                of.inputs().subList(1, bias ? 3 : 2));
    }

    /** Adds an instruction that gives the gradients of some inputs at once. */
    private void parameters(Instruction of, Backward operation, List<Value> operands, List<Value> to) {
        List<Value> results = to.stream().map(differentiation::gradientOf).toList();
        differentiation.add(operation, of, operands, results);
        for (int i = 0; i < to.size(); i++) {
            differentiation.contribute(to.get(i), results.get(i));
        }
    }

    private void batchNormalization(Instruction of, Forward.BatchNormalization operation, Value dy) {
        Value x = of.inputs().get(0);
        List<Value> operands =
                new ArrayList<>(List.of(x, dy, of.outputs().get(1), of.outputs().get(2)));
        List<Value> affine = of.inputs().subList(1, of.inputs().size());
        addGammaAndResult(operands, of, operation.scale(), operation.relu());
        Backward gradient =
                new Backward.BatchNormalizationGradient(operation.epsilon(), operation.scale(), operation.relu());
        List<Value> results = new ArrayList<>(List.of(differentiation.gradientOf(x)));
        affine.forEach(each -> results.add(differentiation.gradientOf(each)));
        differentiation.add(gradient, of, operands, results);
        if (differentiation.wanted(x)) {
            differentiation.contribute(x, results.get(0));
        }
        for (int i = 0; i < affine.size(); i++) {
            differentiation.contribute(affine.get(i), results.get(i + 1));
        }
    }

    private void runningNormalization(Instruction of, Forward.RunningNormalization operation, Value dy) {
        Value x = of.inputs().get(0);
        int statistics = operation.scale() ? 3 : 2;
        List<Value> operands = new ArrayList<>(
                List.of(x, dy, of.inputs().get(statistics), of.inputs().get(statistics + 1)));
        addGammaAndResult(operands, of, operation.scale(), operation.relu());
        boolean data = differentiation.wanted(x);
        Backward gradient = new Backward.RunningNormalizationGradient(
                operation.epsilon(), operation.scale(), operation.relu(), data);
        List<Value> to = new ArrayList<>(data ? List.of(x) : List.of());
        to.addAll(of.inputs().subList(1, statistics));
        parameters(of, gradient, operands, to);
    }

    private static void addGammaAndResult(List<Value> operands, Instruction of, boolean scale, boolean relu) {
        if (scale) {
            operands.add(of.inputs().get(1));
        }
        if (relu) {
            operands.add(of.output());
        }
    }

    private void multiply(Instruction of, Value dy) {
        Value map = of.inputs().get(0);
        Value gate = of.inputs().get(1);
        if (differentiation.wanted(gate)) {
            differentiation.contribute(new Backward.MultiplyGateGradient(), of, gate, map, dy);
        }
        if (differentiation.wanted(map)) {
            differentiation.contribute(new Backward.MultiplyMapGradient(), of, map, gate, dy);
        }
    }

    private void concatenation(Instruction of, Value dy) {
        int from = 0;
        for (Value x : of.inputs()) {
            if (differentiation.wanted(x)) {
                differentiation.contribute(new Backward.ConcatenateGradient(from), of, x, dy);
            }
            from += x.channels();
        }
    }

    /** Operations with one input that may learn. */
    private void unary(Instruction of, Value dy) {
        Operation operation = of.operation();
        Value x = of.inputs().get(0);
        if (operation instanceof Forward.Activate activate) {
            boolean fromResult = activate.function().derivativeFromResult();
            Value argument = fromResult ? of.output() : x;
            differentiation.contribute(
                    new Backward.ActivationGradient(activate.function(), fromResult), of, x, argument, dy);
        } else if (operation instanceof Forward.MaxPooling pooling) {
            differentiation.contribute(new Backward.MaxPoolingGradient(pooling.window()), of, x, x, dy);
        } else if (operation instanceof Forward.GlobalMaxPooling) {
            differentiation.contribute(new Backward.GlobalMaxPoolingGradient(), of, x, x, dy);
        } else if (operation instanceof Forward.ScaleAndShift) {
            Value scale = of.inputs().get(1);
            differentiation.contribute(new Backward.ScaleAndShiftGradient(), of, x, dy, scale);
        } else {
            differentiation.contribute(fromGradientAlone(operation), of, x, dy);
        }
    }

    private static Backward fromGradientAlone(Operation operation) {
        if (operation instanceof Forward.AveragePooling pooling) {
            return new Backward.AveragePoolingGradient(pooling.window());
        } else if (operation instanceof Forward.GlobalAveragePooling) {
            return new Backward.GlobalAveragePoolingGradient();
        } else if (operation instanceof Forward.Dropout dropout) {
            return new Backward.DropoutGradient(dropout.rate(), dropout.seed(), dropout.perSample());
        } else if (operation instanceof Forward.Pad pad) {
            return new Backward.PadGradient(pad.margins());
        } else if (operation instanceof Forward.Flatten flatten) {
            return new Backward.FlattenGradient(flatten.channelsLast());
        } else if (operation instanceof Forward.Reshape) {
            return new Backward.ReshapeGradient();
        } else if (operation instanceof Forward.TwoClassLogits) {
            return new Backward.TwoClassLogitsGradient();
        }
        throw new IllegalArgumentException("There is no gradient of " + operation);
    }
}
