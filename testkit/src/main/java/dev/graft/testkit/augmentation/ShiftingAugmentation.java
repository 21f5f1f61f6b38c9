package dev.graft.testkit.augmentation;

import dev.graft.augmentation.ImageAugmentation;
import dev.graft.augmentation.ImageMixing;
import dev.graft.augmentation.MixedImage;
import dev.graft.image.RgbImage;
import java.util.Optional;
import java.util.Random;

/** Adds a random number to every value. */
public record ShiftingAugmentation(boolean mixes) implements ImageAugmentation {
    /** Without mixing. */
    public ShiftingAugmentation() {
        this(false);
    }

    /** With a mixing that averages two images in random proportion. */
    public ShiftingAugmentation mixed() {
        return new ShiftingAugmentation(true);
    }

    @Override
    public RgbImage apply(RgbImage image, long seed) {
        int shift = new Random(seed).nextInt(100);
        byte[] pixels = new byte[image.pixels().length];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) Math.min(255, (image.pixels()[i] & 0xFF) + shift);
        }
        return new RgbImage(image.width(), image.height(), pixels);
    }

    @Override
    public Optional<ImageMixing> mixing() {
        return mixes ? Optional.of(ShiftingAugmentation::average) : Optional.empty();
    }

    private static MixedImage average(RgbImage image, RgbImage partner, long seed) {
        double share = new Random(seed).nextDouble();
        byte[] pixels = new byte[image.pixels().length];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] =
                    (byte) Math.round(share * (image.pixels()[i] & 0xFF) + (1 - share) * (partner.pixels()[i] & 0xFF));
        }
        return new MixedImage(new RgbImage(image.width(), image.height(), pixels), share);
    }

    @Override
    public String name() {
        return "shifting";
    }

    @Override
    public String definition() {
        return "{\"name\":\"shifting\",\"mixes\":" + mixes + "}";
    }
}
