package dev.graft.augment.mri;

import dev.graft.augment.picture.Picture;
import dev.graft.augment.transform.Range;
import dev.graft.augment.transform.Transform;
import java.util.random.RandomGenerator;

/**
 * Changes contrast with the darkest and the brightest value kept: with these as 0 and 1, values become {@code v^gamma}, or
 * {@code 1 - (1 - v)^gamma} if inverted. Above 1 the former darkens and shows differences among bright values; the latter
 * brightens and shows those among dark ones. Black stays black.
 *
 * <p>Source: nnU-Net's {@code GammaTransform} (0.7 to 1.5, in nnUNetTrainer.py, which inverts in a quarter of the cases). It
 * then restores mean and standard deviation, which would move the black background; this does not. As there, if the range reaches
 * from below 1 to above, half of the draws are from each side.
 *
 * @param gamma within 0.1 to 10
 * @param inverted whether the negative goes through it; no if not given
 */
public record MriGamma(Range gamma, Boolean inverted) implements Transform {
    private static final double LEAST = 0.1;
    private static final double MOST = 10;

    public MriGamma {
        Range.required("gamma", gamma, LEAST, MOST);
        inverted = inverted != null && inverted;
    }

    /** Not inverted. */
    public MriGamma(Range gamma) {
        this(gamma, false);
    }

    @Override
    public void apply(Picture picture, RandomGenerator random) {
        double drawn = draw(random);
        if (drawn == 1) {
            return;
        }
        ValueSpan span = ValueSpan.of(picture);
        if (span.length() > 0) {
            PowerCurve curve = new PowerCurve(drawn);
            for (int c = 0; c < picture.channels(); c++) {
                curve.apply(picture.plane(c), span, inverted);
            }
        }
    }

    private double draw(RandomGenerator random) {
        boolean below = random.nextBoolean();
        double share = random.nextDouble();
        double from = gamma.to() > 1 && !below ? Math.max(1, gamma.from()) : gamma.from();
        double to = gamma.from() < 1 && below ? Math.min(1, gamma.to()) : gamma.to();
        return from + (to - from) * share;
    }

    @Override
    public MriGamma scaled(double strength) {
        return new MriGamma(gamma.scaled(strength, 1).within(LEAST, MOST), inverted);
    }
}
