package dev.graft.augment.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.assertj.core.api.Assertions.within;

import dev.graft.image.RgbImage;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** All shortcuts of the resampler against the plain formula. */
class ResamplerTest {
    @Property(tries = 1000)
    void everyShortcutEqualsTheFormula(
            @ForAll @IntRange(min = 1, max = 19) int width,
            @ForAll @IntRange(min = 1, max = 19) int height,
            @ForAll Fill fill,
            @ForAll Sampling sampling,
            @ForAll @IntRange(max = 4) int kind,
            @ForAll Random random) {
        AffineMap map = map(kind, width, height, random);
        float[][] from = new float[3][width * height];
        for (float[] plane : from) {
            for (int i = 0; i < plane.length; i++) {
                plane[i] = 255 * random.nextFloat();
            }
        }
        float[][] to = new float[3][width * height];
        new Resampler(width, height, map, fill).resample(sampling, from, to, 3);

        for (int i = 0; i < to[0].length; i++) {
            double x = map.xx() * (i % width) + (map.xy() * (i / width) + map.x0());
            double y = map.yx() * (i % width) + (map.yy() * (i / width) + map.y0());
            for (int c = 0; c < 3; c++) {
                double expected = sampling == Sampling.NEAREST
                        ? at(from[c], (int) Math.rint(x), (int) Math.rint(y), width, height, fill)
                        : between(from[c], x, y, width, height, fill);
                if (!(Math.abs(to[c][i] - expected) < 1e-3)) {
                    fail(map + ", place " + i + ": expected " + expected + ", found " + to[c][i]);
                }
            }
        }
    }

    @Property(tries = 1000)
    void bytesMoveAsPlanesDo(
            @ForAll @IntRange(min = 1, max = 19) int width,
            @ForAll @IntRange(min = 1, max = 19) int height,
            @ForAll Fill fill,
            @ForAll Sampling sampling,
            @ForAll @IntRange(max = 4) int kind,
            @ForAll Random random) {
        AffineMap map = map(kind, width, height, random);
        byte[] pixels = new byte[3 * width * height];
        random.nextBytes(pixels);
        float[][] from = new float[3][width * height];
        for (int i = 0; i < pixels.length; i++) {
            from[i % 3][i / 3] = pixels[i] & 0xFF;
        }
        float[][] expected = new float[3][width * height];
        new Resampler(width, height, map, fill).resample(sampling, from, expected, 3);

        Picture picture = used(width, height);
        picture.read(new RgbImage(width, height, pixels));
        picture.move(map, fill, sampling);
        byte[] moved = picture.toImage().pixels();
        for (int c = 0; c < 3; c++) {
            assertThat(picture.plane(c)).containsExactly(expected[c], within(1e-3f));
        }
        // Whether bytes are drawn at once or from planes makes no difference.
        assertThat(picture.toImage().pixels()).isEqualTo(moved);
    }

    /** One whose buffers are full of white. */
    private static Picture used(int width, int height) {
        byte[] white = new byte[3 * width * height];
        Arrays.fill(white, (byte) 255);
        Picture picture = new Picture();
        picture.read(new RgbImage(width, height, white));
        picture.flipHorizontally();
        picture.toImage();
        return picture;
    }

    /** About a centre that is a pixel's, so that one pixel stays where it is and all others come from anywhere. */
    @Test
    void placesBeyondAllNumbersAreNoErrors() {
        for (Fill fill : Fill.values()) {
            for (double scale : new double[] {1e8, 1e10, 1e12, 1e20, 1e100, 1e300}) {
                Picture picture = new Picture();
                picture.read(new RgbImage(5, 5, new byte[3 * 5 * 5]));
                picture.move(AffineMap.aboutCentre(scale, 0.5, 0.5, scale, 5, 5), fill, Sampling.BILINEAR);
                assertThat(picture.toImage().pixels()).containsOnly(0);
                picture.plane(0);
                picture.move(AffineMap.aboutCentre(scale, 0.5, 0.5, scale, 5, 5), fill, Sampling.BILINEAR);
                assertThat(picture.toImage().pixels()).containsOnly(0);
            }
        }
    }

    private static AffineMap map(int kind, int width, int height, Random random) {
        double angle = random.nextDouble() * 360;
        return switch (kind) {
            case 0 -> AffineMap.rotation(90 * random.nextInt(4), width, height);
            case 1 -> AffineMap.rotation(angle, width, height);
            case 2 -> AffineMap.translation(random.nextInt(41) - 20, random.nextInt(41) - 20);
            case 3 ->
                new AffineMap(
                        3 * random.nextDouble() - 1.5,
                        0,
                        20 * random.nextDouble() - 10,
                        0,
                        3 * random.nextDouble() - 1.5,
                        20 * random.nextDouble() - 10);
            default ->
                AffineMap.rotation(angle, width, height)
                        .after(AffineMap.translation(60 * random.nextDouble() - 30, 9 * random.nextDouble()));
        };
    }

    private static double between(float[] plane, double x, double y, int width, int height, Fill fill) {
        int left = (int) Math.floor(x);
        int top = (int) Math.floor(y);
        double upper = (left + 1 - x) * at(plane, left, top, width, height, fill)
                + (x - left) * at(plane, left + 1, top, width, height, fill);
        double lower = (left + 1 - x) * at(plane, left, top + 1, width, height, fill)
                + (x - left) * at(plane, left + 1, top + 1, width, height, fill);
        return (top + 1 - y) * upper + (y - top) * lower;
    }

    private static double at(float[] plane, int x, int y, int width, int height, Fill fill) {
        int column = fill.index(x, width);
        int row = fill.index(y, height);
        return column < 0 || row < 0 ? 0 : plane[row * width + column];
    }
}
