package dev.graft.weights;

import dev.graft.preprocess.Preprocessing;

/**
 * Published weights of a backbone.
 *
 * @param id short name within the backbone, for example {@code ifs1000}
 * @param description what it was trained on, one sentence
 * @param resource absolute class-path name of the file inside a jar
 * @param bytes size of the file
 * @param sha256 of the file, lower-case hexadecimal
 * @param licence under which the weights are published
 * @param preprocessing what the weights expect
 */
public record WeightsDescriptor(
        String id,
        String description,
        String resource,
        long bytes,
        String sha256,
        String licence,
        Preprocessing preprocessing) {
    /** Whether the file travels inside a jar and needs no network. */
    public boolean bundled() {
        return !resource.isEmpty();
    }
}
