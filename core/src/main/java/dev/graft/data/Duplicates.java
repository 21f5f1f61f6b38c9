package dev.graft.data;

import dev.graft.image.Fingerprint;
import dev.graft.image.SimilarPairs;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds images that are equal or look alike. */
final class Duplicates {
    private final ImageDataset dataset;
    private final DisjointSets equal;
    private final DisjointSets alike;

    private Duplicates(ImageDataset dataset) {
        this.dataset = dataset;
        this.equal = new DisjointSets(dataset.samples().size());
        this.alike = new DisjointSets(dataset.samples().size());
    }

    static Duplicates in(ImageDataset dataset) {
        Duplicates found = new Duplicates(dataset);
        found.findEqual();
        found.findAlike();
        return found;
    }

    private void findEqual() {
        Map<String, Integer> first = new HashMap<>();
        for (int i = 0; i < dataset.samples().size(); i++) {
            int sample = i;
            int copyOf = first.computeIfAbsent(dataset.samples().get(i).contentHash(), key -> sample);
            equal.unite(copyOf, sample);
            alike.unite(copyOf, sample);
        }
    }

    private void findAlike() {
        List<Integer> positions = new ArrayList<>();
        List<Fingerprint> prints = new ArrayList<>();
        for (int i = 0; i < dataset.samples().size(); i++) {
            if (equal.root(i) == i && dataset.samples().get(i).fingerprint().isPresent()) {
                positions.add(i);
                prints.add(dataset.samples().get(i).fingerprint().orElseThrow());
            }
        }
        new SimilarPairs(prints).forEach((a, b) -> alike.unite(positions.get(a), positions.get(b)));
    }

    /** Whether images were compared by what they look like. */
    boolean lookedAt() {
        return dataset.samples().stream()
                .anyMatch(sample -> sample.fingerprint().isPresent());
    }

    /** Images that are equal or look alike, every one in one set. */
    Collection<List<Integer>> sets() {
        return alike.sets();
    }

    /** Sets of equal files, and sets of images that look alike with their copies. */
    List<DuplicateSet> listed() {
        List<DuplicateSet> listed = new ArrayList<>();
        equal.sets().stream().filter(set -> set.size() > 1).forEach(set -> listed.add(set(true, set)));
        alike.sets().stream()
                .filter(set -> set.stream().map(equal::root).distinct().count() > 1)
                .forEach(set -> listed.add(set(false, set)));
        listed.sort(Comparator.comparing((DuplicateSet set) -> set.images().get(0))
                .thenComparing(DuplicateSet::exact, Comparator.reverseOrder()));
        return listed;
    }

    private DuplicateSet set(boolean exact, List<Integer> positions) {
        return new DuplicateSet(
                exact,
                positions.stream()
                        .map(i -> dataset.samples().get(i).name())
                        .sorted()
                        .toList(),
                positions.stream()
                        .map(i -> dataset.classNames()
                                .get(dataset.samples().get(i).label()))
                        .distinct()
                        .sorted()
                        .toList());
    }
}
