package dev.graft.data;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What images of a data set are for. */
public enum Part {
    /** To learn from. */
    TRAIN("train", "training"),
    /** To choose by. */
    VALIDATION("validation", "val", "valid", "validate"),
    /** Kept sealed until the end. */
    TEST("test", "testing");

    private final Set<String> names;

    Part(String... names) {
        this.names = Set.of(names);
    }

    /**
     * What people call a part: {@code train}, {@code training}; {@code val}, {@code valid}, {@code validate}, {@code
     * validation}; {@code test}, {@code testing}; in any case, and with a {@code set} or {@code data} behind, as in {@code
     * training_set}.
     */
    public static Optional<Part> named(String text) {
        String name = text.strip().toLowerCase(Locale.ROOT).replaceFirst("[ _-]?(set|data)$", "");
        for (Part part : values()) {
            if (part.names.contains(name)) {
                return Optional.of(part);
            }
        }
        return Optional.empty();
    }

    /** {@code train}, {@code validation} or {@code test}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
