/**
 * The engine for processors: programs become lists of oneDNN primitives over one planned block of memory. What an
 * instruction means is said in {@code dev.graft.engine.program}; how it is computed, here. Large convolutions of 3 x 3 are
 * computed by tiles, in Java around one of oneDNN's products: {@link dev.graft.engine.cpu.WinogradConvolution}.
 */
@NullMarked
package dev.graft.engine.cpu;

import org.jspecify.annotations.NullMarked;
