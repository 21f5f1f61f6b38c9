package dev.graft.augment.mri;

import dev.graft.augment.transform.Range;
import dev.graft.error.GraftException;
import java.util.random.RandomGenerator;

/** Ranges of whole numbers, given as {@link Range}. */
final class WholeNumbers {
    private WholeNumbers() {}

    static Range required(String name, Range range, int least, int most) {
        Range.required(name, range, least, most);
        if (range.from() != Math.rint(range.from()) || range.to() != Math.rint(range.to())) {
            throw new GraftException("The setting " + name + " goes from a whole number to a whole number, found ["
                    + range.from() + ", " + range.to() + "].");
        }
        return range;
    }

    /** One of the numbers of the range, both ends included, each as likely as the other. */
    static int draw(Range range, RandomGenerator random) {
        return random.nextInt((int) range.from(), (int) range.to() + 1);
    }
}
