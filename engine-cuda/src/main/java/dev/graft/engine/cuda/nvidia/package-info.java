/**
 * NVIDIA's libraries, found on the machine and called by name: the driver, NVRTC, which compiles kernels, and cuDNN, which
 * convolves. They are no dependencies of the build and no preset binds them, so that one jar serves every release of CUDA that
 * has these functions, and a machine without them only says what is missing.
 */
@NullMarked
package dev.graft.engine.cuda.nvidia;

import org.jspecify.annotations.NullMarked;
