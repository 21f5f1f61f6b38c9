package dev.graft.engine.program;

/**
 * A size in rows and columns.
 *
 * @param height rows
 * @param width columns
 */
public record Extent(int height, int width) {
    @Override
    public String toString() {
        return height + "x" + width;
    }
}
