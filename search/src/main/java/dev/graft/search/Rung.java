package dev.graft.search;

import java.util.OptionalInt;

/**
 * A stretch of a search at whose end trials are compared.
 *
 * @param epochs of all when they pause; empty for when they are over
 * @param keep how many configurations go on to the next rung, at least 1
 */
record Rung(OptionalInt epochs, int keep) {}
