package dev.graft.augment.automatic;

import dev.graft.augment.picture.Fill;
import dev.graft.augment.picture.Picture;
import dev.graft.augment.picture.Sampling;
import dev.graft.augment.transform.Probability;
import dev.graft.augment.transform.Transform;
import java.util.random.RandomGenerator;

/**
 * One operation drawn from fourteen, of a strength that is drawn too: Müller, Hutter, TrivialAugment, ICCV 2021; operations
 * and strengths are those of torchvision's {@code TrivialAugmentWide}.
 *
 * @param magnitude of the strongest of the 31 strengths, 0 to 30; 30 if not given, as in torchvision
 * @param probability that the operation is done; 1 if not given, as in torchvision
 * @param fill beyond the border; {@code constant} if not given, as in torchvision
 * @param sampling between pixels; {@code nearest} if not given, as in torchvision
 */
public record TrivialAugment(Double magnitude, Probability probability, Fill fill, Sampling sampling)
        implements Transform {
    public TrivialAugment {
        magnitude = Magnitude.checked(magnitude == null ? OperationSpace.LAST : magnitude);
        probability = probability == null ? Probability.ALWAYS : probability;
        fill = fill == null ? Fill.CONSTANT : fill;
        sampling = sampling == null ? Sampling.NEAREST : sampling;
    }

    /** As torchvision's by default. */
    public TrivialAugment() {
        this((double) OperationSpace.LAST, Probability.ALWAYS, Fill.CONSTANT, Sampling.NEAREST);
    }

    @Override
    public void apply(Picture picture, RandomGenerator random) {
        Operation[] all = Operation.values();
        Operation operation = all[random.nextInt(all.length)];
        double bin = random.nextInt(OperationSpace.LAST + 1) * magnitude / OperationSpace.LAST;
        double amount =
                OperationSpace.ofTrivialAugmentWide().magnitude(operation, bin, picture.width(), picture.height());
        boolean backward = random.nextBoolean() && operation.isSigned();
        if (probability.draw(random)) {
            operation.apply(picture, backward ? -amount : amount, fill, sampling, random);
        }
    }

    /**
     * The strongest magnitude times strength, at most 30, and, as some operations have no magnitude, the operation so much
     * less often.
     */
    @Override
    public TrivialAugment scaled(double strength) {
        return new TrivialAugment(Magnitude.scaled(magnitude, strength), probability.scaled(strength), fill, sampling);
    }
}
