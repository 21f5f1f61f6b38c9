package dev.graft.augment.transform;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.graft.error.GraftException;
import java.util.random.RandomGenerator;

/**
 * How often something is done; in JSON a number.
 *
 * @param value 0 (never) to 1 (always)
 */
public record Probability(double value) {
    /** Always. */
    public static final Probability ALWAYS = new Probability(1);

    /** Every other time. */
    public static final Probability HALF = new Probability(0.5);

    public Probability {
        if (!(value >= 0 && value <= 1)) {
            throw new GraftException("A probability is a number from 0 (never) to 1 (always), found " + value + ".");
        }
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static Probability ofJson(double value) {
        return new Probability(value);
    }

    @JsonValue
    double toJson() {
        return value;
    }

    /** Decides; draws one number whatever the probability. */
    public boolean draw(RandomGenerator random) {
        return random.nextDouble() < value;
    }

    /**
     * The probability times the strength, at most 1.
     *
     * @throws GraftException if the strength is negative, infinite or NaN
     */
    public Probability scaled(double strength) {
        return new Probability(Range.of(value).scaled(strength, 0).within(0, 1).from());
    }
}
