package dev.graft.augment.mri;

import dev.graft.augment.picture.Picture;
import dev.graft.augment.transform.Range;
import dev.graft.augment.transform.Transform;
import java.util.random.RandomGenerator;

/**
 * Changes contrast along a crooked rising line: control points at even distances between the darkest and the brightest value
 * are moved, one after the other, to anywhere between their neighbours, and values between them follow linearly. Order,
 * darkest and brightest value stay; so does black.
 *
 * <p>Source: MONAI's {@code RandHistogramShift} (monai/transforms/intensity/array.py), which has no {@code amount}.
 *
 * @param points how many control points, the ends included, whole numbers from 3 to 64; {@code [10, 10]}, as in MONAI, if not
 *     given; fewer make larger changes
 * @param amount how far control points go towards their new places: 0 not at all, 1 all the way, as in MONAI, which it is if not
 *     given
 */
public record HistogramShift(Range points, Range amount) implements Transform {
    public HistogramShift {
        points = points == null ? Range.of(10) : WholeNumbers.required("points", points, 3, 64);
        amount = amount == null ? Range.of(1) : Range.required("amount", amount, 0, 1);
    }

    @Override
    public void apply(Picture picture, RandomGenerator random) {
        int number = WholeNumbers.draw(points, random);
        double share = amount.draw(random);
        float[] levels = new float[number];
        for (int i = 0; i < number; i++) {
            levels[i] = (float) i / (number - 1);
        }
        for (int i = 1; i < number - 1; i++) {
            levels[i] = (float) (levels[i - 1] + (levels[i + 1] - levels[i - 1]) * random.nextDouble());
        }
        if (share == 0) {
            return;
        }
        for (int i = 0; i < number; i++) {
            float even = (float) i / (number - 1);
            levels[i] = (float) (even + share * (levels[i] - even));
        }
        ValueSpan span = ValueSpan.of(picture);
        for (int c = 0; c < picture.channels() && span.length() > 0; c++) {
            bend(picture.plane(c), span, levels);
        }
    }

    /**
     * Bends values along a line.
     *
     * @param levels of values at even distances between the ends of the span; 0 and 1 are the ends
     */
    static void bend(float[] values, ValueSpan span, float[] levels) {
        int cells = levels.length - 1;
        float scale = cells / span.length();
        for (int i = 0; i < values.length; i++) {
            float position = (values[i] - span.least()) * scale;
            int cell = Math.min(cells - 1, (int) position);
            float level = levels[cell] + (position - cell) * (levels[cell + 1] - levels[cell]);
            values[i] = span.least() + span.length() * level;
        }
    }

    @Override
    public HistogramShift scaled(double strength) {
        return new HistogramShift(points, amount.scaled(strength, 0).within(0, 1));
    }
}
