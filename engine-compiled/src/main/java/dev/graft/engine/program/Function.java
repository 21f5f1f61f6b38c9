package dev.graft.engine.program;

/** An activation, value by value. */
public enum Function {
    /** {@code max(x, 0)}; its derivative at 0 is 0. */
    RELU(true),
    /** {@code min(max(x, 0), 6)}; its derivative at 0 and at 6 is 0. */
    RELU6(true),
    /** {@code x * sigmoid(x)}. */
    SWISH(false),
    /** {@code 1 / (1 + exp(-x))}. */
    SIGMOID(true),
    /** Hyperbolic tangent. */
    TANH(true);

    private final boolean fromResult;

    Function(boolean fromResult) {
        this.fromResult = fromResult;
    }

    /** Whether the derivative follows from the function's result, so that its argument need not be kept. */
    public boolean derivativeFromResult() {
        return fromResult;
    }
}
