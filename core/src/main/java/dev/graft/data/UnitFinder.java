package dev.graft.data;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Finds what must stay together: images of one group, images that are equal or look alike, and whatever these tie together.
 */
record UnitFinder(ImageDataset dataset, Duplicates duplicates) {
    /** The units, sorted by their first image's name, so that the order of the samples does not matter. */
    List<SplitUnit> find() {
        DisjointSets together = new DisjointSets(dataset.samples().size());
        duplicates.sets().forEach(set -> set.forEach(i -> together.unite(set.get(0), i)));
        Map<String, Integer> firstOfGroup = new HashMap<>();
        for (int i = 0; i < dataset.samples().size(); i++) {
            int sample = i;
            dataset.samples()
                    .get(i)
                    .group()
                    .ifPresent(group -> together.unite(firstOfGroup.computeIfAbsent(group, key -> sample), sample));
        }
        Map<String, SplitUnit> units = new TreeMap<>();
        together.sets().forEach(set -> {
            List<Integer> byName = set.stream()
                    .sorted(Comparator.comparing(i -> dataset.samples().get(i).name()))
                    .toList();
            units.put(dataset.samples().get(byName.get(0)).name(), SplitUnit.of(byName, dataset));
        });
        return List.copyOf(units.values());
    }
}
