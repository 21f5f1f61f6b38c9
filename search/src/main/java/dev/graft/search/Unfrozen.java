package dev.graft.search;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.graft.GraftException;
import dev.graft.freeze.BatchNormMode;
import dev.graft.freeze.FreezePolicy;

/**
 * How many of a backbone's last layers learn, counted as Keras counts them.
 *
 * @param layers 0 or more; {@link Integer#MAX_VALUE} for all of them
 */
public record Unfrozen(int layers) {
    private static final String ALL = "all";

    public Unfrozen {
        if (layers < 0) {
            throw new GraftException("The number of unfrozen layers must not be negative, found " + layers
                    + ". Choose 0, more, or all.");
        }
    }

    /** Every layer. */
    public static Unfrozen all() {
        return new Unfrozen(Integer.MAX_VALUE);
    }

    /**
     * Reads a number or {@code all}.
     *
     * @throws GraftException for anything else
     */
    @JsonCreator
    public static Unfrozen of(String text) {
        if (text.equalsIgnoreCase(ALL)) {
            return all();
        }
        try {
            return new Unfrozen(Integer.parseInt(text));
        } catch (NumberFormatException e) {
            throw new GraftException(
                    "The unfrozen layers are a whole number or the word all, found '" + text + "'.", e);
        }
    }

    /** Whether every layer learns, however many there are. */
    public boolean isAll() {
        return layers == Integer.MAX_VALUE;
    }

    /** The policy that unfreezes them. */
    FreezePolicy policy(BatchNormMode mode) {
        if (isAll()) {
            return FreezePolicy.allTrainable().withBatchNorm(mode);
        }
        return layers == 0
                ? FreezePolicy.allFrozen()
                : FreezePolicy.lastLayers(layers).withBatchNorm(mode);
    }

    /** The number, or {@code all}. */
    @JsonValue
    @Override
    public String toString() {
        return isAll() ? ALL : String.valueOf(layers);
    }
}
