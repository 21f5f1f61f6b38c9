package dev.graft.export;

import dev.graft.error.GraftException;
import org.nd4j.linalg.activations.Activation;

/** Activation functions as ONNX nodes. */
final class OnnxActivations {
    private static final float SIX = 6;

    private final OnnxGraph onnx;

    OnnxActivations(OnnxGraph onnx) {
        this.onnx = onnx;
    }

    /** Adds a function under a layer's name. */
    String add(String name, Activation activation, String from) {
        return switch (activation) {
            case IDENTITY -> from;
            case RELU -> onnx.node("Relu", name, from);
            case RELU6 ->
                onnx.node("Clip", name, from, onnx.scalar(name + "/least", 0), onnx.scalar(name + "/most", SIX));
            case SWISH -> onnx.node("Mul", name, from, onnx.node("Sigmoid", name + "/gate", from));
            case SIGMOID -> onnx.node("Sigmoid", name, from);
            case TANH -> onnx.node("Tanh", name, from);
            case SOFTMAX -> onnx.node("Softmax", name, OnnxAttributes.of().integer("axis", 1), from);
            default ->
                throw new GraftException("Layer '" + name + "' has the activation " + activation
                        + ", which is not translated to ONNX. Export weights for Keras instead.");
        };
    }
}
