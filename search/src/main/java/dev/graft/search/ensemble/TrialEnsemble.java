package dev.graft.search.ensemble;

import dev.graft.error.GraftException;
import dev.graft.metrics.Prediction;
import dev.graft.model.Calibration;
import dev.graft.result.TrainingResult;
import dev.graft.search.ImageFacts;
import dev.graft.search.Ledger;
import dev.graft.search.PairedComparison;
import dev.graft.search.ScoredTrial;
import dev.graft.search.SearchResult;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * An ensemble of a search's trials, selected on their stored predictions of the validation part; nothing is computed with a
 * network. The validation part has chosen epochs and trials before, so its figure of the ensemble is too good; the test part
 * took no part in any of it.
 *
 * @param candidates how many trials it was selected from
 * @param members heaviest first
 * @param calibration of the mean, fitted on the validation part
 * @param best the single trial with the best validation part
 * @param ensemble what the images say of the ensemble
 * @param single what they say of the best single trial
 */
public record TrialEnsemble(
        int candidates,
        List<Member> members,
        Calibration calibration,
        ScoredTrial best,
        Judgement ensemble,
        Judgement single) {
    public TrialEnsemble {
        members = List.copyOf(members);
    }

    /**
     * A trial in it.
     *
     * @param weight of its probabilities; all sum to 1
     */
    public record Member(ScoredTrial trial, double weight) {}

    /** The two on the same test images or groups, the ensemble first; empty without a test part. */
    public Optional<PairedComparison> comparison() {
        return ensemble.against(single);
    }

    /** What the trials predict. */
    private record Answers(List<List<Prediction>> validation, List<List<Prediction>> test) {}

    /**
     * Selects.
     *
     * @param result of the ledger; its measure is what the ensemble is selected by
     * @throws GraftException if no trial is done, trials have no validation part in common, or results do not hold all
     *     probabilities as those of more than 20 classes
     */
    public static TrialEnsemble of(Ledger ledger, SearchResult result, EnsembleOptions options) {
        List<ScoredTrial> trials =
                Candidates.of(ledger, result).stream().limit(options.best()).toList();
        TrainingResult first = ledger.result(trials.get(0).trial().address());
        Answers answers = answers(ledger, trials);
        ImageFacts facts = ledger.images().orElseGet(() -> ofNoGroups(first));
        GreedySelection selection =
                new GreedySelection(result.measure(), facts.classNames().size(), facts.positive(), options.rounds());
        double[] weights = options.bags() == 0
                ? GreedySelection.weights(selection.of(answers.validation()))
                : selection.bagged(answers.validation(), options.bags(), options.seed());
        List<Prediction> validation = GreedySelection.mean(answers.validation(), weights);
        List<Prediction> test = GreedySelection.mean(answers.test(), weights);
        return new TrialEnsemble(
                trials.size(),
                members(trials, weights),
                Calibration.fit(validation),
                trials.get(0),
                Judgement.of(validation, test, facts),
                Judgement.of(answers.validation().get(0), answers.test().get(0), facts));
    }

    /** Of a ledger that was begun by an earlier version. */
    private static ImageFacts ofNoGroups(TrainingResult any) {
        List<String> classes = any.classNames();
        return new ImageFacts(0, 1, classes, classes.get(any.positiveClass()), Map.of());
    }

    /**
     * Whether its file can be opened as a model: the search kept the models of all members, and they take images of one size.
     */
    public boolean canBeOpened(Ledger ledger) {
        return members.stream()
                        .map(member -> KeptModel.file(ledger, member.trial().trial()))
                        .allMatch(Files::isRegularFile)
                && members.stream()
                                .map(member -> member.trial()
                                        .trial()
                                        .settings()
                                        .model()
                                        .size())
                                .distinct()
                                .count()
                        == 1;
    }

    private static List<Member> members(List<ScoredTrial> trials, double[] weights) {
        return IntStream.range(0, weights.length)
                .filter(i -> weights[i] > 0)
                .mapToObj(i -> new Member(trials.get(i), weights[i]))
                .sorted(Comparator.comparingDouble((Member member) -> -member.weight()))
                .toList();
    }

    private static Answers answers(Ledger ledger, List<ScoredTrial> trials) {
        Answers answers = new Answers(new ArrayList<>(), new ArrayList<>());
        for (ScoredTrial trial : trials) {
            TrainingResult result = ledger.result(trial.trial().address());
            answers.validation().add(sorted(result.validationPredictions(), trial));
            answers.test().add(sorted(result.testPredictions(), trial));
            requireSame(answers.validation(), trial);
            requireSame(answers.test(), trial);
        }
        return answers;
    }

    private static List<Prediction> sorted(List<Prediction> predictions, ScoredTrial of) {
        if (predictions.stream().anyMatch(Prediction::isCondensed)) {
            throw new GraftException("Trial " + of.trial().address().shortForm()
                    + " keeps the likeliest classes of each image alone, expected all probabilities: results of more than"
                    + " 20 classes do not hold them. Ensembles are selected for up to 20 classes.");
        }
        return predictions.stream()
                .sorted(Comparator.comparing(Prediction::image))
                .toList();
    }

    private static void requireSame(List<List<Prediction>> all, ScoredTrial last) {
        List<String> images = images(all.get(0));
        if (!images(all.get(all.size() - 1)).equals(images)) {
            throw new GraftException("Trial " + last.trial().address().shortForm()
                    + " was judged on other images than the first, expected one validation and one test part. Use a ledger"
                    + " of one search.");
        }
    }

    private static List<String> images(List<Prediction> predictions) {
        return predictions.stream().map(Prediction::image).toList();
    }
}
