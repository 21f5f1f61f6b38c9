package dev.graft.search;

import java.util.OptionalInt;

/**
 * A stretch of a search at whose end configurations are compared.
 *
 * @param epochs of all when they pause; empty for when they are over
 * @param divisions of the images that are trained on, the first so many; empty for all. At the end those configurations go on
 *     that are worth another one
 * @param keep how many configurations go on to the next rung of epochs, at least 1
 */
record Rung(OptionalInt epochs, OptionalInt divisions, int keep) {
    static Rung ofEpochs(int epochs, int keep) {
        return new Rung(OptionalInt.of(epochs), OptionalInt.empty(), keep);
    }

    static Rung ofDivisions(int divisions) {
        return new Rung(OptionalInt.empty(), OptionalInt.of(divisions), Integer.MAX_VALUE);
    }

    static Rung toTheEnd(int keep) {
        return new Rung(OptionalInt.empty(), OptionalInt.empty(), keep);
    }
}
