package dev.graft.data;

import dev.graft.image.Fingerprint;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * One labelled image file.
 *
 * @param path the file
 * @param name the path relative to the data set's root with {@code /} as separator: stable across machines
 * @param label index into {@link ImageDataset#classNames()}
 * @param group what must stay together in a split (for example the patient), if known
 * @param contentHash SHA-256 of the file's bytes, lower-case hexadecimal
 * @param fingerprint what it looks like; empty if it is blank or that was not looked at
 * @param part what it is for, if the data set comes with a split
 * @param attributes what else is known of it: further columns of a manifest that were asked for, by name, without empty ones
 */
public record ImageSample(
        Path path,
        String name,
        int label,
        Optional<String> group,
        String contentHash,
        Optional<Fingerprint> fingerprint,
        Optional<Part> part,
        Map<String, String> attributes) {
    public ImageSample {
        attributes = Map.copyOf(attributes);
    }

    /** An image of a data set without a split of its own. */
    public ImageSample(
            Path path,
            String name,
            int label,
            Optional<String> group,
            String contentHash,
            Optional<Fingerprint> fingerprint) {
        this(path, name, label, group, contentHash, fingerprint, Optional.empty(), Map.of());
    }

    /** An image whose looks are not known. */
    public ImageSample(Path path, String name, int label, Optional<String> group, String contentHash) {
        this(path, name, label, group, contentHash, Optional.empty());
    }

    /** The same image with another label. */
    public ImageSample withLabel(int other) {
        return new ImageSample(path, name, other, group, contentHash, fingerprint, part, attributes);
    }

    /** The same image with another part, or with none. */
    public ImageSample withPart(Optional<Part> other) {
        return new ImageSample(path, name, label, group, contentHash, fingerprint, other, attributes);
    }

    /** The same image as if nobody knew its group, its part and what it looks like. */
    public ImageSample withoutTies() {
        return new ImageSample(path, name, label, Optional.empty(), contentHash);
    }
}
