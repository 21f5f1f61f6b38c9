package dev.graft.weights;

import dev.graft.error.GraftException;
import dev.graft.preprocess.Preprocessing;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Published weights of a backbone, without its top.
 *
 * @param id short name within the backbone, for example {@code imagenet}
 * @param description what it was trained on, one sentence
 * @param location where the file is to be had
 * @param bytes size of the file, or 0 where its publisher does not say it; then it is not checked
 * @param checksum of the file
 * @param licence under which the weights are published
 * @param preprocessing what the weights expect
 * @param adjustment what must be done to the file's tensors, if anything
 */
public record WeightsDescriptor(
        String id,
        String description,
        WeightsLocation location,
        long bytes,
        Checksum checksum,
        String licence,
        Preprocessing preprocessing,
        Optional<WeightsAdjustment> adjustment) {
    public WeightsDescriptor {
        if (!id.matches("[a-z0-9][a-z0-9.-]*")) {
            throw new GraftException(
                    "The id of weights has lower-case letters, digits, dots and dashes, found '" + id + "'.");
        }
        if (bytes < 0) {
            throw new GraftException("The size of weights is 0 (unknown) or positive, found " + bytes + ".");
        }
    }

    /** Weights whose tensors are used as they are. */
    public WeightsDescriptor(
            String id,
            String description,
            WeightsLocation location,
            long bytes,
            Checksum checksum,
            String licence,
            Preprocessing preprocessing) {
        this(id, description, location, bytes, checksum, licence, preprocessing, Optional.empty());
    }

    /** Whether the file travels inside a jar and needs no network. */
    public boolean bundled() {
        return location instanceof WeightsLocation.InJar;
    }

    /**
     * Whether a file has this very content: size, if known, and checksum.
     *
     * @throws WeightsException if it cannot be read
     */
    public boolean describes(Path file) {
        try {
            return FileCheck.problem(file, this).isEmpty();
        } catch (IOException e) {
            throw new WeightsException(
                    "The weights file " + file + " cannot be read: " + e + ". Check that it may be read.", e);
        }
    }

    /** Id, origin and checksum, and what is changed: enough to find the same weights again. */
    String provenance() {
        String origin = location instanceof WeightsLocation.Published published ? published.address() + ", " : "";
        String change = adjustment.map(a -> "; " + a.describe()).orElse("");
        return id + " (" + origin + checksum + change + ")";
    }

    /** The file's tensors, adjusted if need be. */
    TensorFile adjusted(TensorFile file) {
        return adjustment.isPresent() ? new AdjustedTensors(file, adjustment.get()) : file;
    }
}
