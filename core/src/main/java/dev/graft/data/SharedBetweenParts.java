package dev.graft.data;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What lies in more than one part of the split that images come with: measured there is what was learnt by heart. */
record SharedBetweenParts(ImageDataset dataset, Duplicates duplicates) {
    private static final int EXAMPLES = 5;

    List<String> warnings() {
        List<String> sentences = new ArrayList<>();
        equalFiles().ifPresent(sentences::add);
        groups().ifPresent(sentences::add);
        lookAlikes().ifPresent(sentences::add);
        return sentences;
    }

    private Optional<String> equalFiles() {
        List<String> shared = shared(true);
        return shared.isEmpty()
                ? Optional.empty()
                : Optional.of("The given split has equal files in more than one part, so its figures are too good: "
                        + some(shared) + ". Remove the copies.");
    }

    private Optional<String> groups() {
        SortedMap<String, SortedSet<Part>> parts = new TreeMap<>();
        dataset.samples()
                .forEach(sample -> sample.group()
                        .ifPresent(group -> parts.computeIfAbsent(group, key -> new TreeSet<>())
                                .add(sample.part().orElseThrow())));
        List<String> shared = parts.entrySet().stream()
                .filter(entry -> entry.getValue().size() > 1)
                .map(entry -> entry.getKey() + " ("
                        + entry.getValue().stream().map(Part::id).collect(Collectors.joining(", ")) + ")")
                .toList();
        return shared.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        "The given split has groups (for example patients) in more than one part, so its figures are"
                                + " too good: " + some(shared) + ". Move each group to one part.");
    }

    private Optional<String> lookAlikes() {
        List<String> shared = shared(false);
        return shared.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        "The given split has images that look alike in more than one part, so its figures may be too"
                                + " good: " + some(shared) + ". Look at them.");
    }

    private List<String> shared(boolean exact) {
        Map<String, Part> parts = new HashMap<>();
        dataset.samples()
                .forEach(sample -> parts.put(sample.name(), sample.part().orElseThrow()));
        return duplicates.listed().stream()
                .filter(set -> set.exact() == exact)
                .map(set -> onePerPart(set.images(), parts))
                .filter(names -> names.size() > 1)
                .map(names -> String.join(exact ? " = " : " ~ ", names))
                .toList();
    }

    /** Of a set that lies in several parts, one image of each. */
    private static List<String> onePerPart(List<String> images, Map<String, Part> parts) {
        SortedMap<Part, String> first = new TreeMap<>(Comparator.naturalOrder());
        images.forEach(name -> first.putIfAbsent(parts.get(name), name));
        return List.copyOf(first.values());
    }

    private static String some(List<String> all) {
        return all.stream().limit(EXAMPLES).collect(Collectors.joining("; "))
                + (all.size() > EXAMPLES ? " and " + (all.size() - EXAMPLES) + " more" : "");
    }
}
