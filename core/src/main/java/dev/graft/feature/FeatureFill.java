package dev.graft.feature;

import dev.graft.progress.Progress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Fills stores: one pass for all networks that see the same images.
 *
 * @param stores open ones get what they miss
 */
record FeatureFill(Extractors extractors, List<CutStore> stores) {
    void run(Progress progress) {
        Map<String, List<CutStore>> byInput = new LinkedHashMap<>();
        for (CutStore store : stores) {
            byInput.computeIfAbsent(store.network().inputKey(), key -> new ArrayList<>())
                    .add(store);
        }
        byInput.values().forEach(together -> fill(together, progress));
    }

    private void fill(List<CutStore> together, Progress progress) {
        Map<String, ImageView> missing = new LinkedHashMap<>();
        together.forEach(store -> store.missing().forEach(shown -> missing.putIfAbsent(shown.key(), shown)));
        if (missing.isEmpty()) {
            return;
        }
        List<CutStore> incomplete =
                together.stream().filter(s -> !s.missing().isEmpty()).toList();
        Set<String> maps = new LinkedHashSet<>();
        incomplete.forEach(store -> maps.addAll(store.network().cutKeys()));
        List<FrozenNetwork> networks =
                incomplete.stream().map(CutStore::network).toList();
        List<ImageView> order = List.copyOf(missing.values());
        Progress named = (name, total) -> progress.start("Computing frozen features", total);
        try (FrozenExtractor extractor = extractors.of(networks, maps)) {
            extractor.run(ViewSequence.unmixed(order), named, (position, computed, image, share) -> {
                String picture = order.get(position).key();
                incomplete.stream()
                        .filter(store -> store.misses(picture))
                        .forEach(store -> store.put(picture, extractor.keys(), computed, image));
            });
        }
    }
}
