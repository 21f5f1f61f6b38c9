package dev.graft.augment.transform;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.graft.error.GraftException;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Values that are drawn from evenly; in JSON {@code [from, to]}.
 *
 * @param from smallest, finite
 * @param to largest, finite, not below {@code from}
 */
public record Range(double from, double to) {
    public Range {
        if (!(from <= to) || Double.isInfinite(from) || Double.isInfinite(to)) {
            throw new GraftException(
                    "A range goes from a finite number to one that is not smaller, found [" + from + ", " + to + "].");
        }
    }

    /** From {@code -most} to {@code most}. */
    public static Range around(double most) {
        return new Range(-most, most);
    }

    /** Always the same value. */
    public static Range of(double value) {
        return new Range(value, value);
    }

    @JsonCreator
    static Range ofJson(List<Double> ends) {
        if (ends.size() != 2) {
            throw new GraftException("A range is given as [from, to], found " + ends + ".");
        }
        return new Range(ends.get(0), ends.get(1));
    }

    @JsonValue
    List<Double> toJson() {
        return List.of(from, to);
    }

    /** A value, evenly from the range; draws one number even if there is but one value. */
    public double draw(RandomGenerator random) {
        return from + (to - from) * random.nextDouble();
    }

    /**
     * The range with both ends moved towards a value that changes nothing, or away from it.
     *
     * @param neutral the value that changes nothing, such as a factor of 1 or an angle of 0
     * @param strength factor of the distances, 0 or more
     * @throws GraftException if the strength is negative, infinite or NaN
     */
    public Range scaled(double strength, double neutral) {
        if (!(strength >= 0) || Double.isInfinite(strength)) {
            throw new GraftException(
                    "The strength of an augmentation is a finite number of 0 or more, found " + strength + ".");
        }
        if (strength == 1) {
            return this; // rounding would change the ends
        }
        return new Range(neutral + (from - neutral) * strength, neutral + (to - neutral) * strength);
    }

    /** The range cut off at limits. */
    public Range within(double least, double most) {
        return new Range(Math.min(Math.max(from, least), most), Math.max(Math.min(to, most), least));
    }

    /** The given range, or the value that changes nothing if there is none. */
    public static Range orElse(Range given, double neutral) {
        return given == null ? of(neutral) : given;
    }

    /**
     * Checks a setting.
     *
     * @param name of the setting
     * @throws GraftException if it is missing, or a value is below {@code least} or above {@code most}
     */
    public static Range required(String name, Range range, double least, double most) {
        if (range == null) {
            throw new GraftException("The setting " + name + " is missing. Give it as [from, to], within [" + least
                    + ", " + most + "].");
        }
        if (range.from < least || range.to > most) {
            throw new GraftException("The setting " + name + " must lie within [" + least + ", " + most + "], found ["
                    + range.from + ", " + range.to + "].");
        }
        return range;
    }
}
