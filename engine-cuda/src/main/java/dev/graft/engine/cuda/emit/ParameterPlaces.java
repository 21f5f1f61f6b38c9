package dev.graft.engine.cuda.emit;

import dev.graft.engine.cuda.plan.Buffer;
import dev.graft.engine.cuda.plan.ElementType;
import dev.graft.engine.program.Parameter;

/** Where parameters lie in a device's memory: a session's, which its plans share. */
public interface ParameterPlaces {
    /** Whether a training moves it: then it lies in the vectors, else by itself. */
    boolean moves(Parameter parameter);

    /**
     * A parameter that does not move.
     *
     * @param type in which it is used
     * @param order of its values
     */
    Buffer constant(Parameter parameter, ElementType type, KernelOrder order);

    /** A parameter in the vector of parameters, in single precision. */
    Buffer current(Parameter parameter);

    /** The kernel of a convolution as it is used with maps of a narrower type. */
    Buffer narrowed(Parameter parameter);

    /** The place beside a parameter in the vector of gradients: of its gradient, or of a batch's statistic. */
    Buffer gradient(Parameter parameter);

    /** The place beside a kernel in the vector of narrowed gradients. */
    Buffer narrowedGradient(Parameter parameter);

    /** The whole vector of parameters. */
    Buffer parameters();

    /** The whole vector of gradients. */
    Buffer gradients();

    /** Number of the training step, an {@code int}. */
    Buffer step();
}
