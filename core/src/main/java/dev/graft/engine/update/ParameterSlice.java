package dev.graft.engine.update;

/**
 * Where one parameter of one layer lies in an engine's vector of parameters, and in that of gradients.
 *
 * @param name {@code layer/parameter}
 * @param offset index of its first value
 * @param length number of values
 * @param kind what an update does with it
 * @param kernel whether it is a kernel, not a bias, gamma or beta
 * @param rateFactor times the learning rate
 * @param penalty part of the loss that pulls at it
 */
public record ParameterSlice(
        String name, long offset, long length, Kind kind, boolean kernel, double rateFactor, Penalty penalty) {
    /** What an update does with a parameter. */
    public enum Kind {
        /** It follows its gradient. */
        LEARNS,
        /**
         * Running statistics whose change lies where gradients lie. It is subtracted as it is, batch by batch, and concerns
         * neither clipping nor accumulation nor decay.
         */
        STATISTICS,
        /** It is left alone: it is frozen, or moved by others. */
        FIXED
    }
}
