package dev.graft.model;

import dev.graft.image.ImageStatistics;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * How images differ as a whole from those that a model learnt from, by what its {@link InputProfile} tells: another scanner,
 * another export, another crop. Alike in these is no proof that they are alike in what matters.
 *
 * @param images how many were compared
 * @param properties mean intensity and contrast
 * @param sides share of the images with a side far outside those seen, 0..1
 * @param colour share of the images with colour, 0..1
 * @param colourBefore the same of the training images
 */
public record InputDrift(int images, List<Property> properties, double sides, double colour, double colourBefore) {
    /** A large difference by the usual measure (Cohen 1988) is 0.8; from half a deviation on it is worth a word ... */
    private static final double SHIFT = 0.5;

    /** ... unless so few images were looked at that even a small one, 0.2, would be no wonder. */
    private static final double SURE = 0.2;

    private static final double ERRORS = 3;

    /** Twice the spread, or half of it, and surely more than a fifth. */
    private static final double SPREAD = Math.log(2);

    private static final double SURE_SPREAD = Math.log(1.2);
    private static final double OUTSIDE = 0.05;
    private static final double COLOUR = 0.1;

    /**
     * A property of images.
     *
     * @param name of it
     * @param mean of these images
     * @param deviation of these images
     * @param before the same of the training images
     * @param shift standardised difference of the means: in deviations of both, pooled
     * @param error standard error of the shift, images counted one by one
     * @param spread deviation of these images by that of the training images; NaN if those had none
     * @param spreadError standard error of the spread's logarithm
     * @param outside share of the images beyond what a {@link Classifier} lets pass without a warning, 0..1
     */
    public record Property(
            String name,
            double mean,
            double deviation,
            InputProfile.Range before,
            double shift,
            double error,
            double spread,
            double spreadError,
            double outside) {
        /** Whether it is clearly another than that of the training images. */
        public boolean clear() {
            double stretched = Math.abs(Math.log(spread));
            return Math.abs(shift) >= SHIFT && Math.abs(shift) - ERRORS * error > SURE
                    || stretched >= SPREAD && stretched - ERRORS * spreadError > SURE_SPREAD
                    || outside > OUTSIDE;
        }

        /** One line. */
        public String describe() {
            return String.format(
                    Locale.ROOT,
                    "%s %.0f ± %.0f, training images %.0f ± %.0f: shifted by %+.2f deviations, spread times %.2f, %.1f %%"
                            + " outside",
                    name,
                    mean,
                    deviation,
                    before.mean(),
                    before.deviation(),
                    shift,
                    spread,
                    100 * outside);
        }
    }

    public InputDrift {
        properties = List.copyOf(properties);
    }

    /**
     * Compares.
     *
     * @param profile of the training images
     * @param looks of the images at their own size, at least one
     */
    public static InputDrift of(InputProfile profile, List<ImageStatistics> looks) {
        int shortest = profile.smallestSide();
        int longest = profile.largestSide();
        return new InputDrift(
                looks.size(),
                List.of(
                        property("mean intensity", looks, ImageStatistics::brightness, profile.brightness(), profile),
                        property("contrast", looks, ImageStatistics::contrast, profile.contrast(), profile)),
                share(
                        looks.stream()
                                .filter(look -> InputProfile.farFrom(shortest, longest, look.width(), look.height())),
                        looks),
                share(looks.stream().filter(ImageStatistics::colour), looks),
                (double) profile.colour() / profile.images());
    }

    private static double share(Stream<ImageStatistics> chosen, List<ImageStatistics> looks) {
        return (double) chosen.count() / looks.size();
    }

    private static Property property(
            String name,
            List<ImageStatistics> looks,
            ToDoubleFunction<ImageStatistics> value,
            InputProfile.Range before,
            InputProfile profile) {
        List<Double> values = looks.stream().map(value::applyAsDouble).toList();
        InputProfile.Range now = InputProfile.Range.of(values);
        double pooled = Math.sqrt((now.deviation() * now.deviation() + before.deviation() * before.deviation()) / 2);
        double difference = now.mean() - before.mean();
        double shift = difference == 0 ? 0 : difference / pooled;
        double n = looks.size();
        double m = profile.images();
        return new Property(
                name,
                now.mean(),
                now.deviation(),
                before,
                shift,
                // Hedges and Olkin 1985.
                Math.sqrt(1 / n + 1 / m + shift * shift / (2 * (n + m))),
                before.deviation() == 0 ? Double.NaN : now.deviation() / before.deviation(),
                Math.sqrt(1 / (2 * (n - 1)) + 1 / (2 * m)),
                (double) values.stream().filter(each -> !before.resembles(each)).count() / values.size());
    }

    /** What is clearly another, as sentences; empty if nothing is. */
    public List<String> findings() {
        List<String> findings = new ArrayList<>();
        properties.stream()
                .filter(Property::clear)
                .forEach(property -> findings.add("These images are of another kind than the training images: "
                        + property.describe() + ". Look at some of both; if they come from another device or export,"
                        + " the figures say how the model copes with that."));
        if (sides > OUTSIDE) {
            findings.add(String.format(
                    Locale.ROOT,
                    "%.1f %% of these images have sides less than half the shortest or more than twice the longest of"
                            + " the training images: details have another scale.",
                    100 * sides));
        }
        if (Math.abs(colour - colourBefore) > COLOUR) {
            findings.add(String.format(
                    Locale.ROOT,
                    "%.1f %% of these images have colour, of the training images %.1f %%.",
                    100 * colour,
                    100 * colourBefore));
        }
        return findings;
    }

    /** Sides and colour in one line each, after those of the properties. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        properties.forEach(property -> lines.add(property.describe()));
        lines.add(String.format(Locale.ROOT, "sides far outside those of the training images: %.1f %%", 100 * sides));
        lines.add(String.format(
                Locale.ROOT, "with colour: %.1f %%, of the training images %.1f %%", 100 * colour, 100 * colourBefore));
        return lines;
    }
}
