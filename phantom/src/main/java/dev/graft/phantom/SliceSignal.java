package dev.graft.phantom;

/**
 * What an ideal scanner would see: no noise, no bias.
 *
 * @param size width and height in pixels
 * @param values signal in rows from the top, 0 .. about 1
 * @param lesion share of each pixel that is lesion, 0..1
 */
record SliceSignal(int size, float[] values, float[] lesion) {
    /** 255 where at least half of the lesion's signal is present, 0 elsewhere. */
    byte[] mask() {
        byte[] mask = new byte[lesion.length];
        for (int i = 0; i < mask.length; i++) {
            mask[i] = (byte) (lesion[i] >= 0.5f ? 255 : 0);
        }
        return mask;
    }
}
