package dev.graft.augment.transform;

import dev.graft.augment.picture.Picture;
import dev.graft.error.GraftException;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Does something not always.
 *
 * @param probability how often
 * @param of what is done
 */
public record Sometimes(Probability probability, Transform of) implements Transform {
    public Sometimes {
        if (probability == null || of == null) {
            throw new GraftException(
                    "'sometimes' needs a probability, 0 to 1, and in \"of\" the transform that is done so often.");
        }
    }

    @Override
    public void apply(Picture picture, RandomGenerator random) {
        if (probability.draw(random)) {
            of.apply(picture, random);
        }
    }

    @Override
    public List<Transform> parts() {
        return of.parts();
    }

    /** As often, but weaker or stronger. */
    @Override
    public Sometimes scaled(double strength) {
        return new Sometimes(probability, of.scaled(strength));
    }
}
