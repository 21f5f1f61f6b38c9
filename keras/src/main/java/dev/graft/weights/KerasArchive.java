package dev.graft.weights;

import dev.graft.io.Archive;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * A {@code .keras} file: a zip archive with the weights in the entry {@code model.weights.h5}. HDF5 is read here and
 * there, a zip entry only from its beginning; so the entry is copied to a temporary file, which goes when it is closed.
 */
final class KerasArchive {
    private static final String WEIGHTS = "model.weights.h5";
    /** An entry larger than this that was packed to less than a hundredth, Keras's own limit, holds no weights. */
    private static final long HARMLESS = 1L << 26;

    private static final long LARGEST_EXPANSION = 100;

    /** Keras writes three, and assets of layers. */
    private static final int MOST_ENTRIES = 1 << 12;

    private KerasArchive() {}

    static Hdf5File open(Path archive) throws IOException {
        Path copy = Files.createTempFile("graft-weights-", ".h5");
        try {
            extract(archive, copy);
            return Hdf5File.open(copy, archive.toString(), StandardOpenOption.READ, StandardOpenOption.DELETE_ON_CLOSE);
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(copy);
            throw e;
        }
    }

    private static void extract(Path archive, Path copy) throws IOException {
        try (ZipFile zip = open(archive, MOST_ENTRIES)) {
            ZipEntry entry = zip.getEntry(WEIGHTS);
            if (entry == null) {
                throw new WeightsException("The archive " + archive + " holds no " + WEIGHTS
                        + ", so it is no .keras file with weights in HDF5. In Keras, save a model as .keras or its"
                        + " weights as .weights.h5.");
            }
            try (InputStream from = zip.getInputStream(entry);
                    OutputStream to = Files.newOutputStream(copy)) {
                copy(from, to, Math.max(HARMLESS, LARGEST_EXPANSION * entry.getCompressedSize()), archive);
            }
        } catch (ZipException e) {
            throw new WeightsException(
                    "The archive " + archive + " is damaged: " + e.getMessage() + ". Get the file again.", e);
        }
    }

    private static ZipFile open(Path archive, int mostEntries) throws IOException {
        Archive.requireSmallDirectory(archive, mostEntries);
        return new ZipFile(archive.toFile());
    }

    private static void copy(InputStream from, OutputStream to, long limit, Path archive) throws IOException {
        byte[] buffer = new byte[1 << 16];
        long copied = 0;
        for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
            copied += read;
            if (copied > limit) {
                throw new WeightsException("The archive " + archive + " holds a " + WEIGHTS
                        + " packed to less than a hundredth, which weights never are. Do not use the file.");
            }
            to.write(buffer, 0, read);
        }
    }
}
