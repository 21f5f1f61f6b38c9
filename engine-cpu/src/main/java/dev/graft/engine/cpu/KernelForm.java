package dev.graft.engine.cpu;

/** In which form a primitive takes a parameter. */
enum KernelForm {
    /** As it is. */
    PLAIN,
    /** A kernel's 36 matrices of input by output channels, see {@link WinogradTransforms}. */
    TRANSFORMED,
    /** The same for the gradient of the input: the kernel turned by half a turn, output by input channels. */
    TRANSFORMED_BACK
}
