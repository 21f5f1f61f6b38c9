package dev.graft.run;

import dev.graft.error.GraftException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Which settings were given, where some exclude each other. */
final class ExclusiveSettings {
    private final Set<String> given = new LinkedHashSet<>();

    /**
     * Notes one. Giving it again is no conflict: the last value counts.
     *
     * @param excluded names of settings that would contradict it
     * @throws GraftException if one of those was given
     */
    void set(String name, String... excluded) {
        for (String other : List.of(excluded)) {
            if (given.contains(other)) {
                throw new GraftException("Found a setting for the " + name + ", but that for the " + other
                        + " was already set. They exclude each other: give one of them.");
            }
        }
        given.add(name);
    }

    /** Whether one was given. */
    boolean has(String name) {
        return given.contains(name);
    }

    /** Forgets all. */
    void clear() {
        given.clear();
    }

    /** The same, or forgets the setting where it is set to nothing. */
    void setIf(boolean something, String name, String... excluded) {
        if (something) {
            set(name, excluded);
        } else {
            given.remove(name);
        }
    }
}
