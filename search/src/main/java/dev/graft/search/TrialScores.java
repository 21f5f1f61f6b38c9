package dev.graft.search;

import dev.graft.metrics.Figures;
import dev.graft.result.Finding;
import dev.graft.result.GroupedResult;
import dev.graft.result.RunFacts;
import dev.graft.result.TrainingResult;
import dev.graft.train.EpochRecord;
import dev.graft.train.History;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What a ledger remembers of a trial's result without opening it.
 *
 * @param validation metrics of the validation part, by which trials are chosen; the accuracy alone with its interval
 * @param validationByGroup the same with each group counted as one image; empty where groups are unknown
 * @param test on the sealed test part, for which nothing is chosen; empty without one. In folds, on the fold
 * @param course validation part after each epoch that was trained
 * @param bestEpoch number of the epoch whose parameters were kept, from 1; 0 if none was
 * @param secondsPerEpoch mean wall time of an epoch; NaN without any
 * @param parameters of backbone and head
 * @param trainableParameters of backbone and head
 * @param findings what is remarkable
 */
public record TrialScores(
        Figures validation,
        Optional<Figures> validationByGroup,
        Optional<Figures> test,
        List<EpochScore> course,
        int bestEpoch,
        double secondsPerEpoch,
        long parameters,
        long trainableParameters,
        List<Finding> findings) {
    public TrialScores {
        Objects.requireNonNull(validation, "validation");
        course = List.copyOf(course);
        findings = List.copyOf(findings);
    }

    /**
     * The validation part after an epoch.
     *
     * @param loss mean cross-entropy; NaN or infinite after a diverged epoch
     * @param accuracy 0..1
     */
    public record EpochScore(double loss, double accuracy) {
        /** What an epoch that teaches nothing is worth. */
        static final EpochScore NONE = new EpochScore(Double.POSITIVE_INFINITY, 0);
    }

    /** In folds, of the images that this training had not seen; without figures if it has none. */
    public Figures outOfFold() {
        return test.orElseGet(TrialScores::none);
    }

    static Figures none() {
        return new Figures(0, Map.of());
    }

    /** Epochs that were trained. */
    public int epochs() {
        return course.size();
    }

    /** The epoch with the lowest loss among the first so many, as if the training had ended there. */
    EpochScore bestOfFirst(int epochs) {
        return course.stream()
                .limit(epochs)
                .filter(epoch -> Double.isFinite(epoch.loss()))
                .min(Comparator.comparingDouble(EpochScore::loss))
                .orElse(EpochScore.NONE);
    }

    static TrialScores of(TrainingResult result) {
        History history = result.history();
        return new TrialScores(
                ComparedFigures.of(result.validation()),
                result.byGroup().flatMap(GroupedResult::validation).map(ComparedFigures::of),
                result.test().map(ComparedFigures::of),
                history.epochs().stream()
                        .map(e -> new EpochScore(e.validationLoss(), e.validationAccuracy()))
                        .toList(),
                history.best().map(best -> history.epochs().indexOf(best) + 1).orElse(0),
                history.epochs().stream()
                        .mapToDouble(EpochRecord::seconds)
                        .average()
                        .orElse(Double.NaN),
                result.facts().map(RunFacts::parameters).orElse(0L),
                result.facts().map(RunFacts::lastTrainableParameters).orElse(0L),
                result.findings());
    }
}
