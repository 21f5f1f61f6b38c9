package dev.graft.augment.transform;

import dev.graft.augment.picture.Picture;
import dev.graft.error.GraftException;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Transforms one after another, to be one part of {@link Sometimes} or {@link OneOf}. Each has chance of its own.
 *
 * @param of the transforms in order; may be empty
 */
public record Sequence(List<Transform> of) implements Transform {
    public Sequence {
        if (of == null) {
            throw new GraftException("'sequence' needs in \"of\" a list of transforms.");
        }
        of = List.copyOf(of);
    }

    /** In the given order. */
    public static Sequence of(Transform... transforms) {
        return new Sequence(List.of(transforms));
    }

    @Override
    public void apply(Picture picture, RandomGenerator random) {
        for (Transform transform : of) {
            transform.apply(picture, new SplittableRandom(random.nextLong()));
        }
    }

    @Override
    public List<Transform> parts() {
        return of.stream().flatMap(part -> part.parts().stream()).toList();
    }

    @Override
    public Sequence scaled(double strength) {
        Range.of(1).scaled(strength, 0); // an empty sequence, too, refuses what is no strength
        return new Sequence(of.stream().map(part -> part.scaled(strength)).toList());
    }
}
