package dev.graft.search;

import dev.graft.error.Lookup;
import dev.graft.train.EpochRecord;
import dev.graft.train.TrainingListener;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Knows how far each trial is, as far as this process has seen, and tells the listener. Safe for use by several threads. */
final class SearchMonitor {
    private final Map<TrialAddress, Entry> entries = new LinkedHashMap<>();
    private final Set<TrialAddress> running = new HashSet<>();
    private final Set<String> featuresThere = new HashSet<>();
    private final CostModel model = new CostModel();
    private final SearchListener listener;
    /** Held while the listener is told something. */
    private final Object telling = new Object();

    private final Measure measure;
    /** How many trials the search has at most when it is over. */
    private final int most;

    private final int slots;
    /** With how many trials each is expected to run, itself included. */
    private final Map<TrialAddress, Integer> together = new HashMap<>();

    private long trainedEpochs;
    private long expectedEpochs;

    /** What does not change of a trial, and its state. */
    private static final class Entry {
        private final Trial trial;
        private final double features;
        private final double epoch;
        private final double frozenEpoch;
        private final int epochs;
        private TrialState state;

        private Entry(Trial trial, TrialState state, TrialCosts costs, SearchData data, int epochs) {
            this.trial = trial;
            this.state = state;
            this.epochs = epochs;
            int images = data.images().samples().size();
            this.features = costs.features(trial, images);
            int learnt = data.split().train().size();
            this.epoch = costs.epoch(trial, learnt, data.split().validation().size());
            this.frozenEpoch = costs.frozenEpoch(trial, learnt);
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
        planned.forEach((trial, epochs) -> entries.put(
                trial.address(), new Entry(trial, Lookup.in(states, trial.address(), "state"), costs, data, epochs)));
        groups.forEach(group -> group.trials()
                .forEach(trial -> together.put(trial.address(), group.trials().size())));
        this.measure = measure;
        this.most = most;
        this.slots = slots;
        this.listener = listener;
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
            entry(trial).state = state;
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
        entry(trial).state = state;
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
        entry.state = state;
        if (seconds > 0) {
            boolean first = entry.features > 0 && featuresThere.add(TrialArrangement.sharing(trial));
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
                entries.values().stream().mapToInt(e -> e.trial.cells().size()).sum(),
                most,
                count(TrialStatus.DONE),
                running.size(),
                count(TrialStatus.PAUSED),
                count(TrialStatus.FAILED),
                best(),
                timeLeft());
    }

    private int count(TrialStatus status) {
        return (int) entries.values().stream()
                .filter(e -> e.state.status() == status)
                .count();
    }

    private Optional<ScoredTrial> best() {
        return entries.values().stream()
                .filter(e -> e.state.scores().isPresent())
                .map(e -> new ScoredTrial(e.trial, e.state.scores().get()))
                .filter(t -> !Double.isNaN(measure.of(t.scores().validation())))
                .max(Comparator.comparingDouble(t -> measure.of(t.scores().validation())));
    }

    private Optional<Duration> timeLeft() {
        return model.fit().map(fit -> {
            // Trainings that end early by patience will go on doing so.
            double share = expectedEpochs == 0 ? 1 : (double) trainedEpochs / expectedEpochs;
            Set<String> there = new HashSet<>(featuresThere);
            double seconds = 0;
            int left = 0;
            for (Entry entry : entries.values()) {
                int epochs = entry.epochs - entry.state.epochs();
                left += entry.state.isOver() ? 0 : 1;
                if (!entry.state.isOver() && epochs > 0) {
                    boolean first = entry.features > 0 && there.add(TrialArrangement.sharing(entry.trial));
                    int others = together.getOrDefault(entry.trial.address(), 1);
                    double work = (first ? entry.features : 0) + entry.work(share * epochs, others);
                    seconds += fit.seconds(entry.trial.settings().model().backbone(), work);
                }
            }
            // Where only some of them will be trained, they are taken to be like the others.
            double trained = left == 0 ? 0 : (double) Math.max(0, left - (entries.size() - most)) / left;
            return Duration.ofMillis(Math.round(1000 * trained * seconds / slots));
        });
    }
}
