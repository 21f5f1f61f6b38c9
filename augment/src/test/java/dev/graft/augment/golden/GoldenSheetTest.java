package dev.graft.augment.golden;

import dev.graft.augment.automatic.RandAugment;
import dev.graft.augment.automatic.TrivialAugment;
import dev.graft.augment.geometry.Affine;
import dev.graft.augment.geometry.CropAndResize;
import dev.graft.augment.geometry.HorizontalFlip;
import dev.graft.augment.geometry.Rotation;
import dev.graft.augment.geometry.Shear;
import dev.graft.augment.geometry.Translation;
import dev.graft.augment.geometry.VerticalFlip;
import dev.graft.augment.geometry.Zoom;
import dev.graft.augment.picture.Fill;
import dev.graft.augment.picture.Sampling;
import dev.graft.augment.policy.AugmentationPresets;
import dev.graft.augment.quality.Cutout;
import dev.graft.augment.quality.GaussianBlur;
import dev.graft.augment.quality.GaussianNoise;
import dev.graft.augment.quality.Sharpness;
import dev.graft.augment.tone.AutoContrast;
import dev.graft.augment.tone.Brightness;
import dev.graft.augment.tone.Contrast;
import dev.graft.augment.tone.Equalize;
import dev.graft.augment.tone.Gamma;
import dev.graft.augment.tone.Hue;
import dev.graft.augment.tone.Invert;
import dev.graft.augment.tone.Posterize;
import dev.graft.augment.tone.Saturation;
import dev.graft.augment.tone.Solarize;
import dev.graft.augment.transform.OneOf;
import dev.graft.augment.transform.Probability;
import dev.graft.augment.transform.Range;
import dev.graft.augment.transform.Sequence;
import dev.graft.augment.transform.Sometimes;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What comes out today came out yesterday. */
class GoldenSheetTest {
    @Test
    void geometry() throws Exception {
        new GoldenSheet("geometry")
                .row("none", new HorizontalFlip(new Probability(0)))
                .row("horizontal-flip", new HorizontalFlip())
                .row("vertical-flip", new VerticalFlip())
                .row("rotation", new Rotation(Range.around(40)))
                .row("translation", new Translation(Range.around(0.3), Range.around(0.3), Fill.WRAP, Sampling.BILINEAR))
                .row("zoom", new Zoom(new Range(0.6, 1.6)))
                .row("zoom apart", new Zoom(new Range(0.5, 2), new Range(0.5, 2), Fill.NEAREST, Sampling.NEAREST))
                .row("shear", new Shear(Range.around(30), Range.around(10), Fill.CONSTANT, Sampling.BILINEAR))
                .row("affine", new Affine(Range.around(30), Range.around(0.1), new Range(0.7, 1.3)))
                .row("crop-and-resize", new CropAndResize(new Range(0.2, 0.8)))
                .check();
    }

    @Test
    void tone() throws Exception {
        new GoldenSheet("tone")
                .row("brightness", new Brightness(new Range(0.5, 1.5)))
                .row("contrast", new Contrast(new Range(0.3, 1.7)))
                .row("saturation", new Saturation(new Range(0, 2)))
                .row("hue", new Hue(Range.around(0.5)))
                .row("gamma", new Gamma(new Range(0.4, 2.5)))
                .row("posterize", new Posterize(new Range(1, 4), Probability.ALWAYS))
                .row("solarize", new Solarize(new Range(50, 200), Probability.ALWAYS))
                .row("invert", new Invert(Probability.HALF))
                .row("auto-contrast", new AutoContrast(Probability.ALWAYS))
                .row("equalize", new Equalize(Probability.ALWAYS))
                .check();
    }

    @Test
    void quality() throws Exception {
        new GoldenSheet("quality")
                .row("gaussian-noise", new GaussianNoise(new Range(0.02, 0.2)))
                .row("gaussian-blur", new GaussianBlur(new Range(0.5, 3)))
                .row("sharpness", new Sharpness(new Range(0, 5)))
                .row("cutout", new Cutout(new Range(0.02, 0.33), null, new Range(0, 255), Probability.ALWAYS))
                .check();
    }

    @Test
    void combinations() throws Exception {
        Rotation turned = new Rotation(new Range(20, 60));
        Invert inverted = new Invert(Probability.ALWAYS);
        new GoldenSheet("combinations")
                .row("sometimes", new Sometimes(Probability.HALF, inverted))
                .row("one-of", new OneOf(List.of(turned, inverted), List.of(1.0, 2.0)))
                .row("sequence", Sequence.of(turned, inverted))
                .row("rand-augment", new RandAugment(2, 9))
                .row("rand-augment, strong", new RandAugment(3, 25))
                .row("trivial-augment", new TrivialAugment())
                .check();
    }

    @Test
    void presets() throws Exception {
        GoldenSheet sheet = new GoldenSheet("generic-presets");
        for (String name : List.of("none", "keras-default", "light", "medium", "strong")) {
            sheet.row(name, AugmentationPresets.byName(name));
        }
        sheet.check();
    }
}
