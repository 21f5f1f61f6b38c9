package dev.graft.feature;

import dev.graft.data.ImageDataset;
import dev.graft.engine.Engine;
import dev.graft.freeze.FrozenPrefix;
import dev.graft.model.TransferModel;
import dev.graft.progress.Progress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
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
     * @param indices all images that will be asked for
     * @param prefixes one per phase; equal ones share their features
     * @param cache where to keep them
     * @param threads for decoding
     */
    public static FeatureSources open(
            TransferModel model,
            ImageDataset dataset,
            List<Integer> indices,
            List<FrozenPrefix> prefixes,
            Engine engine,
            FeatureCache cache,
            int threads,
            Progress progress) {
        FeatureSources opened = new FeatureSources();
        Map<FrozenPrefix, Fill> fills = new LinkedHashMap<>();
        try {
            for (FrozenPrefix prefix : new LinkedHashSet<>(prefixes)) {
                CutShape shape = CutShape.of(model, prefix.cut());
                Optional<FeatureStore> store = prefix.hasLearnedParameters()
                        ? cache.open(FeatureKey.of(model, prefix, engine), shape.rowFloats(), indices.size())
                        : Optional.empty();
                if (store.isPresent()) {
                    fills.put(prefix, new Fill(prefix.cut(), shape, store.get()));
                    opened.sources.put(prefix, new StoredFeatures(dataset, shape, store.get()));
                } else {
                    opened.sources.put(
                            prefix,
                            new LiveFeatures(
                                    new FrozenExtractor(model, dataset, engine, prefix.cut(), threads), shape));
                }
            }
            fill(model, dataset, indices, List.copyOf(fills.values()), engine, threads, progress);
            return opened;
        } catch (RuntimeException | Error e) {
            opened.close();
            throw e;
        }
    }

    private record Fill(List<String> cut, CutShape shape, FeatureStore store) {}

    private static void fill(
            TransferModel model,
            ImageDataset dataset,
            List<Integer> indices,
            List<Fill> fills,
            Engine engine,
            int threads,
            Progress progress) {
        List<Integer> missing = missing(dataset, indices, fills);
        if (missing.isEmpty()) {
            return;
        }
        List<String> vertices = new ArrayList<>(new LinkedHashSet<>(
                fills.stream().flatMap(f -> f.cut().stream()).toList()));
        Progress named = (name, total) -> progress.start("Computing frozen features", total);
        try (FrozenExtractor extractor = new FrozenExtractor(model, dataset, engine, vertices, threads)) {
            extractor.run(missing, named, (index, values) -> {
                String hash = dataset.samples().get(index).contentHash();
                for (Fill fill : fills) {
                    if (!fill.store().contains(hash)) {
                        fill.store().put(hash, row(fill, vertices, values));
                    }
                }
            });
        }
    }

    private static List<Integer> missing(ImageDataset dataset, List<Integer> indices, List<Fill> fills) {
        Set<String> seen = new LinkedHashSet<>();
        List<Integer> missing = new ArrayList<>();
        for (int index : indices) {
            String hash = dataset.samples().get(index).contentHash();
            if (fills.stream().anyMatch(f -> !f.store().contains(hash)) && seen.add(hash)) {
                missing.add(index);
            }
        }
        return missing;
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
