package dev.graft.augment.automatic;

import dev.graft.augment.picture.Fill;
import dev.graft.augment.picture.Picture;
import dev.graft.augment.picture.Sampling;
import dev.graft.augment.transform.Probability;
import dev.graft.augment.transform.Transform;
import dev.graft.error.GraftException;
import java.util.random.RandomGenerator;

/**
 * Some operations drawn from fourteen, all of one strength: Cubuk, Zoph, Shlens, Le, RandAugment, NeurIPS 2020; operations and
 * strengths are those of torchvision's {@code RandAugment}.
 *
 * @param operations how many are done, 0 to 14; 2 if not given
 * @param magnitude 0 to 30; whole numbers are torchvision's; 9 if not given
 * @param probability of each operation that was drawn; 1 if not given, as in torchvision
 * @param fill beyond the border; {@code constant} if not given, as in torchvision
 * @param sampling between pixels; {@code nearest} if not given, as in torchvision
 */
public record RandAugment(Integer operations, Double magnitude, Probability probability, Fill fill, Sampling sampling)
        implements Transform {
    public RandAugment {
        operations = operations == null ? 2 : operations;
        magnitude = Magnitude.checked(magnitude == null ? 9 : magnitude);
        probability = probability == null ? Probability.ALWAYS : probability;
        fill = fill == null ? Fill.CONSTANT : fill;
        sampling = sampling == null ? Sampling.NEAREST : sampling;
        if (operations < 0 || operations > Operation.values().length) {
            throw new GraftException("The operations of RandAugment are a number from 0 to " + Operation.values().length
                    + ", found " + operations + ". 2 is usual.");
        }
    }

    /** As torchvision's by default. */
    public RandAugment(int operations, double magnitude) {
        this(operations, magnitude, Probability.ALWAYS, Fill.CONSTANT, Sampling.NEAREST);
    }

    @Override
    public void apply(Picture picture, RandomGenerator random) {
        Operation[] all = Operation.values();
        OperationSpace space = OperationSpace.ofRandAugment();
        for (int i = 0; i < operations; i++) {
            Operation operation = all[random.nextInt(all.length)];
            double amount = space.magnitude(operation, magnitude, picture.width(), picture.height());
            boolean backward = random.nextBoolean() && operation.isSigned();
            if (probability.draw(random)) {
                operation.apply(picture, backward ? -amount : amount, fill, sampling, random);
            }
        }
    }

    /** Magnitude times strength, at most 30, and, as some operations have no magnitude, each operation so much less often. */
    @Override
    public RandAugment scaled(double strength) {
        return new RandAugment(
                operations, Magnitude.scaled(magnitude, strength), probability.scaled(strength), fill, sampling);
    }
}
