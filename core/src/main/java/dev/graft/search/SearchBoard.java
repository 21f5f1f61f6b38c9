package dev.graft.search;

import dev.graft.train.EpochRecord;
import dev.graft.train.TrainingListener;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Knows how far each trial is, as far as this process has seen, and tells the listener. Safe for use by several threads. */
final class SearchBoard {
    private final Map<TrialAddress, Entry> entries = new LinkedHashMap<>();
    private final Set<TrialAddress> running = new HashSet<>();
    private final Set<String> featuresThere = new HashSet<>();
    private final CostModel model = new CostModel();
    private final SearchListener listener;
    private final Measure measure;
    private final int slots;
    private long trainedEpochs;
    private long expectedEpochs;

    /** What does not change of a trial, and its state. */
    private static final class Entry {
        private final Trial trial;
        private final double features;
        private final double epoch;
        private final int epochs;
        private TrialState state;

        private Entry(Trial trial, TrialState state, TrialCosts costs, SearchData data, int epochs) {
            this.trial = trial;
            this.state = state;
            this.epochs = epochs;
            int images = data.images().samples().size();
            this.features = costs.features(trial.settings(), images);
            this.epoch = costs.epoch(
                    trial.settings(),
                    data.split().train().size(),
                    data.split().validation().size());
        }
    }

    /**
     * @param planned epochs that each trial is expected to train
     * @param states where trials stand
     */
    SearchBoard(
            Map<Trial, Integer> planned,
            Map<TrialAddress, TrialState> states,
            TrialCosts costs,
            SearchData data,
            Measure measure,
            int slots,
            SearchListener listener) {
        planned.forEach((trial, epochs) ->
                entries.put(trial.address(), new Entry(trial, states.get(trial.address()), costs, data, epochs)));
        this.measure = measure;
        this.slots = slots;
        this.listener = listener;
    }

    synchronized void searchStarted() {
        listener.searchStarted(progress());
    }

    synchronized void searchFinished() {
        listener.searchFinished(progress());
    }

    synchronized void started(Trial trial, TrialState state) {
        running.add(trial.address());
        entries.get(trial.address()).state = state;
        listener.trialStarted(trial, progress());
    }

    /** Another process may have done it. */
    synchronized void seen(Trial trial, TrialState state) {
        entries.get(trial.address()).state = state;
    }

    /**
     * A trial ended.
     *
     * @param epochs trained by this attempt
     * @param seconds of this attempt; 0 if they say nothing
     */
    synchronized void ended(Trial trial, TrialState state, int epochs, double seconds) {
        Entry entry = entries.get(trial.address());
        running.remove(trial.address());
        int before = entry.state.epochs();
        entry.state = state;
        if (seconds > 0) {
            boolean first = featuresThere.add(LocalTrialExecutor.sharing(trial));
            model.add(trial.settings().backbone(), (first ? entry.features : 0) + epochs * entry.epoch, seconds);
            trainedEpochs += epochs;
            expectedEpochs += Math.max(epochs, state.status() == TrialStatus.PAUSED ? epochs : entry.epochs - before);
        }
        listener.trialEnded(trial, state, progress());
    }

    TrainingListener epochsOf(Trial trial) {
        return new TrainingListener() {
            @Override
            public void epochFinished(int phase, EpochRecord epoch, boolean best) {
                synchronized (SearchBoard.this) {
                    listener.epochFinished(trial, epoch);
                }
            }
        };
    }

    private SearchProgress progress() {
        return new SearchProgress(
                entries.values().stream().mapToInt(e -> e.trial.cells().size()).sum(),
                entries.size(),
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
            for (Entry entry : entries.values()) {
                int epochs = entry.epochs - entry.state.epochs();
                if (!entry.state.isOver() && epochs > 0) {
                    boolean first = there.add(LocalTrialExecutor.sharing(entry.trial));
                    double work = (first ? entry.features : 0) + share * epochs * entry.epoch;
                    seconds += fit.seconds(entry.trial.settings().backbone(), work);
                }
            }
            return Duration.ofMillis(Math.round(1000 * seconds / slots));
        });
    }
}
