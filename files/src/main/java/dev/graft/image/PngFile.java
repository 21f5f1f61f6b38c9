package dev.graft.image;

import dev.graft.io.AtomicFile;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** Writes pictures as PNG, 8 bits a channel. */
public final class PngFile {
    private PngFile() {}

    /**
     * Writes a file, whole or not at all.
     *
     * @throws dev.graft.error.GraftException if it cannot be written
     */
    public static void write(RgbImage image, Path file) {
        AtomicFile.write(file.toAbsolutePath(), out -> write(image, out));
    }

    private static void write(RgbImage image, OutputStream out) throws IOException {
        BufferedImage buffered = new BufferedImage(image.width(), image.height(), BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < image.height(); y++) {
            for (int x = 0; x < image.width(); x++) {
                buffered.setRGB(x, y, image.value(x, y, 0) << 16 | image.value(x, y, 1) << 8 | image.value(x, y, 2));
            }
        }
        if (!ImageIO.write(buffered, "png", out)) {
            throw new IOException("this Java has no writer for PNG");
        }
    }
}
