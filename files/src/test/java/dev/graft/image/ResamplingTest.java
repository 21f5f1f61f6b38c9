package dev.graft.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResamplingTest {
    @ParameterizedTest
    @CsvSource({"31,23,7,5", "31,23,40,50", "31,23,31,9", "31,23,64,11", "5,3,1,1"})
    void equalsPillowToTheLastBit(int width, int height, int newWidth, int newHeight) {
        for (String kind : new String[] {"colour", "grey"}) {
            String source = "resize/" + kind + "_" + width + "x" + height;
            RgbImage image = new RgbImage(width, height, TestFiles.bytes(source + ".rgb"));
            for (Interpolation interpolation : Interpolation.values()) {
                String expected = source + "_to_" + newWidth + "x" + newHeight + "_"
                        + interpolation.name().toLowerCase(Locale.ROOT) + ".rgb";
                RgbImage resized = new Resampling(interpolation).resize(image, newWidth, newHeight);
                assertThat(resized.pixels()).as(expected).isEqualTo(TestFiles.bytes(expected));
            }
        }
    }

    @Test
    void leavesTheSourceAlone() {
        byte[] pixels = TestFiles.bytes("resize/colour_31x23.rgb");
        byte[] copy = pixels.clone();
        new Resampling(Interpolation.BICUBIC).resize(new RgbImage(31, 23, pixels), 9, 40);
        assertThat(pixels).isEqualTo(copy);
    }

    @Test
    void keepsAnEvenSurfaceEven() {
        byte[] white = new byte[50 * 50 * 3];
        Arrays.fill(white, (byte) 255);
        for (Interpolation interpolation : Interpolation.values()) {
            RgbImage resized = new Resampling(interpolation).resize(new RgbImage(50, 50, white), 33, 71);
            assertThat(resized.pixels()).as("%s", interpolation).containsOnly(255);
        }
    }

    @Test
    void returnsTheImageItselfAtItsOwnSize() {
        RgbImage image = new RgbImage(1, 2, new byte[6]);
        assertThat(new Resampling(Interpolation.BILINEAR).resize(image, 1, 2)).isSameAs(image);
    }

    @Test
    void refusesSizesBelowOne() {
        RgbImage image = new RgbImage(1, 2, new byte[6]);
        assertThatThrownBy(() -> new Resampling(Interpolation.BILINEAR).resize(image, 0, 5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0 x 5");
    }
}
