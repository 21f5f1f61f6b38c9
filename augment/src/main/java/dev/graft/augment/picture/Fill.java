package dev.graft.augment.picture;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What lies beyond the border of an image. Names and meanings are those of Keras's {@code fill_mode}. */
public enum Fill {
    /** Black: {@code 0 0 | a b c d | 0 0}. */
    @JsonProperty("constant")
    CONSTANT,
    /** The border goes on: {@code a a | a b c d | d d}. */
    @JsonProperty("nearest")
    NEAREST,
    /** Mirrored at the border: {@code b a | a b c d | d c}. */
    @JsonProperty("reflect")
    REFLECT,
    /** Repeated: {@code c d | a b c d | a b}. At the seam, Keras on TensorFlow repeats a pixel of the border instead. */
    @JsonProperty("wrap")
    WRAP;

    /**
     * Which position stands for one that may be outside.
     *
     * @param position any
     * @param size of the image in this direction, at least 1
     * @return 0 to {@code size - 1}, or -1 for black
     */
    int index(int position, int size) {
        if (position >= 0 && position < size) {
            return position;
        }
        return switch (this) {
            case CONSTANT -> -1;
            case NEAREST -> position < 0 ? 0 : size - 1;
            case REFLECT -> {
                int inPeriod = Math.floorMod(position, 2 * size);
                yield inPeriod < size ? inPeriod : 2 * size - 1 - inPeriod;
            }
            case WRAP -> Math.floorMod(position, size);
        };
    }
}
