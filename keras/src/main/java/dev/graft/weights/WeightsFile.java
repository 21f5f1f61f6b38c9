package dev.graft.weights;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;

/** Opens a file of weights. Its first bytes say which format it has; its name does not matter. */
final class WeightsFile {
    private static final byte[] HDF5 = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1A, '\n'};
    private static final byte[] ZIP = {'P', 'K', 3, 4};
    /** Where the JSON header of safetensors begins. */
    private static final int HEADER = 8;

    private static final int LOOKED_AT = 64;
    private static final String USE = " Use safetensors with tensors named <keras layer>/<variable>, or a .h5,"
            + " .weights.h5 or .keras file of Keras.";

    private WeightsFile() {}

    /** @throws WeightsException if the file cannot be read, is damaged or of no format that is understood */
    static StoredWeights open(Path file) {
        if (Files.isDirectory(file)) {
            throw new WeightsException("The weights " + file + " are a folder instead of a file." + USE);
        }
        try {
            byte[] start = start(file);
            if (startsWith(start, HDF5)) {
                return hdf5(Hdf5File.open(file, file.toString()));
            }
            if (startsWith(start, ZIP)) {
                return hdf5(KerasArchive.open(file));
            }
            if (start.length > HEADER && start[HEADER] == '{') {
                return new NamedWeights(Safetensors.open(file));
            }
            throw unknown(file, start);
        } catch (NoSuchFileException e) {
            throw new WeightsException("There is no weights file " + file + ". Check the path.", e);
        } catch (IOException e) {
            throw new WeightsException(
                    "The weights file " + file + " cannot be read: " + e.getMessage() + ". Check that it may be read.",
                    e);
        }
    }

    private static byte[] start(Path file) throws IOException {
        try (InputStream stream = Files.newInputStream(file)) {
            return stream.readNBytes(LOOKED_AT);
        }
    }

    private static boolean startsWith(byte[] bytes, byte[] signature) {
        return bytes.length >= signature.length
                && Arrays.equals(bytes, 0, signature.length, signature, 0, signature.length);
    }

    private static StoredWeights hdf5(Hdf5File file) {
        try {
            if (LegacyHdf5Weights.recognises(file.root())) {
                return new LegacyHdf5Weights(file);
            }
            if (KerasHdf5Weights.recognises(file.root())) {
                return new KerasHdf5Weights(file);
            }
            throw new WeightsException("The HDF5 file " + file.source() + " holds no weights of a Keras model: its root"
                    + " has neither the attribute 'layer_names' nor the group 'layers', but "
                    + file.root().names() + "." + USE);
        } catch (RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private static WeightsException unknown(Path file, byte[] start) {
        String text = new String(start, StandardCharsets.US_ASCII);
        if (start.length == 0) {
            return new WeightsException("The weights file " + file + " is empty." + USE);
        }
        if (text.startsWith("{")) {
            return new WeightsException("The weights file " + file
                    + " is JSON. If Keras wrote it with max_shard_size, the weights are spread over several files, which"
                    + " cannot be read: load it with Keras and save it into one file." + USE);
        }
        return new WeightsException("The weights file " + file + " begins with '" + text.replaceAll("[^ -~]+", ".")
                + "', which is no format of weights that can be read." + USE);
    }
}
