package dev.graft.train;

import dev.graft.error.Lookup;
import dev.graft.feature.FeatureCache;
import dev.graft.feature.FeatureRequest;
import dev.graft.feature.FeatureSource;
import dev.graft.feature.FeatureSources;
import dev.graft.progress.Progress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The frozen features of every phase, computed as seldom as possible: one pass fills those of all phases whose frozen
 * layers do not learn before. Where a layer learns in one phase and is frozen in a later one, the later phase's features
 * are computed when it begins.
 */
final class PhaseFeatures implements AutoCloseable {
    private final TrainingJob job;
    private final FeatureCache cache;
    private final int decodingThreads;
    private final Map<Integer, Opened> opened = new HashMap<>();
    private final List<FeatureSources> own = new ArrayList<>();
    private double seconds;

    private record Opened(FeatureSources sources, FeatureRequest request) {}

    PhaseFeatures(TrainingJob job, FeatureCache cache, int decodingThreads) {
        this.job = job;
        this.cache = cache;
        this.decodingThreads = decodingThreads;
    }

    /**
     * Prepares the first features of several trainings together.
     *
     * @param firsts the phases in which they begin, or go on
     * @return to be closed after the trainings
     */
    static FeatureSources together(List<PhaseFeatures> trainings, List<Integer> firsts, Progress progress) {
        long start = System.nanoTime();
        PhaseFeatures any = trainings.get(0);
        List<FeatureRequest> requests = new ArrayList<>();
        for (int i = 0; i < trainings.size(); i++) {
            requests.add(trainings.get(i).request(firsts.get(i)));
        }
        FeatureSources sources =
                FeatureSources.open(any.job.dataset(), requests, any.cache, any.decodingThreads, progress);
        double each = (System.nanoTime() - start) / 1e9 / trainings.size();
        for (int i = 0; i < trainings.size(); i++) {
            trainings.get(i).opened(firsts.get(i), sources, requests.get(i), each);
        }
        return sources;
    }

    /** The features of a phase that begins now; the model's frozen layers must hold what they hold in it. */
    FeatureSource of(int phase) {
        if (!opened.containsKey(phase)) {
            open(phase);
        }
        Opened found = Lookup.in(opened, phase, "features");
        return found.sources().of(found.request(), job.prefixes().get(phase));
    }

    /** The same, if they come from there. */
    Optional<FeatureSource> of(int phase, FeatureSources from) {
        return opened.containsKey(phase) && opened.get(phase).sources() == from
                ? Optional.of(of(phase))
                : Optional.empty();
    }

    private void open(int first) {
        long start = System.nanoTime();
        FeatureRequest request = request(first);
        FeatureSources sources =
                FeatureSources.open(job.dataset(), List.of(request), cache, decodingThreads, job.progress());
        own.add(sources);
        opened(first, sources, request, (System.nanoTime() - start) / 1e9);
    }

    private FeatureRequest request(int first) {
        return new FeatureRequest(
                job.model(),
                job.engine(),
                job.demand(),
                servedFrom(first).stream().map(job.prefixes()::get).toList());
    }

    private void opened(int first, FeatureSources sources, FeatureRequest request, double time) {
        servedFrom(first).forEach(phase -> opened.put(phase, new Opened(sources, request)));
        seconds += time;
    }

    /** Phases from one on whose features can be computed when it begins. */
    private List<Integer> servedFrom(int first) {
        List<Integer> phases = new ArrayList<>();
        for (int phase = first; phase < job.prefixes().size(); phase++) {
            if (!opened.containsKey(phase) && staysValid(first, phase)) {
                phases.add(phase);
            }
        }
        return phases;
    }

    private boolean staysValid(int first, int phase) {
        List<String> frozen = job.prefixes().get(phase).vertices();
        return job.freezes().subList(first, phase).stream()
                .allMatch(earlier ->
                        Collections.disjoint(earlier.unfrozen(), frozen) || earlier.trainableParameters() == 0);
    }

    /** Time spent on preparing features. */
    double seconds() {
        return seconds;
    }

    @Override
    public void close() {
        opened.clear();
        own.forEach(FeatureSources::close);
        own.clear();
    }
}
