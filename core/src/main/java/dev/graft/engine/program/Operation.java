package dev.graft.engine.program;

/** What an instruction computes. */
public sealed interface Operation permits Forward, Backward {
    /** For people: name and settings, without inputs. */
    default String describe() {
        return toString();
    }
}
