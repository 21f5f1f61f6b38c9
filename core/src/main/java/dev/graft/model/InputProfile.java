package dev.graft.model;

import dev.graft.data.ImageDataset;
import dev.graft.data.Split;
import dev.graft.image.ImageDecoder;
import dev.graft.image.ImageStatistics;
import dev.graft.image.RgbImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What the images that a model learnt from look like from outside: size, colour, brightness, contrast. It catches pictures
 * of another kind, such as a photograph given to a model of brain slices; it is no test of whether the content is known.
 *
 * @param images how many were looked at, 1 or more
 * @param smallestSide shortest width or height in pixels
 * @param largestSide longest width or height
 * @param colour images with any colour among them
 * @param brightness of the images: mean over their pixels of the luma, 0..255
 * @param contrast of the images: standard deviation over their pixels of the luma
 * @param seen which images they were
 */
public record InputProfile(
        int images, int smallestSide, int largestSide, int colour, Range brightness, Range contrast, SeenImages seen) {
    /** More would not say more. */
    private static final int LOOKED_AT = 200;

    /** How far outside of what was seen is no longer like it, in standard deviations ... */
    private static final double DEVIATIONS = 4;

    /** ... and in grey values besides: sets of very equal images must not refuse their like. */
    private static final double MARGIN = 8;

    /** A size further away than this factor is worth a word: details are then of another scale. */
    private static final int SIZE_FACTOR = 2;

    /**
     * Values of many images.
     *
     * @param mean of them
     * @param deviation standard deviation
     */
    public record Range(double mean, double deviation) {
        static Range of(List<Double> values) {
            double mean = values.stream().mapToDouble(v -> v).average().orElseThrow();
            double squares = values.stream()
                    .mapToDouble(v -> (v - mean) * (v - mean))
                    .average()
                    .orElseThrow();
            return new Range(mean, Math.sqrt(squares));
        }

        boolean resembles(double value) {
            return Math.abs(value - mean) <= DEVIATIONS * deviation + MARGIN;
        }
    }

    /**
     * Looks at images of the train part, evenly spread, at most {@value #LOOKED_AT}, and notes all of the train and validation
     * part as seen.
     *
     * @param split with at least one image in its train part
     */
    public static InputProfile of(ImageDataset dataset, Split split) {
        List<Integer> indices = split.train();
        ImageDecoder decoder = new ImageDecoder();
        int count = Math.min(LOOKED_AT, indices.size());
        List<ImageStatistics> looks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int index = indices.get((int) ((long) i * indices.size() / count));
            looks.add(decoder.measure(dataset.samples().get(index).path()));
        }
        return of(looks, SeenImages.of(dataset, split));
    }

    /** Looks at decoded images, at least one. */
    public static InputProfile ofImages(List<RgbImage> images) {
        return of(images.stream().map(ImageStatistics::of).toList(), SeenImages.UNKNOWN);
    }

    static InputProfile of(List<ImageStatistics> looks, SeenImages seen) {
        if (looks.isEmpty()) {
            throw new IllegalArgumentException("A profile needs at least one image");
        }
        return new InputProfile(
                looks.size(),
                looks.stream()
                        .mapToInt(l -> Math.min(l.width(), l.height()))
                        .min()
                        .orElseThrow(),
                looks.stream()
                        .mapToInt(l -> Math.max(l.width(), l.height()))
                        .max()
                        .orElseThrow(),
                (int) looks.stream().filter(ImageStatistics::colour).count(),
                Range.of(looks.stream().map(ImageStatistics::brightness).toList()),
                Range.of(looks.stream().map(ImageStatistics::contrast).toList()),
                seen);
    }

    /**
     * How an image differs from those the model learnt from.
     *
     * @param image at its own size
     * @return plain sentences; empty if it does not
     */
    public List<String> differences(RgbImage image) {
        return differences(ImageStatistics.of(image));
    }

    /**
     * How an image differs from those the model learnt from.
     *
     * @param look what it is like at its own size
     * @return plain sentences; empty if it does not
     */
    public List<String> differences(ImageStatistics look) {
        List<String> differences = new ArrayList<>();
        if (farFrom(smallestSide, largestSide, look.width(), look.height())) {
            differences.add("It has " + look.width() + " x " + look.height()
                    + " pixels; the training images had sides of " + sides() + ".");
        }
        if (look.colour() && colour == 0) {
            differences.add("It has colour; the training images were greyscale.");
        }
        if (!look.colour() && colour == images) {
            differences.add("It is greyscale; the training images had colour.");
        }
        check("mean intensity", look.brightness(), brightness, differences);
        check("contrast", look.contrast(), contrast, differences);
        return differences;
    }

    /** Whether a side is out of all proportion to those that were seen. */
    static boolean farFrom(int smallestSide, int largestSide, int width, int height) {
        return Math.min(width, height) * SIZE_FACTOR < smallestSide
                || Math.max(width, height) > SIZE_FACTOR * largestSide;
    }

    /** Shortest and longest side in pixels, {@code 40 to 48}, or one number if they are equal. */
    public String sides() {
        return smallestSide == largestSide ? String.valueOf(largestSide) : smallestSide + " to " + largestSide;
    }

    private static void check(String what, double value, Range known, List<String> differences) {
        if (!known.resembles(value)) {
            differences.add(String.format(
                    Locale.ROOT,
                    "Its %s is %.0f of 255; the training images' was %.0f ± %.0f.",
                    what,
                    value,
                    known.mean(),
                    known.deviation()));
        }
    }
}
