package dev.graft.augment.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.graft.augment.picture.Picture;
import dev.graft.image.RgbImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What others computed for small pictures; the scripts lie beside the files. */
public final class Oracles {
    /** Even and odd ones, wide and high ones. */
    public static final List<int[]> SIZES = List.of(new int[] {24, 20}, new int[] {21, 17}, new int[] {16, 19});

    private Oracles() {}

    /** The grey picture that the scripts start from: an ellipse of many values before black. */
    public static Picture picture(int width, int height) {
        byte[] pixels = new byte[3 * width * height];
        for (int i = 0; i < pixels.length; i++) {
            int x = i / 3 % width;
            int y = i / 3 / width;
            int acrossX = (2 * x - width + 1) * height;
            int acrossY = (2 * y - height + 1) * width;
            boolean inside = acrossX * acrossX + acrossY * acrossY <= width * width * height * height;
            pixels[i] = (byte) (inside ? 40 + (x * 37 + y * 91 + x * y * 13 % 101) % 180 : 0);
        }
        Picture picture = new Picture();
        picture.read(new RgbImage(width, height, pixels));
        return picture;
    }

    /**
     * Compares a picture with an oracle's.
     *
     * @param test beside whose class the file lies
     * @param name of the line in the file, with the picture's size
     */
    public static void assertEqual(Picture picture, Class<?> test, String file, String name, double tolerance)
            throws IOException {
        String beginning = name + "," + picture.width() + "," + picture.height() + ",";
        String line = lines(test, file).stream()
                .filter(l -> l.startsWith(beginning))
                .findFirst()
                .orElseThrow();
        String[] expected = line.substring(beginning.length()).split(",");
        float[] plane = picture.plane(0);
        assertThat(expected).hasSameSizeAs(plane);
        for (int i = 0; i < plane.length; i++) {
            assertThat((double) plane[i])
                    .as("%s %d", beginning, i)
                    .isCloseTo(Double.parseDouble(expected[i]), within(tolerance));
        }
    }

    private static List<String> lines(Class<?> test, String file) throws IOException {
        try (InputStream in = test.getResourceAsStream(file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }
}
