package dev.graft.explain;

import java.util.Arrays;

/**
 * Heat per position, never negative: where an image speaks for a class. A value type; do not change {@code values}.
 *
 * @param height rows
 * @param width columns
 * @param values row by row, {@code height * width}, finite and at least 0
 */
public record HeatMap(int height, int width, float[] values) {
    public HeatMap {
        if (height < 1 || width < 1 || values.length != height * width) {
            throw new IllegalArgumentException("A heat map of " + width + " x " + height + " needs "
                    + (long) height * width + " values, found " + values.length);
        }
    }

    /** Heat of one position. */
    public float value(int x, int y) {
        return values[y * width + x];
    }

    /** The largest value. */
    public float hottest() {
        float largest = 0;
        for (float value : values) {
            largest = Math.max(largest, value);
        }
        return largest;
    }

    /** Whether there is any heat: without, nothing on the layer's map speaks for the class. */
    public boolean isCold() {
        return !(hottest() > 0);
    }

    /** Divided by its largest value: from 0 to 1, or all 0 if it is cold. */
    public HeatMap normalised() {
        float hottest = hottest();
        float[] scaled = values.clone();
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] = hottest > 0 ? scaled[i] / hottest : 0;
        }
        return new HeatMap(height, width, scaled);
    }

    /**
     * Stretched to another size by bilinear interpolation between the centres of its positions, as {@code
     * tf.image.resize} does.
     */
    public HeatMap resized(int newWidth, int newHeight) {
        float[] out = new float[newWidth * newHeight];
        for (int y = 0; y < newHeight; y++) {
            double sourceY = source(y, newHeight, height);
            int top = (int) sourceY;
            int bottom = Math.min(top + 1, height - 1);
            for (int x = 0; x < newWidth; x++) {
                double sourceX = source(x, newWidth, width);
                int left = (int) sourceX;
                int right = Math.min(left + 1, width - 1);
                double above = mixed(value(left, top), value(right, top), sourceX - left);
                double below = mixed(value(left, bottom), value(right, bottom), sourceX - left);
                out[y * newWidth + x] = (float) mixed(above, below, sourceY - top);
            }
        }
        return new HeatMap(newHeight, newWidth, out);
    }

    private static double source(int target, int targets, int sources) {
        return Math.max(0, Math.min(sources - 1, (target + 0.5) * sources / targets - 0.5));
    }

    private static double mixed(double first, double second, double share) {
        return first + (second - first) * share;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof HeatMap that
                && height == that.height
                && width == that.width
                && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * height + width) + Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return "HeatMap[" + width + " x " + height + ", hottest " + hottest() + "]";
    }
}
