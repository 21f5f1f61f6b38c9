package dev.graft.augment.mri;

import dev.graft.augment.picture.Picture;

/**
 * The values of a picture lie between these.
 *
 * @param least of all planes
 * @param most of all planes
 */
record ValueSpan(float least, float most) {
    static ValueSpan of(Picture picture) {
        float least = Float.POSITIVE_INFINITY;
        float most = Float.NEGATIVE_INFINITY;
        for (int c = 0; c < picture.channels(); c++) {
            float[] plane = picture.plane(c);
            for (float value : plane) {
                least = Math.min(least, value);
                most = Math.max(most, value);
            }
        }
        return new ValueSpan(least, most);
    }

    float length() {
        return most - least;
    }
}
