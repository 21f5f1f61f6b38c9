package dev.graft.augment.mri;

import dev.graft.augment.geometry.Affine;
import dev.graft.augment.geometry.Elastic;
import dev.graft.augment.policy.AugmentationPolicy;
import dev.graft.augment.policy.PresetFamily;
import dev.graft.augment.transform.Probability;
import dev.graft.augment.transform.Range;
import dev.graft.augment.transform.Sometimes;
import dev.graft.augment.transform.Transform;
import java.util.List;

/**
 * Policies for magnetic resonance images of the head. Steps follow the image on its way: anatomy, coil, k-space and
 * resolution, noise, display. Each step happens to some of the pictures only, as in nnU-Net, so that most pictures have two
 * to four changes. Strengths are such that small lesions stay visible. Neither flips: see {@link LeftRightFlip}. What comes
 * in from beyond the border is mirrored: a black corner beside a background that is noisy, as of most scans, would give the
 * turn away.
 */
public final class MriPresets implements PresetFamily {
    @Override
    public List<AugmentationPolicy> presets() {
        return List.of(light(), full());
    }

    /** {@code mri-light}: position and shape, coil, noise, contrast; no artefacts of k-space. */
    public static AugmentationPolicy light() {
        return AugmentationPolicy.of(
                "mri-light",
                new Affine(Range.around(5), Range.around(0.02), new Range(0.97, 1.03)),
                sometimes(0.2, new Elastic(new Range(0, 0.08))),
                sometimes(0.3, new BiasField(Range.around(0.2))),
                sometimes(0.2, new RicianNoise(new Range(1, 4))),
                sometimes(0.3, new MriGamma(new Range(0.8, 1.25))));
    }

    /** {@code mri}: like {@code mri-light}, somewhat stronger, with artefacts of k-space, lower resolution, more of display. */
    public static AugmentationPolicy full() {
        return AugmentationPolicy.of(
                "mri",
                new Affine(Range.around(10), Range.around(0.03), new Range(0.95, 1.05)),
                sometimes(0.3, new Elastic(new Range(0, 0.12))),
                sometimes(0.4, new BiasField(Range.around(0.3))),
                sometimes(0.1, new Motion(Range.around(3), Range.around(0.015))),
                sometimes(0.1, new Ghosting(new Range(3, 8), new Range(0.2, 0.5))),
                sometimes(0.1, new Gibbs(new Range(0.4, 0.7))),
                sometimes(0.05, new Spike(new Range(0.05, 0.2))),
                sometimes(0.1, new Anisotropic(new Range(1.2, 2.5))),
                sometimes(0.1, new LowResolution(new Range(0.5, 1))),
                sometimes(0.3, new RicianNoise(new Range(1, 7))),
                sometimes(0.3, new MriGamma(new Range(0.7, 1.5))),
                sometimes(0.1, new MriGamma(new Range(0.7, 1.5), true)),
                sometimes(0.1, new HistogramShift(Range.of(10), new Range(0.2, 0.5))));
    }

    private static Transform sometimes(double probability, Transform transform) {
        return new Sometimes(new Probability(probability), transform);
    }
}
