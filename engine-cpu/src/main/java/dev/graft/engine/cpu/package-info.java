/**
 * The engine for processors: programs become lists of oneDNN primitives over one planned block of memory. What an
 * instruction means is said in {@code dev.graft.engine.program}; how it is computed, here.
 */
@NullMarked
package dev.graft.engine.cpu;

import org.jspecify.annotations.NullMarked;
