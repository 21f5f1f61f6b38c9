package dev.graft.engine.program;

/**
 * A value of kind {@link Value.Kind#PARAMETER} or {@link Value.Kind#STATISTICS} and where its numbers come from.
 *
 * @param value the value
 * @param role what a training step does with it
 * @param source where its numbers come from
 */
public record Parameter(Value value, Role role, ParameterSource source) {
    /** What a training step does with a parameter. */
    public enum Role {
        /** It follows its gradient. */
        LEARNS,
        /** Running statistics that follow those of the batches. */
        STATISTICS,
        /** Nothing: it is constant as long as the program is in use. */
        FIXED
    }
}
