package dev.graft.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class ResizedPicturePropertyTest {
    @Property(tries = 500)
    void resizingRowByRowEqualsResizingTheUprightPicture(
            @ForAll @IntRange(min = 1, max = 60) int width,
            @ForAll @IntRange(min = 1, max = 60) int height,
            @ForAll @IntRange(min = 1, max = 40) int newWidth,
            @ForAll @IntRange(min = 1, max = 40) int newHeight,
            @ForAll @IntRange(min = 1, max = 8) int orientation,
            @ForAll Interpolation interpolation,
            @ForAll long seed) {
        byte[] pixels = new byte[width * height * 3];
        new Random(seed).nextBytes(pixels);
        Orientation turn = new Orientation(orientation);
        Resampling resampling = new Resampling(interpolation);
        RowTarget<RgbImage> target = new ResizedPicture.To(resampling, newWidth, newHeight).of(width, height, turn);
        for (int y = 0; y < height; y++) {
            target.row(y, Arrays.copyOfRange(pixels, y * width * 3, (y + 1) * width * 3));
        }
        RgbImage wanted = resampling.resize(turn.apply(new RgbImage(width, height, pixels)), newWidth, newHeight);
        RgbImage found = target.finish();
        assertThat(found.width()).isEqualTo(newWidth);
        assertThat(found.height()).isEqualTo(newHeight);
        assertThat(found.pixels()).isEqualTo(wanted.pixels());
    }
}
