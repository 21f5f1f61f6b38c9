package dev.graft.data;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * A file that is listed as a labelled image but has not been opened yet.
 *
 * @param path the file
 * @param name relative to the data set's root with {@code /} as separator
 * @param label its class's name
 * @param group its group, if known
 * @param part what it is for, if the data set comes with a split
 * @param attributes further columns of a manifest
 */
record Candidate(
        Path path,
        String name,
        String label,
        Optional<String> group,
        Optional<Part> part,
        Map<String, String> attributes) {
    Candidate(Path path, String name, String label, Optional<String> group, Optional<Part> part) {
        this(path, name, label, group, part, Map.of());
    }

    Candidate withoutPart() {
        return new Candidate(path, name, label, group, Optional.empty(), attributes);
    }

    Candidate withGroup(Optional<String> other) {
        return new Candidate(path, name, label, other, part, attributes);
    }
}
