package dev.graft.engine.cpu;

import dev.graft.engine.program.Parameter;
import org.bytedeco.dnnl.memory;

/** Where a plan finds its parameters and leaves their gradients. */
interface ParameterMemory {
    /** Whether it never changes while plans are in use. */
    boolean isConstant(Parameter parameter);

    /**
     * A constant in some form and layout; converted once and shared by all plans.
     *
     * @param plain the value's plain layout, with the dimensions of {@code wanted} if the form is plain
     */
    Slot constant(Parameter parameter, KernelForm form, memory.desc plain, memory.desc wanted);

    /** What is no constant, as it is now, in plain order. */
    Slot current(Parameter parameter, memory.desc plain);

    /** Where the gradient of a learning parameter belongs, in plain order. */
    Slot gradient(Parameter parameter, memory.desc plain);
}
