package dev.graft.provenance;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Everything that determined a run, in named sections ({@code backbone}, {@code data}, {@code training}, {@code
 * machine}, ...), each a list of settings in a meaningful order.
 *
 * @param sections section name to setting name to value; values are {@code String}, {@code Number}, {@code Boolean}, or
 *     lists and maps of these, so that they can be written as JSON and read by a person
 */
public record Provenance(Map<String, Map<String, Object>> sections) {
    /** Section on how training images were augmented; it is left out where they were not. */
    public static final String AUGMENTATION = "augmentation";

    public Provenance {
        Map<String, Map<String, Object>> copy = new LinkedHashMap<>();
        sections.forEach((name, values) -> copy.put(name, Collections.unmodifiableMap(new LinkedHashMap<>(values))));
        sections = Collections.unmodifiableMap(copy);
    }

    /**
     * This provenance with one more section, or with a section replaced.
     *
     * @param name name of the section
     * @param values its settings in order
     */
    public Provenance with(String name, Map<String, ?> values) {
        Map<String, Map<String, Object>> copy = new LinkedHashMap<>(sections);
        copy.put(name, new LinkedHashMap<>(values));
        return new Provenance(copy);
    }
}
