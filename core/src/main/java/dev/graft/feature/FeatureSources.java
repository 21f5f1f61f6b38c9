package dev.graft.feature;

import dev.graft.data.ImageDataset;
import dev.graft.error.Lookup;
import dev.graft.freeze.FrozenPrefix;
import dev.graft.graph.InputShape;
import dev.graft.image.DecodedPictures;
import dev.graft.progress.Progress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The features that the phases of one or several trainings need, each image sent through the frozen layers once: one pass
 * fills the stores of all cuts, the deepest one included. Trainings share what their models have in common.
 */
public final class FeatureSources implements AutoCloseable {
    private final ImageDataset dataset;
    private final FeatureCache cache;
    private final int threads;
    private final PassRows passRows = new PassRows();
    private final Map<FeatureRequest, Map<FrozenPrefix, FeatureSource>> sources = new IdentityHashMap<>();
    private final Map<FeatureSource, LiveFeatures> live = new IdentityHashMap<>();
    private final Map<String, CutStore> stores = new LinkedHashMap<>();
    private @Nullable SharedPass sharedPass;

    private FeatureSources(ImageDataset dataset, List<FeatureRequest> requests, FeatureCache cache, int threads) {
        this.dataset = dataset;
        this.cache = cache;
        this.threads = threads;
        requests.forEach(request -> sources.put(request, new HashMap<>()));
    }

    /**
     * Computes what is not there yet.
     *
     * @param dataset the images of all trainings
     * @param requests one per training
     * @param cache where to keep features
     * @param threads for decoding
     */
    public static FeatureSources open(
            ImageDataset dataset, List<FeatureRequest> requests, FeatureCache cache, int threads, Progress progress) {
        FeatureSources opened = new FeatureSources(dataset, requests, cache, threads);
        try {
            opened.openAll(requests, progress);
            return opened;
        } catch (RuntimeException | Error e) {
            try {
                opened.close();
            } catch (RuntimeException second) {
                e.addSuppressed(second);
            }
            throw e;
        }
    }

    private void openAll(List<FeatureRequest> requests, Progress progress) {
        List<Cut> cuts = new ArrayList<>();
        for (FeatureRequest request : requests) {
            FeatureKeys keys = FeatureKeys.of(request.model(), request.prefixes(), request.engine());
            for (FrozenPrefix prefix : new LinkedHashSet<>(request.prefixes())) {
                cuts.add(new Cut(request, new FrozenNetwork(request.model(), request.engine(), prefix, keys)));
            }
        }
        cuts.forEach(this::demandRows);
        long taken = 0;
        for (CutStore store : stores.values()) {
            taken += store.open(cache, taken);
        }
        // Stores, decoded images and rows of shared passes are within one limit.
        long free = Math.max(0, cache.memoryBytes() - taken);
        Extractors extractors = new Extractors(
                dataset, pictures(requests.get(0).model().description().inputShape(), free), threads);
        new FeatureFill(extractors, List.copyOf(stores.values())).run(progress);
        cuts.forEach(cut -> openSource(cut, extractors));
        sharedPass = new SharedPass(extractors, cache, free, passRows);
        if (live.isEmpty()) {
            extractors.kept().limit(0);
        }
    }

    /** Those that were kept when the images were read, if they have the trainings' size. */
    private DecodedPictures pictures(InputShape size, long bytes) {
        DecodedPictures pictures = dataset.decoded()
                .filter(kept -> kept.areOf(size.width(), size.height()))
                .orElseGet(() -> new DecodedPictures(size.width(), size.height(), bytes));
        pictures.limit(bytes);
        return pictures;
    }

    /** One network of one training. */
    private record Cut(FeatureRequest request, FrozenNetwork network) {
        CutShape shape() {
            return CutShape.of(request.model(), network.prefix().cut());
        }
    }

    private void demandRows(Cut cut) {
        if (cut.network().prefix().hasLearnedParameters()) {
            stores.computeIfAbsent(
                            cut.network().keys().cut(cut.network().prefix()),
                            key -> new CutStore(key, cut.network(), cut.shape()))
                    .demand(cut.request().demand().fixed(dataset));
        }
    }

    private void openSource(Cut cut, Extractors extractors) {
        FeatureDemand demand = cut.request().demand();
        Optional<FeatureStore> store = Optional.ofNullable(
                        stores.get(cut.network().keys().cut(cut.network().prefix())))
                .flatMap(CutStore::store);
        ViewPlan images = new ViewPlan(dataset, demand.augmentation());
        LiveFeatures computing = new LiveFeatures(cut.network(), images, cut.shape(), extractors, passRows);
        FeatureSource source = computing;
        if (store.isPresent()) {
            FeatureSource kept = new StoredFeatures(images, cut.shape(), store.get());
            source = demand.changes() ? new AugmentedFeatures(kept, computing) : kept;
        }
        if (store.isEmpty() || demand.changes()) {
            live.put(source, computing);
        }
        Lookup.in(sources, cut.request(), "sources").put(cut.network().prefix(), source);
    }

    /**
     * The features of one phase.
     *
     * @param request one that this was opened with
     * @param prefix one of the request's
     */
    public FeatureSource of(FeatureRequest request, FrozenPrefix prefix) {
        return Lookup.in(Lookup.in(sources, request, "sources"), prefix, "source");
    }

    /**
     * Computes, once, what several trainings are about to see in their next epoch and is not kept; what they see in the
     * epochs after is not known to this. Whoever asks for something else gets it all the same.
     *
     * @return those that need not compute it any more
     */
    public List<PassRequest> share(List<PassRequest> next) {
        if (sharedPass == null) {
            return List.of();
        }
        return sharedPass.prepare(
                next.stream()
                        .filter(request -> live.containsKey(request.source()))
                        .toList(),
                source -> Lookup.in(live, source, "computation"));
    }

    @Override
    public void close() {
        List<AutoCloseable> all = new ArrayList<>(live.values());
        all.add(passRows);
        if (sharedPass != null) {
            all.add(sharedPass);
        }
        stores.values().forEach(store -> store.store().ifPresent(all::add));
        sources.clear();
        live.clear();
        stores.clear();
        Closeables.all(all);
    }
}
