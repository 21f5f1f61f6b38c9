/**
 * What a compiled engine runs: a network lowered to a list of typed instructions over values of fixed shape, forward and
 * backward, with passes that improve it. Engines differ only in how they emit an instruction.
 */
@NullMarked
package dev.graft.engine.program;

import org.jspecify.annotations.NullMarked;
