package dev.graft.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.image.RgbImage;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class HeatOverlayTest {
    private static final int LEVELS = 64;

    /** In grey print, and for people who see no colour, more heat is lighter whatever lies below. */
    @Property(tries = 60)
    void moreHeatIsLighterOnAnyColour(
            @ForAll @IntRange(max = 255) int red,
            @ForAll @IntRange(max = 255) int green,
            @ForAll @IntRange(max = 255) int blue) {
        byte[] pixels = new byte[LEVELS * 3];
        float[] heat = new float[LEVELS];
        for (int i = 0; i < LEVELS; i++) {
            pixels[3 * i] = (byte) red;
            pixels[3 * i + 1] = (byte) green;
            pixels[3 * i + 2] = (byte) blue;
            heat[i] = i;
        }

        RgbImage overlay = HeatOverlay.draw(new RgbImage(LEVELS, 1, pixels), new HeatMap(1, LEVELS, heat));

        // A step of the colour may be rounded down by one.
        for (int x = 1; x < LEVELS; x++) {
            assertThat(luma(overlay, x)).isGreaterThan(luma(overlay, x - 1) - 0.6);
        }
        assertThat(luma(overlay, LEVELS - 1)).isGreaterThan(luma(overlay, 0) + 100);
        assertThat(luma(overlay, LEVELS / 2)).isGreaterThan(luma(overlay, 0) + 15);
    }

    private static double luma(RgbImage image, int x) {
        return 0.299 * image.value(x, 0, 0) + 0.587 * image.value(x, 0, 1) + 0.114 * image.value(x, 0, 2);
    }

    @Test
    void withoutHeatTheImageIsGreyAndStillThere() {
        byte[] pixels = {0, 0, 0, (byte) 255, (byte) 255, (byte) 255, (byte) 255, 0, 0};

        RgbImage overlay = HeatOverlay.draw(new RgbImage(3, 1, pixels), new HeatMap(1, 1, new float[1]));

        assertThat(overlay.pixels()).containsExactly(0, 0, 0, 89, 89, 89, 27, 27, 27);
    }

    @Test
    void theImageStandsLeftOfItsHeatAndAScaleAtTheRight() {
        byte[] pixels = new byte[300 * 250 * 3];
        Arrays.fill(pixels, (byte) 100);

        RgbImage both = HeatOverlay.besideImage(new RgbImage(300, 250, pixels), new HeatMap(1, 2, new float[] {0, 1}));

        assertThat(both.width()).isEqualTo(2 * 300 + 2 * 8 + 12);
        assertThat(both.height()).isEqualTo(250);
        assertThat(both.value(10, 10, 1)).isEqualTo(100);
        assertThat(both.value(308 + 10, 10, 1)).isEqualTo(35);
        assertThat(both.value(308 + 290, 10, 1)).isGreaterThan(200);
        assertThat(both.value(both.width() - 1, 0, 1)).isGreaterThan(200);
        assertThat(both.value(both.width() - 1, 249, 1)).isZero();
    }

    @Test
    void smallImagesAreEnlargedAndLargeOnesShrunk() {
        HeatMap heat = new HeatMap(1, 1, new float[] {1});

        assertThat(HeatOverlay.besideImage(new RgbImage(32, 16, new byte[32 * 16 * 3]), heat)
                        .height())
                .isEqualTo(112);
        assertThat(HeatOverlay.besideImage(new RgbImage(1024, 512, new byte[1024 * 512 * 3]), heat)
                        .height())
                .isEqualTo(256);
    }
}
