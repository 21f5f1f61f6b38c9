package dev.graft.search;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Trials by configuration: those that differ in the seed alone are repeats of one. */
final class Configurations {
    private Configurations() {}

    /** In the order of their first trials. */
    static List<List<Trial>> of(List<Trial> trials) {
        Map<Map<String, Object>, List<Trial>> groups = new LinkedHashMap<>();
        for (Trial trial : trials) {
            groups.computeIfAbsent(trial.configuration(), key -> new ArrayList<>())
                    .add(trial);
        }
        return groups.values().stream().map(List::copyOf).toList();
    }
}
