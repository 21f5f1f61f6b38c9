package dev.graft.data;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Positions that are united step by step (union-find): each points towards the representative of its set. */
final class DisjointSets {
    private final int[] parents;

    DisjointSets(int size) {
        parents = new int[size];
        for (int i = 0; i < size; i++) {
            parents[i] = i;
        }
    }

    void unite(int a, int b) {
        parents[root(b)] = root(a);
    }

    int root(int position) {
        int at = position;
        while (parents[at] != at) {
            parents[at] = parents[parents[at]];
            at = parents[at];
        }
        return at;
    }

    /** The sets, each with its positions in rising order. */
    Collection<List<Integer>> sets() {
        Map<Integer, List<Integer>> sets = new TreeMap<>();
        for (int i = 0; i < parents.length; i++) {
            sets.computeIfAbsent(root(i), key -> new ArrayList<>()).add(i);
        }
        return sets.values();
    }
}
