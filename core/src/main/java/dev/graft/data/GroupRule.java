package dev.graft.data;

import dev.graft.error.GraftException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Takes groups out of file names.
 *
 * @param pattern as {@link ReadOptions#groupPattern()}
 */
public record GroupRule(Pattern pattern) {
    /** @throws GraftException if it is no valid regular expression */
    public static GroupRule of(String pattern) {
        return new GroupRule(ReadOptions.compiled("group", pattern));
    }

    /** The group that a name tells of; empty if the pattern finds none. */
    public Optional<String> find(String name) {
        return new NamePattern(pattern).find(name);
    }

    /**
     * Group of each image.
     *
     * @param names with {@code /} between folders
     * @throws GraftException if the pattern finds no group in some name
     */
    public Map<String, String> groups(List<String> names) {
        return groups(names, "leave these images out");
    }

    private Map<String, String> groups(List<String> names, String otherwise) {
        Map<String, String> groups = new HashMap<>();
        List<String> missed = new ArrayList<>();
        for (String name : names) {
            find(name).ifPresentOrElse(group -> groups.put(name, group), () -> missed.add(name));
        }
        if (!missed.isEmpty()) {
            throw new GraftException("The group pattern \"" + pattern + "\" finds no group in " + missed.size() + " of "
                    + names.size() + " images, for example \"" + missed.get(0)
                    + "\". It must match every image; change it, or " + otherwise + ".");
        }
        return groups;
    }

    /** @throws GraftException if the pattern finds no group in some name */
    List<Candidate> apply(List<Candidate> candidates) {
        Map<String, String> groups =
                groups(candidates.stream().map(Candidate::name).toList(), "give groups in a manifest");
        return candidates.stream()
                .map(candidate -> candidate.withGroup(Optional.ofNullable(groups.get(candidate.name()))))
                .toList();
    }
}
