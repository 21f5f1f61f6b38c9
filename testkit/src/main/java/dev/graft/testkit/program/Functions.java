package dev.graft.testkit.program;

import dev.graft.engine.program.Function;

/** Activations and their derivatives. */
final class Functions {
    private Functions() {}

    static double apply(Function function, double x) {
        return switch (function) {
            case RELU -> Math.max(x, 0);
            case RELU6 -> Math.min(Math.max(x, 0), 6);
            case SWISH -> x / (1 + Math.exp(-x));
            case SIGMOID -> 1 / (1 + Math.exp(-x));
            case TANH -> Math.tanh(x);
        };
    }

    /** From the argument. */
    static double derivative(Function function, double x) {
        if (function == Function.SWISH) {
            double sigmoid = 1 / (1 + Math.exp(-x));
            return sigmoid + x * sigmoid * (1 - sigmoid);
        }
        return derivativeFromResult(function, apply(function, x));
    }

    static double derivativeFromResult(Function function, double y) {
        return switch (function) {
            case RELU -> y > 0 ? 1 : 0;
            case RELU6 -> y > 0 && y < 6 ? 1 : 0;
            case SIGMOID -> y * (1 - y);
            case TANH -> 1 - y * y;
            case SWISH -> throw new IllegalArgumentException("not from the result");
        };
    }
}
