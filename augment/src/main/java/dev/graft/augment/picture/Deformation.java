package dev.graft.augment.picture;

/**
 * Where each pixel of a new picture comes from. Coordinates count pixels; (0, 0) is the centre of the upper left pixel, y
 * points down.
 */
@FunctionalInterface
public interface Deformation {
    /**
     * Where the pixels of a row come from.
     *
     * @param y the row
     * @param sourceX to be filled with as many coordinates as a row has pixels; they may lie outside the picture
     * @param sourceY likewise
     */
    void row(int y, float[] sourceX, float[] sourceY);
}
