package dev.graft.engine.cpu;

import dev.graft.engine.program.Extent;
import dev.graft.engine.program.Window;
import org.bytedeco.dnnl.memory;

/**
 * Convolutions by {@link WinogradTransforms}: which ones, and by whom.
 *
 * @param workers who compute
 * @param table which convolutions
 * @param watch looks at how fast transforms are
 */
record Winograd(Workers workers, WinogradTable table, VectorWatch watch) {
    /** The system property whose value {@code off} computes all convolutions directly. */
    static final String PROPERTY = "graft.winograd";

    /** As the system property says. */
    static Winograd of(Workers workers) {
        boolean off = "off".equals(System.getProperty(PROPERTY));
        return of(workers, off ? WinogradTable.NOTHING : new MeasuredWinogradTable());
    }

    static Winograd of(Workers workers, WinogradTable table) {
        return new Winograd(workers, table, new VectorWatch());
    }

    /** Whether any convolution is computed so. */
    boolean isOn() {
        return table != WinogradTable.NOTHING;
    }

    /** Whether it is a convolution of the kind that can be computed so. */
    static boolean knows(Window window, boolean depthwise, memory.data_type maps) {
        return !depthwise
                && window.kernel().equals(new Extent(3, 3))
                && window.stride().equals(new Extent(1, 1))
                && maps.value == memory.data_type.f32.value;
    }

    /** Whether a convolution or the gradient of its input is computed so. */
    boolean convolves(WinogradShape shape, boolean constantKernel) {
        return shape.isPossible() && table.convolves(shape, constantKernel);
    }

    /** How many workers compute the gradient of its kernels so; none if it is computed directly. */
    int gradientWorkers(WinogradShape shape) {
        return shape.isPossible() ? table.gradientWorkers(shape, workers.count()) : 0;
    }
}
