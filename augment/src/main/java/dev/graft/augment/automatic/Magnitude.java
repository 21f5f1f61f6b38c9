package dev.graft.augment.automatic;

import dev.graft.augment.transform.Range;
import dev.graft.error.GraftException;

/** The one number that says how strong all operations are. */
final class Magnitude {
    private Magnitude() {}

    static double checked(double magnitude) {
        if (!(magnitude >= 0 && magnitude <= OperationSpace.LAST)) {
            throw new GraftException("The magnitude is a number from 0 to " + OperationSpace.LAST + ", found "
                    + magnitude + ". 9 is usual for RandAugment, " + OperationSpace.LAST + " for TrivialAugment.");
        }
        return magnitude;
    }

    static double scaled(double magnitude, double strength) {
        return Range.of(magnitude)
                .scaled(strength, 0)
                .within(0, OperationSpace.LAST)
                .from();
    }
}
