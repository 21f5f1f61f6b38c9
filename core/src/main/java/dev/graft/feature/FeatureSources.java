package dev.graft.feature;

import dev.graft.data.DecodedPictures;
import dev.graft.data.ImageDataset;
import dev.graft.engine.Engine;
import dev.graft.freeze.FrozenPrefix;
import dev.graft.model.TransferModel;
import dev.graft.progress.Progress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The features that the phases of a training need, each image sent through the frozen layers once: one pass fills the
 * stores of all cuts, the deepest one included.
 */
public final class FeatureSources implements AutoCloseable {
    private final Map<FrozenPrefix, FeatureSource> sources = new HashMap<>();

    private FeatureSources() {}

    /**
     * Computes what is not there yet.
     *
     * @param model supplies the frozen layers; their parameters must not change while this is open
     * @param dataset the images
     * @param demand all images that will be asked for
     * @param prefixes one per phase; equal ones share their features
     * @param cache where to keep them
     * @param threads for decoding
     */
    public static FeatureSources open(
            TransferModel model,
            ImageDataset dataset,
            FeatureDemand demand,
            List<FrozenPrefix> prefixes,
            Engine engine,
            FeatureCache cache,
            int threads,
            Progress progress) {
        FeatureSources opened = new FeatureSources();
        DecodedPictures kept = new DecodedPictures(cache.memoryBytes());
        Extractors extractors =
                vertices -> new FrozenExtractor(model, dataset, demand.augmentation(), engine, vertices, kept, threads);
        List<Shown> fixed = demand.fixed(dataset);
        List<Fill> fills = new ArrayList<>();
        try {
            for (FrozenPrefix prefix : new LinkedHashSet<>(prefixes)) {
                CutShape shape = CutShape.of(model, prefix.cut());
                Optional<FeatureStore> store = prefix.hasLearnedParameters()
                        ? cache.open(FeatureKey.of(model, prefix, engine), shape.rowFloats(), fixed.size())
                        : Optional.empty();
                store.ifPresent(s -> {
                    fills.add(new Fill(prefix.cut(), shape, s));
                    opened.sources.put(prefix, new StoredFeatures(dataset, demand.augmentation(), shape, s));
                });
                if (store.isEmpty() || demand.changes()) {
                    FeatureSource live =
                            new LiveFeatures(extractors.of(prefix.cut()), dataset, demand.augmentation(), shape);
                    opened.sources.merge(prefix, live, AugmentedFeatures::new);
                }
            }
            fill(fixed, fills, extractors, progress);
            return opened;
        } catch (RuntimeException | Error e) {
            opened.close();
            throw e;
        }
    }

    private interface Extractors {
        FrozenExtractor of(List<String> vertices);
    }

    private record Fill(List<String> cut, CutShape shape, FeatureStore store) {}

    private static void fill(List<Shown> wanted, List<Fill> fills, Extractors extractors, Progress progress) {
        List<Shown> missing = missing(wanted, fills);
        if (missing.isEmpty()) {
            return;
        }
        List<String> vertices = new ArrayList<>(new LinkedHashSet<>(
                fills.stream().flatMap(f -> f.cut().stream()).toList()));
        Progress named = (name, total) -> progress.start("Computing frozen features", total);
        try (FrozenExtractor extractor = extractors.of(vertices)) {
            extractor.run(missing, named, (shown, values) -> {
                for (Fill fill : fills) {
                    if (!fill.store().contains(shown.key())) {
                        fill.store().put(shown.key(), row(fill, vertices, values));
                    }
                }
            });
        }
    }

    private static List<Shown> missing(List<Shown> wanted, List<Fill> fills) {
        Set<String> seen = new LinkedHashSet<>();
        return wanted.stream()
                .filter(shown -> fills.stream().anyMatch(f -> !f.store().contains(shown.key())))
                .filter(shown -> seen.add(shown.key()))
                .toList();
    }

    private static float[] row(Fill fill, List<String> vertices, float[][] values) {
        float[] row = new float[fill.shape().rowFloats()];
        int at = 0;
        for (String name : fill.cut()) {
            float[] part = values[vertices.indexOf(name)];
            System.arraycopy(part, 0, row, at, part.length);
            at += part.length;
        }
        return row;
    }

    /** The features of one phase. */
    public FeatureSource of(FrozenPrefix prefix) {
        return sources.get(prefix);
    }

    @Override
    public void close() {
        RuntimeException failure = null;
        for (FeatureSource source : sources.values()) {
            try {
                source.close();
            } catch (RuntimeException e) {
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        sources.clear();
        if (failure != null) {
            throw failure;
        }
    }
}
