package dev.graft.phantom;

import java.util.Locale;

/**
 * One synthetic slice with its ground truth, in memory.
 *
 * <p>The arrays are shared, not copied.
 *
 * @param patient number of the patient, from 1
 * @param slice number of the slice within the patient, from 1, from the basal ganglia upwards
 * @param phantomClass the patient's class
 * @param size width and height, in pixels
 * @param pixels grey values, unsigned 0..255, {@code size * size} bytes in rows from top (front of the head) to bottom
 * @param mask 255 where at least half of the lesion's signal is present, 0 elsewhere, laid out like the pixels; all 0
 *     for a normal slice
 */
public record PhantomSlice(int patient, int slice, PhantomClass phantomClass, int size, byte[] pixels, byte[] mask) {
    public PhantomSlice {
        if (pixels.length != size * size || mask.length != size * size) {
            throw new IllegalArgumentException("A slice of " + size + " px needs " + size * size
                    + " bytes for pixels and mask, found " + pixels.length + " and " + mask.length);
        }
    }

    /** The file name, for example {@code patient-0042_slice-3.png}; {@code patient-(\d+)} finds the patient in it. */
    public String fileName() {
        return String.format(Locale.ROOT, "patient-%04d_slice-%d.png", patient, slice);
    }

    /** Grey value of one pixel, 0..255. */
    public int value(int x, int y) {
        return pixels[y * size + x] & 0xFF;
    }

    /** Whether one pixel belongs to the lesion. */
    public boolean inLesion(int x, int y) {
        return mask[y * size + x] != 0;
    }

    /** How many pixels belong to the lesion; 0 for a normal slice. */
    public int lesionPixels() {
        int count = 0;
        for (byte value : mask) {
            count += value & 1;
        }
        return count;
    }
}
