package dev.graft.testkit.data;

import dev.graft.data.ImageDataset;
import dev.graft.data.ImageFolder;
import dev.graft.data.ReadOptions;
import dev.graft.data.Split;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;

/** Small noisy PNGs of two classes, one with a bright spot. */
public final class TinyPictures {
    private TinyPictures() {}

    /** Writes {@code count} pictures, half of each class, and reads them as a data set. */
    public static ImageDataset write(Path folder, int count) {
        for (int i = 0; i < count; i++) {
            draw(
                    folder.resolve(i % 2 == 0 ? "healthy" : "stroke")
                            .resolve(String.format(Locale.ROOT, "%03d.png", i)),
                    i);
        }
        return new ImageFolder(folder).read(ReadOptions.defaults());
    }

    private static void draw(Path file, int number) {
        Random random = new Random(number);
        BufferedImage image = new BufferedImage(40, 36, BufferedImage.TYPE_INT_RGB);
        int spotX = 8 + random.nextInt(16);
        int spotY = 8 + random.nextInt(16);
        for (int y = 0; y < 36; y++) {
            for (int x = 0; x < 40; x++) {
                boolean spot = number % 2 == 1 && Math.hypot(x - spotX, y - spotY) < 6;
                int grey = random.nextInt(90) + (spot ? 130 : 20);
                image.setRGB(x, y, grey << 16 | (grey / 2) << 8 | random.nextInt(256));
            }
        }
        try {
            Files.createDirectories(file.getParent());
            ImageIO.write(image, "png", file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The first {@code train} samples in an even mix, then validation, then test. */
    public static Split split(ImageDataset images, int train, int validation) {
        int count = images.samples().size();
        // Samples are sorted by class: take them from both ends in turn.
        List<Integer> mixed = IntStream.range(0, count)
                .map(i -> i % 2 == 0 ? i / 2 : count - 1 - i / 2)
                .boxed()
                .toList();
        return new Split(
                mixed.subList(0, train),
                mixed.subList(train, train + validation),
                mixed.subList(train + validation, count),
                1,
                List.of(),
                List.of());
    }
}
