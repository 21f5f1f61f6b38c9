package dev.graft.augment.automatic;

import dev.graft.augment.geometry.Rotation;
import dev.graft.augment.picture.AffineMap;
import dev.graft.augment.picture.Fill;
import dev.graft.augment.picture.Picture;
import dev.graft.augment.picture.Sampling;
import dev.graft.augment.quality.Sharpness;
import dev.graft.augment.tone.AutoContrast;
import dev.graft.augment.tone.Brightness;
import dev.graft.augment.tone.Contrast;
import dev.graft.augment.tone.Equalize;
import dev.graft.augment.tone.Posterize;
import dev.graft.augment.tone.Saturation;
import dev.graft.augment.tone.Solarize;
import dev.graft.augment.transform.Probability;
import dev.graft.augment.transform.Range;
import java.util.random.RandomGenerator;

/** What can be drawn, in torchvision's order. Signed ones are done in both directions. */
enum Operation {
    IDENTITY(false),
    SHEAR_X(true),
    SHEAR_Y(true),
    TRANSLATE_X(true),
    TRANSLATE_Y(true),
    ROTATE(true),
    BRIGHTNESS(true),
    COLOR(true),
    CONTRAST(true),
    SHARPNESS(true),
    POSTERIZE(false),
    SOLARIZE(false),
    AUTO_CONTRAST(false),
    EQUALIZE(false);

    private final boolean signed;

    Operation(boolean signed) {
        this.signed = signed;
    }

    boolean isSigned() {
        return signed;
    }

    /**
     * Does it, as {@code _apply_image_or_video_transform} in torchvision's file.
     *
     * @param magnitude in the operation's own unit, with its sign
     */
    void apply(Picture picture, double magnitude, Fill fill, Sampling sampling, RandomGenerator random) {
        Range factor = Range.of(1 + magnitude);
        switch (this) {
            case IDENTITY -> {}
            // About the upper left corner.
            case SHEAR_X -> picture.move(AffineMap.about(-0.5, -0.5, 1, magnitude, 0, 1), fill, sampling);
            case SHEAR_Y -> picture.move(AffineMap.about(-0.5, -0.5, 1, 0, magnitude, 1), fill, sampling);
            case TRANSLATE_X -> picture.move(AffineMap.translation((int) magnitude, 0), fill, sampling);
            case TRANSLATE_Y -> picture.move(AffineMap.translation(0, (int) magnitude), fill, sampling);
            case ROTATE -> new Rotation(Range.of(magnitude), fill, sampling).apply(picture, random);
            case BRIGHTNESS -> new Brightness(factor).apply(picture, random);
            case COLOR -> new Saturation(factor).apply(picture, random);
            case CONTRAST -> new Contrast(factor).apply(picture, random);
            case SHARPNESS -> new Sharpness(factor).apply(picture, random);
            case POSTERIZE -> new Posterize(Range.of(magnitude), Probability.ALWAYS).apply(picture, random);
            case SOLARIZE -> new Solarize(Range.of(255 * magnitude), Probability.ALWAYS).apply(picture, random);
            case AUTO_CONTRAST -> new AutoContrast(Probability.ALWAYS).apply(picture, random);
            case EQUALIZE -> new Equalize(Probability.ALWAYS).apply(picture, random);
        }
    }
}
