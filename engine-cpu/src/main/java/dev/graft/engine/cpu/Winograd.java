package dev.graft.engine.cpu;

import dev.graft.engine.program.Extent;
import dev.graft.engine.program.Window;
import org.bytedeco.dnnl.memory;

/**
 * Which convolutions are computed by {@link WinogradTransforms}, by measurements.
 *
 * @param workers who compute
 * @param enabled whether any is
 */
record Winograd(Workers workers, boolean enabled) {
    /** {@code off} computes all convolutions directly. */
    static final String PROPERTY = "graft.winograd";

    private static final int CHANNELS = 16;

    /** As the system property says. */
    static Winograd of(Workers workers) {
        return new Winograd(workers, !"off".equals(System.getProperty(PROPERTY)));
    }

    /** Whether it is a convolution of the kind that can be computed so. */
    boolean knows(Window window, boolean depthwise, memory.data_type maps) {
        return enabled
                && !depthwise
                && window.kernel().equals(new Extent(3, 3))
                && window.stride().equals(new Extent(1, 1))
                && maps.value == memory.data_type.f32.value;
    }

    private boolean fits(WinogradShape shape) {
        return shape.in() % CHANNELS == 0 && shape.out() % CHANNELS == 0;
    }

    boolean convolves(WinogradShape shape, boolean constantKernel) {
        return fits(shape);
    }

    boolean differentiates(WinogradShape shape) {
        return fits(shape);
    }
}
