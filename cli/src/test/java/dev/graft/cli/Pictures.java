package dev.graft.cli;

import dev.graft.phantom.PhantomDataset;
import dev.graft.progress.Progress;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/** Image files for tests, good and bad. */
final class Pictures {
    private Pictures() {}

    /** 48 phantom slices of 64 px: eight patients, two classes. */
    static Path phantom(Path folder) {
        PhantomDataset.standard().withImages(48).withSize(64).withSeed(3).write(folder, Progress.NONE, 2);
        return folder;
    }

    /** Small pictures, all different, named {@code p0.png}, {@code p1.png}, ... */
    static void write(Path folder, int count) throws IOException {
        Files.createDirectories(folder);
        for (int i = 0; i < count; i++) {
            ImageIO.write(
                    picture(i + folder.toString().hashCode()),
                    "png",
                    folder.resolve("p" + i + ".png").toFile());
        }
    }

    private static BufferedImage picture(int seed) {
        BufferedImage image = new BufferedImage(40, 40, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < 40; y++) {
            for (int x = 0; x < 40; x++) {
                image.setRGB(x, y, (x * 31 + y * 17) * seed & 0xFFFFFF);
            }
        }
        return image;
    }

    static void text(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "This is no picture.");
    }

    /** A JPEG without its second half. */
    static void truncatedJpeg(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        ImageIO.write(picture(7), "jpg", file.toFile());
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length / 2));
    }

    /** Names of everything under a folder, hidden files too, relative to it. */
    static List<String> tree(Path folder) throws IOException {
        try (Stream<Path> walk = Files.walk(folder)) {
            return walk.map(path -> folder.relativize(path).toString()).sorted().toList();
        }
    }
}
