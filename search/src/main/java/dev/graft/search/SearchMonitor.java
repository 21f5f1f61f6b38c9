package dev.graft.search;

import dev.graft.error.Lookup;
import dev.graft.train.EpochRecord;
import dev.graft.train.TrainingListener;
import java.time.Duration;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Knows how far each trial is, as far as this process has seen, and tells the listener. What it tells is kept as counts and sums: an
 * event costs the same in a search of many trials as in one of few. Safe for use by several threads.
 */
final class SearchMonitor {
    private final Map<TrialAddress, Entry> entries = new LinkedHashMap<>();
    private final Set<TrialAddress> running = new HashSet<>();
    private final Map<TrialStatus, Integer> counts = new EnumMap<>(TrialStatus.class);
    private final CostModel model = new CostModel();
    private final WorkLeft left = new WorkLeft();
    private final SearchListener listener;
    /** Held while the listener is told something. */
    private final Object telling = new Object();

    private final Measure measure;
    /** How many trials the search has at most when it is over. */
    private final int most;

    private final int slots;
    private final int cells;
    private @Nullable Entry best;
    private long trainedEpochs;
    private long expectedEpochs;

    /** What does not change of a trial, and its state. */
    private static final class Entry {
        private final Trial trial;
        private final double features;
        private final double epoch;
        private final double frozenEpoch;
        private final int epochs;
        private final int together;
        private TrialState state = TrialState.waiting();

        /** @param together with how many trials it is expected to run, itself included */
        private Entry(Trial trial, TrialCosts costs, SearchData data, int epochs, int together) {
            this.trial = trial;
            this.epochs = epochs;
            this.together = together;
            int images = data.images().samples().size();
            this.features = costs.features(trial, images);
            int learnt = data.split().train().size();
            this.epoch = costs.epoch(trial, learnt, data.split().validation().size());
            this.frozenEpoch = costs.frozenEpoch(trial, learnt);
        }

        private int epochsLeft() {
            return state.isOver() ? 0 : Math.max(0, epochs - state.epochs());
        }

        /** @param together trials that share the frozen layers' work in each epoch, this one included */
        private double work(double epochs, int together) {
            return epochs * (epoch + frozenEpoch / together);
        }
    }

    /**
     * @param planned epochs that each trial is expected to train
     * @param most how many of them will be trained, with those that are over
     * @param states where trials stand
     * @param groups which trials are expected to run together
     */
    SearchMonitor(
            Map<Trial, Integer> planned,
            int most,
            Map<TrialAddress, TrialState> states,
            List<TrialGroup> groups,
            TrialCosts costs,
            SearchData data,
            Measure measure,
            int slots,
            SearchListener listener) {
        this.measure = measure;
        this.most = most;
        this.slots = slots;
        this.listener = listener;
        Map<TrialAddress, Integer> together = new HashMap<>();
        groups.forEach(group -> group.trials()
                .forEach(trial -> together.put(trial.address(), group.trials().size())));
        planned.forEach((trial, epochs) -> {
            Entry entry = new Entry(trial, costs, data, epochs, together.getOrDefault(trial.address(), 1));
            entries.put(trial.address(), entry);
            enter(entry);
            stands(entry, Lookup.in(states, trial.address(), "state"));
        });
        this.cells = planned.keySet().stream()
                .mapToInt(trial -> trial.cells().size())
                .sum();
    }

    /** A trial stands elsewhere than before. */
    private void stands(Entry entry, TrialState state) {
        leave(entry);
        entry.state = state;
        enter(entry);
        if (entry == best) {
            best = entries.values().stream()
                    .filter(each -> !Double.isNaN(score(each)))
                    .max(Comparator.comparingDouble(this::score))
                    .orElse(null);
        } else if (!Double.isNaN(score(entry)) && (best == null || score(entry) > score(best))) {
            best = entry;
        }
    }

