package dev.graft.engine.update;

import java.util.ArrayList;
import java.util.List;

/**
 * A part of a slice, small enough for several arrays of its size to lie in a core's cache together.
 *
 * @param slice number of its slice among those of its kind
 * @param at index of its first value in the vectors of all parameters
 * @param kept index of its first value in vectors that hold the slices of its kind only
 * @param count number of values
 */
record Piece(int slice, long at, long kept, int count) {
    /** Values in a piece. */
    static final int LENGTH = 1 << 12;

    /** All of some slices, in order. */
    static List<Piece> of(List<ParameterSlice> slices) {
        List<Piece> pieces = new ArrayList<>();
        long kept = 0;
        for (int number = 0; number < slices.size(); number++) {
            ParameterSlice slice = slices.get(number);
            for (long done = 0; done < slice.length(); done += LENGTH) {
                int count = (int) Math.min(LENGTH, slice.length() - done);
                pieces.add(new Piece(number, slice.offset() + done, kept + done, count));
            }
            kept += slice.length();
        }
        return pieces;
    }
}
