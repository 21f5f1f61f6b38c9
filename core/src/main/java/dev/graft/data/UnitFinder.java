package dev.graft.data;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Finds what must stay together: images of one group, exact copies, and whatever these tie together. */
final class UnitFinder {
    private final ImageDataset dataset;
    /** A forest: each image points towards the representative of its unit. */
    private final int[] parents;

    UnitFinder(ImageDataset dataset) {
        this.dataset = dataset;
        this.parents = new int[dataset.samples().size()];
    }

    /** The units, sorted by their first image's name, so that the order of the samples does not matter. */
    List<SplitUnit> find() {
        Map<String, Integer> firstOfGroup = new HashMap<>();
        Map<String, Integer> firstOfHash = new HashMap<>();
        for (int i = 0; i < parents.length; i++) {
            parents[i] = i;
            int sample = i;
            ImageSample image = dataset.samples().get(i);
            image.group().ifPresent(group -> unite(firstOfGroup.computeIfAbsent(group, key -> sample), sample));
            unite(firstOfHash.computeIfAbsent(image.contentHash(), key -> sample), sample);
        }
        List<Integer> byName = new ArrayList<>();
        for (int i = 0; i < parents.length; i++) {
            byName.add(i);
        }
        byName.sort(Comparator.comparing(i -> dataset.samples().get(i).name()));
        Map<Integer, List<Integer>> members = new HashMap<>();
        byName.forEach(
                i -> members.computeIfAbsent(root(i), key -> new ArrayList<>()).add(i));
        Map<String, SplitUnit> units = new TreeMap<>();
        members.values()
                .forEach(unit ->
                        units.put(dataset.samples().get(unit.get(0)).name(), SplitUnit.of(List.copyOf(unit), dataset)));
        return List.copyOf(units.values());
    }

    private void unite(int a, int b) {
        parents[root(b)] = root(a);
    }

    private int root(int sample) {
        int at = sample;
        while (parents[at] != at) {
            parents[at] = parents[parents[at]];
            at = parents[at];
        }
        return at;
    }
}
