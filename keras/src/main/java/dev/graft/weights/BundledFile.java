package dev.graft.weights;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;

/** A safetensors file inside a jar. */
final class BundledFile {
    private BundledFile() {}

    /**
     * Reads it to the heap and verifies it.
     *
     * @throws WeightsException if it is missing, damaged or not in a jar
     */
    static TensorFile read(WeightsDescriptor weights) {
        if (!(weights.location() instanceof WeightsLocation.InJar inJar)) {
            throw new WeightsException("The weights " + weights.id() + " are in no jar (" + weights.location()
                    + "). Use BackboneWeights.published.");
        }
        String resource = inJar.resource();
        try (InputStream stream = BundledFile.class.getResourceAsStream(resource)) {
            if (stream == null) {
                throw new WeightsException("The bundled weights " + resource
                        + " are not on the class path. The module that offers them is incomplete.");
            }
            Checksum expected = weights.checksum();
            MessageDigest digest = expected.algorithm().digest();
            TensorFile tensors =
                    Safetensors.read(weights.id(), new DigestInputStream(new BufferedInputStream(stream), digest));
            Checksum found = Checksum.of(expected.algorithm(), digest);
            if (!found.equals(expected)) {
                throw new WeightsException("The bundled weights " + resource + " have " + found + " instead of "
                        + expected + ". The jar is damaged.");
            }
            return tensors;
        } catch (IOException e) {
            throw new WeightsException("The bundled weights " + resource + " cannot be read.", e);
        }
    }
}
