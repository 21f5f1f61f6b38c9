package dev.graft.engine.program;

/**
 * Rows and columns around a map.
 *
 * @param top rows above
 * @param bottom rows below
 * @param left columns before
 * @param right columns after
 */
public record Margins(int top, int bottom, int left, int right) {
    /** No margins. */
    public static final Margins NONE = new Margins(0, 0, 0, 0);

    /** Both together. */
    public Margins plus(Margins other) {
        return new Margins(top + other.top, bottom + other.bottom, left + other.left, right + other.right);
    }

    @Override
    public String toString() {
        return top + "," + bottom + "," + left + "," + right;
    }
}
