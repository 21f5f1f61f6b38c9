package dev.graft.data;

import java.nio.file.Path;
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
 */
public record ImageSample(
        Path path,
        String name,
        int label,
        Optional<String> group,
        String contentHash,
        Optional<Fingerprint> fingerprint) {
    /** An image whose looks are not known. */
    public ImageSample(Path path, String name, int label, Optional<String> group, String contentHash) {
        this(path, name, label, group, contentHash, Optional.empty());
    }

    /** The same image with another label. */
    public ImageSample withLabel(int other) {
        return new ImageSample(path, name, other, group, contentHash, fingerprint);
    }

    /** The same image as if nobody knew its group and what it looks like. */
    public ImageSample withoutTies() {
        return new ImageSample(path, name, label, Optional.empty(), contentHash);
    }
}
