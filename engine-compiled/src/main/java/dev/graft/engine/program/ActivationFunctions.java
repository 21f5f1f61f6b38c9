package dev.graft.engine.program;

import java.util.Map;
import java.util.Optional;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationReLU6;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationSwish;
import org.nd4j.linalg.activations.impl.ActivationTanH;

/** ND4J's activations in a program's terms. */
final class ActivationFunctions {
    private ActivationFunctions() {}

    /**
     * The function; nothing for the identity.
     *
     * @throws UnsupportedVertexException for one that has no counterpart; exact classes count, a subclass may compute
     *     something else
     */
    static Optional<Function> of(IActivation activation, String vertex) {
        Class<?> type = activation.getClass();
        if (type == ActivationIdentity.class) {
            return Optional.empty();
        }
        Map<Class<?>, Function> known = Map.of(
                ActivationReLU.class, Function.RELU,
                ActivationReLU6.class, Function.RELU6,
                ActivationSwish.class, Function.SWISH,
                dev.graft.layer.Swish.class, Function.SWISH,
                ActivationSigmoid.class, Function.SIGMOID,
                ActivationTanH.class, Function.TANH);
        Function function = known.get(type);
        if (function == null) {
            throw new UnsupportedVertexException(vertex, "its activation is " + activation);
        }
        return Optional.of(function);
    }
}
