package dev.graft.report;

import org.jspecify.annotations.Nullable;

/**
 * A key figure.
 *
 * @param note may be empty
 * @param scale a picture of the figure, or null
 * @param wide twice as wide as others
 */
record Tile(
        String name, String value, String note, @Nullable Scale scale, boolean wide) {
    Tile(String name, String value, String note) {
        this(name, value, note, null, false);
    }
}