    private void leave(Entry entry) {
        counts.merge(entry.state.status(), -1, Integer::sum);
        if (entry.epochsLeft() > 0) {
            left.remove(entry.trial, entry.features, entry.work(entry.epochsLeft(), entry.together));
        }
    }

    private void enter(Entry entry) {
        counts.merge(entry.state.status(), 1, Integer::sum);
        if (entry.epochsLeft() > 0) {
            left.add(entry.trial, entry.features, entry.work(entry.epochsLeft(), entry.together));
        }
    }

    /** NaN without a score. */
    private double score(Entry entry) {
        return entry.state
                .scores()
                .map(scores -> measure.of(scores.validation()))
                .orElse(Double.NaN);
    }

    void searchStarted() {
        tell(() -> listener.searchStarted(progress()));
    }

    void searchFinished() {
        tell(() -> listener.searchFinished(progress()));
    }

    void started(Trial trial, TrialState state) {
        synchronized (this) {
            running.add(trial.address());
            stands(entry(trial), state);
        }
        tell(() -> listener.trialStarted(trial, progress()));
    }

    private Entry entry(Trial trial) {
        return Lookup.in(entries, trial.address(), "entry");
    }

    /** One at a time, but without the monitor's own lock: a listener may take its time, or wait for another thread. */
    private void tell(Runnable what) {
        synchronized (telling) {
            what.run();
        }
    }

    /** Another process may have done it. */
    synchronized void seen(Trial trial, TrialState state) {
        stands(entry(trial), state);
    }

    /**
     * A trial ended.
     *
     * @param epochs trained by this attempt
     * @param shared how many trials ran together, this one included
     * @param seconds of this attempt, its share of the time of all; 0 if they say nothing
     */
    void ended(Trial trial, TrialState state, int epochs, int shared, double seconds) {
        count(trial, state, epochs, shared, seconds);
        tell(() -> listener.trialEnded(trial, state, progress()));
    }

    private synchronized void count(Trial trial, TrialState state, int epochs, int shared, double seconds) {
        Entry entry = entry(trial);
        running.remove(trial.address());
        int before = entry.state.epochs();
        stands(entry, state);
        if (seconds > 0) {
            boolean first = entry.features > 0 && left.featuresAreThere(trial);
            model.add(
                    trial.settings().model().backbone(),
                    (first ? entry.features : 0) + entry.work(epochs, shared),
                    seconds);
            trainedEpochs += epochs;
            expectedEpochs += Math.max(epochs, state.status() == TrialStatus.PAUSED ? epochs : entry.epochs - before);
        }
    }

    TrainingListener epochsOf(Trial trial) {
        return new TrainingListener() {
            @Override
            public void epochFinished(int phase, EpochRecord epoch, boolean best) {
                tell(() -> listener.epochFinished(trial, epoch));
            }
        };
    }

    private synchronized SearchProgress progress() {
        return new SearchProgress(
                cells,
                most,
                count(TrialStatus.DONE),
                running.size(),
                count(TrialStatus.PAUSED),
                count(TrialStatus.FAILED),
                Optional.ofNullable(best)
                        .flatMap(entry -> entry.state.scores().map(scores -> new ScoredTrial(entry.trial, scores))),
                timeLeft());
    }

    private int count(TrialStatus status) {
        return counts.getOrDefault(status, 0);
    }

    private Optional<Duration> timeLeft() {
        return model.fit().map(fit -> {
            // Trainings that end early by patience will go on doing so.
            double share = expectedEpochs == 0 ? 1 : (double) trainedEpochs / expectedEpochs;
            int waiting = entries.size() - count(TrialStatus.DONE) - count(TrialStatus.FAILED);
            // Where only some of them will be trained, they are taken to be like the others.
            double trained = waiting == 0 ? 0 : (double) Math.max(0, waiting - (entries.size() - most)) / waiting;
            return Duration.ofMillis(Math.round(1000 * trained * left.seconds(fit, share) / slots));
        });
    }
}
