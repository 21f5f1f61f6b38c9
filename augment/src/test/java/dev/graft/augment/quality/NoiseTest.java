package dev.graft.augment.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.graft.augment.picture.Picture;
import dev.graft.augment.transform.Range;
import dev.graft.image.RgbImage;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class NoiseTest {
    @Test
    void valuesHaveTheMomentsAndTailsOfTheNormalDistribution() {
        float[] noise = new float[400_000];
        new NormalNoise(12).draw(noise);

        assertThat(moment(noise, 1)).isCloseTo(0, within(0.01));
        assertThat(moment(noise, 2)).isCloseTo(1, within(0.01));
        assertThat(moment(noise, 3)).isCloseTo(0, within(0.03));
        assertThat(moment(noise, 4)).isCloseTo(3, within(0.06));
        assertThat(partBelow(noise, -3)).isCloseTo(0.00135, within(0.0003));
        assertThat(partBelow(noise, -1)).isCloseTo(0.15866, within(0.003));
        assertThat(partBelow(noise, 0.5)).isCloseTo(0.69146, within(0.003));
        assertThat(partBelow(noise, 2.9)).isCloseTo(0.99813, within(0.0003));
    }

    @Test
    void quantilesAreThoseOfTables() {
        assertThat(NormalQuantile.of(0.5)).isZero();
        assertThat(NormalQuantile.of(0.975)).isCloseTo(1.959964, within(1e-6));
        assertThat(NormalQuantile.of(0.01)).isCloseTo(-2.326348, within(1e-6));
        assertThat(NormalQuantile.of(1e-5)).isCloseTo(-4.264891, within(1e-6));
        assertThat(NormalQuantile.of(1e-12)).isCloseTo(-7.034484, within(1e-5));
    }

    @Test
    void channelsHaveNoiseOfTheirOwnAndGreyStaysGrey() {
        Picture coloured = new Picture();
        byte[] pixels = new byte[3 * 64 * 64];
        Arrays.fill(pixels, (byte) 120);
        pixels[0] = 121;
        coloured.read(new RgbImage(64, 64, pixels));
        new GaussianNoise(Range.of(0.05)).apply(coloured, new SplittableRandom(3));
        double product = 0;
        double square = 0;
        for (int i = 0; i < 64 * 64; i++) {
            product += (coloured.plane(0)[i] - 120) * (coloured.plane(1)[i] - 120);
            square += (coloured.plane(0)[i] - 120) * (coloured.plane(0)[i] - 120);
        }
        assertThat(product / square).isCloseTo(0, within(0.05));
        assertThat(Math.sqrt(square / (64 * 64))).isCloseTo(0.05 * 255, within(0.4));
    }

    @Test
    void aBlurKeepsTheMeanAwayFromBordersAndEvenPictures() {
        Picture picture = new Picture();
        byte[] pixels = new byte[3 * 31 * 31];
        Arrays.fill(pixels, 3 * (15 * 31 + 15), 3 * (15 * 31 + 16), (byte) 200);
        picture.read(new RgbImage(31, 31, pixels));
        new GaussianBlur(Range.of(1.7)).apply(picture, new SplittableRandom(1));
        double sum = 0;
        for (float value : picture.plane(0)) {
            sum += value;
        }
        assertThat(sum).isCloseTo(200, within(1e-3));
        // A sampled normal curve: the peak is that of two in a row, one a direction.
        assertThat((double) picture.plane(0)[15 * 31 + 15]).isCloseTo(200 / (2 * Math.PI * 1.7 * 1.7), within(0.1));
    }

    private static double moment(float[] values, int power) {
        double sum = 0;
        for (float value : values) {
            sum += Math.pow(value, power);
        }
        return sum / values.length;
    }

    private static double partBelow(float[] values, double limit) {
        int below = 0;
        for (float value : values) {
            below += value < limit ? 1 : 0;
        }
        return (double) below / values.length;
    }
}
