package dev.graft.engine.program;

/**
 * How a kernel or a pooling goes over a map.
 *
 * @param kernel its size
 * @param stride steps between positions
 * @param padding what lies around the map: zeros for convolutions; for poolings it neither wins nor counts
 */
public record Window(Extent kernel, Extent stride, Margins padding) {
    /** Rows of the result for a number of rows. */
    public int outputHeight(int height) {
        return (height + padding.top() + padding.bottom() - kernel.height()) / stride.height() + 1;
    }

    /** Columns of the result for a number of columns. */
    public int outputWidth(int width) {
        return (width + padding.left() + padding.right() - kernel.width()) / stride.width() + 1;
    }

    /** With more padding. */
    public Window withPadding(Margins more) {
        return new Window(kernel, stride, padding.plus(more));
    }

    @Override
    public String toString() {
        return kernel
                + (stride.equals(new Extent(1, 1)) ? "" : " stride " + stride)
                + (padding.equals(Margins.NONE) ? "" : " padding " + padding);
    }
}
