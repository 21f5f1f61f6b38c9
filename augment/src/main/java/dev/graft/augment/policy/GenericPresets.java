package dev.graft.augment.policy;

import dev.graft.augment.geometry.Affine;
import dev.graft.augment.geometry.CropAndResize;
import dev.graft.augment.geometry.HorizontalFlip;
import dev.graft.augment.geometry.Rotation;
import dev.graft.augment.quality.Cutout;
import dev.graft.augment.quality.GaussianBlur;
import dev.graft.augment.quality.GaussianNoise;
import dev.graft.augment.tone.Brightness;
import dev.graft.augment.tone.Contrast;
import dev.graft.augment.tone.Gamma;
import dev.graft.augment.tone.Hue;
import dev.graft.augment.tone.Saturation;
import dev.graft.augment.transform.Probability;
import dev.graft.augment.transform.Range;
import dev.graft.augment.transform.Sometimes;
import java.util.List;

/**
 * Presets for images of any kind. All of them flip left and right: where the side means something, write a policy of your
 * own.
 */
public final class GenericPresets implements PresetFamily {
    @Override
    public List<AugmentationPolicy> presets() {
        return List.of(none(), kerasDefault(), light(), medium(), strong());
    }

    private static AugmentationPolicy none() {
        return AugmentationPolicy.of("none");
    }

    /**
     * {@code RandomFlip("horizontal")} and {@code RandomRotation(0.1)}, that is up to a tenth of a turn, reflected at the border,
     * bilinear: what Keras's guide on transfer learning and its example of image classification from scratch do ({@code
     * guides/transfer_learning.py}, {@code examples/vision/image_classification_from_scratch.py}).
     */
    private static AugmentationPolicy kerasDefault() {
        return AugmentationPolicy.of("keras-default", new HorizontalFlip(), new Rotation(Range.around(36)));
    }

    private static AugmentationPolicy light() {
        return AugmentationPolicy.of(
                "light",
                new HorizontalFlip(),
                new Affine(Range.around(5), Range.around(0.05), new Range(0.95, 1.05)),
                new Brightness(new Range(0.9, 1.1)),
                new Contrast(new Range(0.9, 1.1)));
    }

    private static AugmentationPolicy medium() {
        return AugmentationPolicy.of(
                "medium",
                new HorizontalFlip(),
                new Affine(Range.around(15), Range.around(0.1), new Range(0.85, 1.15)),
                new Brightness(new Range(0.8, 1.2)),
                new Contrast(new Range(0.8, 1.2)),
                new Saturation(new Range(0.8, 1.2)),
                new Gamma(new Range(0.8, 1.25)));
    }

    private static AugmentationPolicy strong() {
        return AugmentationPolicy.of(
                "strong",
                new HorizontalFlip(),
                new CropAndResize(new Range(0.35, 1)),
                new Affine(Range.around(30), Range.around(0.1), new Range(0.8, 1.2)),
                new Brightness(new Range(0.6, 1.4)),
                new Contrast(new Range(0.6, 1.4)),
                new Saturation(new Range(0.6, 1.4)),
                new Hue(Range.around(0.05)),
                new Sometimes(new Probability(0.2), new GaussianBlur(new Range(0.5, 1.5))),
                new Sometimes(new Probability(0.3), new GaussianNoise(new Range(0, 0.06))),
                new Cutout(new Range(0.02, 0.2)));
    }
}
