package dev.graft.augment.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.graft.augment.policy.AugmentationPolicy;
import dev.graft.augment.transform.Transform;
import dev.graft.augmentation.ImageAugmentation;
import dev.graft.image.RgbImage;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.imageio.ImageIO;

/**
 * What transforms make of two test pictures, as one PNG to look at: a row for each transform, the grey picture with two seeds,
 * then the coloured one with two. Values may differ by one grey level from the committed sheet, for sines and powers may
 * differ in their last bit between virtual machines.
 *
 * <p>After a change that is meant, write the sheets anew, look at them and commit them:
 *
 * <pre>mvn -pl core,augment -am test -Dtest='GoldenSheetTest' -Dsurefire.failIfNoSpecifiedTests=false -Dgraft.golden.write=true</pre>
 */
public final class GoldenSheet {
    private static final int SIZE = 48;
    private static final int SEEDS = 2;

    private final String name;
    private final Map<String, ImageAugmentation> rows = new LinkedHashMap<>();

    public GoldenSheet(String name) {
        this.name = name;
    }

    public GoldenSheet row(String label, Transform transform) {
        return row(label, AugmentationPolicy.of(label, transform));
    }

    public GoldenSheet row(String label, ImageAugmentation augmentation) {
        rows.put(label, augmentation);
        return this;
    }

    /** Compares with the committed sheet, or writes it. */
    public void check() throws IOException {
        Path file = Path.of("src/test/resources/golden", name + ".png");
        if (Boolean.getBoolean("graft.golden.write")) {
            Files.createDirectories(file.getParent());
            ImageIO.write(sheet(), "png", file.toFile());
            return;
        }
        assertThat(file).as("see GoldenSheet for how to write it").exists();
        compare(ImageIO.read(file.toFile()), sheet());
    }

    private void compare(BufferedImage committed, BufferedImage found) {
        assertThat(committed.getWidth()).isEqualTo(found.getWidth());
        assertThat(committed.getHeight()).isEqualTo(found.getHeight());
        String[] labels = rows.keySet().toArray(new String[0]);
        for (int y = 0; y < found.getHeight(); y++) {
            for (int x = 0; x < found.getWidth(); x++) {
                if (distance(committed.getRGB(x, y), found.getRGB(x, y)) > 1) {
                    fail(
                            "%s, picture %d, column %d, row %d: committed %06x, found %06x",
                            labels[y / SIZE],
                            x / SIZE,
                            x % SIZE,
                            y % SIZE,
                            committed.getRGB(x, y) & 0xFFFFFF,
                            found.getRGB(x, y) & 0xFFFFFF);
                }
            }
        }
    }

    /** The largest of the three channels'. */
    private static int distance(int one, int other) {
        int most = 0;
        for (int shift = 0; shift <= 16; shift += 8) {
            most = Math.max(most, Math.abs((one >> shift & 0xFF) - (other >> shift & 0xFF)));
        }
        return most;
    }

    private BufferedImage sheet() {
        BufferedImage sheet = new BufferedImage(2 * SEEDS * SIZE, rows.size() * SIZE, BufferedImage.TYPE_INT_RGB);
        int top = 0;
        for (ImageAugmentation row : rows.values()) {
            for (int i = 0; i < 2 * SEEDS; i++) {
                RgbImage drawn = row.apply(picture(i < SEEDS), 1000L * (i % SEEDS) + 17);
                draw(drawn, sheet, i * SIZE, top);
            }
            top += SIZE;
        }
        return sheet;
    }

    private static void draw(RgbImage image, BufferedImage sheet, int left, int top) {
        for (int y = 0; y < SIZE; y++) {
            for (int x = 0; x < SIZE; x++) {
                int rgb = image.value(x, y, 0) << 16 | image.value(x, y, 1) << 8 | image.value(x, y, 2);
                sheet.setRGB(left + x, top + y, rgb);
            }
        }
    }

    /** A slope with a disc, a frame and a letter's corner: one sees what is left and right, what is bent, blurred or cut. */
    static RgbImage picture(boolean grey) {
        byte[] pixels = new byte[3 * SIZE * SIZE];
        for (int i = 0; i < SIZE * SIZE; i++) {
            int x = i % SIZE;
            int y = i / SIZE;
            boolean disc = (x - 30) * (x - 30) + (y - 18) * (y - 18) < 100;
            boolean corner = x >= 8 && x < 12 && y >= 10 && y < 40 || y >= 36 && y < 40 && x >= 8 && x < 26;
            boolean frame = x == 2 || y == 2 || x == SIZE - 3 || y == SIZE - 3;
            int[] colour = disc
                    ? new int[] {220, 70, 40}
                    : corner
                            ? new int[] {30, 40, 160}
                            : frame ? new int[] {245, 245, 200} : new int[] {60 + 2 * x, 120, 200 - 3 * y};
            for (int c = 0; c < 3; c++) {
                int shade = grey ? (2 * colour[0] + 3 * colour[1] + colour[2]) / 6 : colour[c];
                pixels[3 * i + c] = (byte) shade;
            }
        }
        return new RgbImage(SIZE, SIZE, pixels);
    }
}
