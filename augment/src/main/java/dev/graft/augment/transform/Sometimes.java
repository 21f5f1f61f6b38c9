package dev.graft.augment.transform;

import dev.graft.GraftException;
import dev.graft.augment.picture.Picture;
import java.util.random.RandomGenerator;

/**
 * Does another transform for some of the pictures and nothing for the others.
 *
 * @param probability of doing it, 0 to 1
 * @param of what is done
 */
public record Sometimes(double probability, Transform of) implements Transform {
    public Sometimes {
        Range.required("probability", Range.of(probability), 0, 1);
        if (of == null) {
            throw new GraftException("The setting of is missing. Give the transform that is done sometimes.");
        }
    }

    @Override
    public void apply(Picture picture, RandomGenerator random) {
        if (random.nextDouble() < probability) {
            of.apply(picture, random);
        }
    }

    /** As often, but weaker or stronger. */
    @Override
    public Sometimes scaled(double strength) {
        return new Sometimes(probability, of.scaled(strength));
    }
}
