package dev.graft.export;

import dev.graft.GraftException;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationReLU6;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.activations.impl.ActivationSwish;
import org.nd4j.linalg.activations.impl.ActivationTanH;

/** Activation functions as ONNX nodes. */
final class OnnxActivations {
    private static final float SIX = 6;

    private final OnnxGraph onnx;

    OnnxActivations(OnnxGraph onnx) {
        this.onnx = onnx;
    }

    static boolean isIdentity(IActivation activation) {
        return activation instanceof ActivationIdentity;
    }

    /** Adds a function under a layer's name. */
    String add(String name, IActivation activation, String from) {
        if (isIdentity(activation)) {
            return from;
        }
        if (activation instanceof ActivationReLU relu && isPlain(relu)) {
            return onnx.node("Relu", name, from);
        }
        if (activation instanceof ActivationReLU6) {
            return onnx.node("Clip", name, from, onnx.scalar(name + "/least", 0), onnx.scalar(name + "/most", SIX));
        }
        if (activation instanceof ActivationSwish) {
            return onnx.node("Mul", name, from, onnx.node("Sigmoid", name + "/gate", from));
        }
        if (activation instanceof ActivationSigmoid) {
            return onnx.node("Sigmoid", name, from);
        }
        if (activation instanceof ActivationTanH) {
            return onnx.node("Tanh", name, from);
        }
        if (activation instanceof ActivationSoftmax) {
            return onnx.node("Softmax", name, OnnxAttributes.of().integer("axis", 1), from);
        }
        throw new GraftException("Layer '" + name + "' has the activation " + activation
                + ", which is not translated to ONNX. Export weights for Keras instead.");
    }

    private static boolean isPlain(ActivationReLU relu) {
        return isZero(relu.getThreshold()) && isZero(relu.getNegativeSlope()) && relu.getMax() == null;
    }

    private static boolean isZero(Double value) {
        return value == null || value == 0;
    }
}
