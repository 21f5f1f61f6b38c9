package dev.graft.weights;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Compares a file with what was published. */
final class FileCheck {
    private FileCheck() {}

    /**
     * What is wrong with a file, for example {@code "has 12 bytes instead of 4000"}; empty if it is the published one.
     *
     * @throws IOException if it cannot be read
     */
    static Optional<String> problem(Path file, WeightsDescriptor weights) throws IOException {
        long size = Files.size(file);
        if (weights.bytes() > 0 && size != weights.bytes()) {
            return Optional.of("has " + size + " bytes instead of " + weights.bytes());
        }
        Checksum found = Checksum.of(weights.checksum().algorithm(), file);
        return found.equals(weights.checksum())
                ? Optional.empty()
                : Optional.of("has " + found + " instead of " + weights.checksum());
    }
}
