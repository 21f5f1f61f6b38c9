package dev.graft.engine.program;

import java.util.Optional;

/** A rule that makes one instruction of two neighbours, the first of which is read by the second alone. */
interface Merging {
    /**
     * Merges.
     *
     * @param first writes {@code between}, its first output
     * @param between is read by {@code second} and no one else, once
     * @param second reads it
     * @param context what is known about the program
     * @return writes what the second wrote and what the first wrote beside {@code between}; nothing if the rule does not
     *     apply
     */
    Optional<Instruction> merge(Instruction first, Value between, Instruction second, MergeContext context);
}
