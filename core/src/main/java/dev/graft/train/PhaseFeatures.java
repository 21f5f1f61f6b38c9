package dev.graft.train;

import dev.graft.feature.FeatureCache;
import dev.graft.feature.FeatureSource;
import dev.graft.feature.FeatureSources;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The frozen features of every phase, computed as seldom as possible: one pass fills those of all phases whose frozen
 * layers do not learn before. Where a layer learns in one phase and is frozen in a later one, the later phase's features
 * are computed when it begins.
 */
final class PhaseFeatures implements AutoCloseable {
    private final TrainingJob job;
    private final FeatureCache cache;
    private final int decodingThreads;
    private final Map<Integer, FeatureSources> opened = new HashMap<>();
    private double seconds;

    PhaseFeatures(TrainingJob job, FeatureCache cache, int decodingThreads) {
        this.job = job;
        this.cache = cache;
        this.decodingThreads = decodingThreads;
    }

    /** The features of a phase that begins now; the model's frozen layers must hold what they hold in it. */
    FeatureSource of(int phase) {
        if (!opened.containsKey(phase)) {
            open(phase);
        }
        return opened.get(phase).of(job.prefixes().get(phase));
    }

    private void open(int first) {
        long start = System.nanoTime();
        List<Integer> phases = new ArrayList<>();
        for (int phase = first; phase < job.prefixes().size(); phase++) {
            if (!opened.containsKey(phase) && staysValid(first, phase)) {
                phases.add(phase);
            }
        }
        FeatureSources sources = FeatureSources.open(
                job.model(),
                job.dataset(),
                job.demand(),
                phases.stream().map(job.prefixes()::get).toList(),
                job.engine(),
                cache,
                decodingThreads,
                job.progress());
        phases.forEach(phase -> opened.put(phase, sources));
        seconds += (System.nanoTime() - start) / 1e9;
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
        opened.values().stream().distinct().forEach(FeatureSources::close);
        opened.clear();
    }
}
