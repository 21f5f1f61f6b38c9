package dev.graft.data;

import dev.graft.error.GraftException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Takes groups out of file names. */
record GroupRule(Pattern pattern) {
    /** @throws GraftException if the pattern finds no group in some name */
    List<Candidate> apply(List<Candidate> candidates) {
        List<Candidate> grouped = new ArrayList<>();
        List<String> missed = new ArrayList<>();
        for (Candidate candidate : candidates) {
            Optional<String> group = groupOf(candidate.name());
            if (group.isEmpty()) {
                missed.add(candidate.name());
            }
            grouped.add(candidate.withGroup(group));
        }
        if (!missed.isEmpty()) {
            throw new GraftException("The group pattern \"" + pattern + "\" finds no group in " + missed.size() + " of "
                    + candidates.size() + " images, for example \"" + missed.get(0)
                    + "\". It must match every image; change it, or give groups in a manifest.");
        }
        return grouped;
    }

    Optional<String> groupOf(String name) {
        return new NamePattern(pattern).find(name);
    }
}
