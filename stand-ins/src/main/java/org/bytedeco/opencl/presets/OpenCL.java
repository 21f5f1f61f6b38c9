package org.bytedeco.opencl.presets;

/**
 * Stands in for the OpenCL bindings, which this engine does without.
 *
 * <p>oneDNN's bindings name a class of this name in an annotation ({@code org.bytedeco.dnnl.presets.dnnl}) and load it,
 * with its native library, although nothing that runs on a processor needs it. Finding this one, they load nothing.
 */
public final class OpenCL {
    private OpenCL() {}
}
