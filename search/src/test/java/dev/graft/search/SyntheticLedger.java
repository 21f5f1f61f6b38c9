package dev.graft.search;

import dev.graft.io.DirectoryLock;
import dev.graft.metrics.Evaluation;
import dev.graft.metrics.Figures;
import dev.graft.metrics.Interval;
import dev.graft.metrics.Metric;
import dev.graft.metrics.Prediction;
import dev.graft.provenance.Provenance;
import dev.graft.result.Finding;
import dev.graft.result.GroupedResult;
import dev.graft.result.Severity;
import dev.graft.result.TrainingResult;
import dev.graft.testkit.result.ChangedResult;
import dev.graft.train.EpochRecord;
import dev.graft.train.History;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/** Ledgers of trials that nobody trained. */
final class SyntheticLedger {
    static final SearchContext CONTEXT = new SearchContext("images", "split", "engine", "stroke");

    private static final LedgerJson JSON = new LedgerJson();

    private SyntheticLedger() {}

    /** Trials of the tiny network, two repeats of each learning rate. */
    static List<Trial> trials(int count) {
        double[] rates =
                IntStream.range(0, count / 2).mapToDouble(i -> (i + 1) / 1000.0).toArray();
        SearchSpace space = SearchSpace.builder()
                .backbones("tiny")
                .unfrozen("2")
                .learningRates(rates)
                .epochs(30)
                .repeats(2)
                .build();
        return new TrialResolver(SearchFixture.tools()).resolve(space.cells(), CONTEXT);
    }

    static Figures scores(double accuracy, double logLoss) {
        return Figures.of(
                100,
                Metric.compared(),
                metric -> new Figures.Estimate(
                        metric == Metric.LOG_LOSS ? logLoss : accuracy,
                        metric == Metric.ACCURACY ? new Interval(accuracy, accuracy) : Interval.UNKNOWN));
    }

    static TrialState done(double accuracy, double logLoss, Optional<Figures> test) {
        return state(TrialStatus.DONE, accuracy, logLoss, test);
    }

    static TrialState state(TrialStatus status, double accuracy, double logLoss, Optional<Figures> test) {
        Random random = new Random(Math.round(accuracy * 1e6));
        List<TrialScores.EpochScore> course = IntStream.range(0, 30)
                .mapToObj(i -> new TrialScores.EpochScore(random.nextDouble(), random.nextDouble()))
                .toList();
        TrialScores scores = new TrialScores(
                scores(accuracy, logLoss),
                Optional.empty(),
                test,
                course,
                17,
                1.25,
                4_000_000,
                12_345,
                List.of(Finding.remark(
                        Severity.NOTE,
                        "The validation loss rose after its best epoch while the training loss fell: it overfits.")));
        return new TrialState(status, 1, 40, "host/1", "2026-01-01T00:00:00Z", Optional.of(scores), Optional.empty());
    }

    /** With an epoch for each accuracy, better and better. */
    static TrialState course(TrialStatus status, double... accuracies) {
        List<TrialScores.EpochScore> course = IntStream.range(0, accuracies.length)
                .mapToObj(i -> new TrialScores.EpochScore(1.0 / (i + 1), accuracies[i]))
                .toList();
        double last = accuracies[accuracies.length - 1];
        TrialScores scores = new TrialScores(
                scores(last, 0.5),
                Optional.empty(),
                Optional.empty(),
                course,
                accuracies.length,
                1,
                1000,
                100,
                List.of());
        return new TrialState(status, 1, 1, "host/1", "2026-01-01T00:00:00Z", Optional.of(scores), Optional.empty());
    }

    /** An epoch that took as many seconds as its number says. */
    static EpochRecord epoch(int number, double validationLoss, double validationAccuracy) {
        return new EpochRecord(1, number, 0.75, 0.5, validationLoss, validationAccuracy, 0.01, number);
    }

    /** What a training of these epochs may leave: one of two validation images is right. */
    static TrainingResult result(List<EpochRecord> epochs) {
        List<Prediction> validation =
                List.of(new Prediction("a.png", 0, List.of(0.75, 0.25)), new Prediction("b.png", 1, List.of(0.5, 0.5)));
        return result(epochs, validation, List.of(), List.of());
    }

    /** With answers and findings of one's own; without a test part if there are no answers for it. */
    static TrainingResult result(
            List<EpochRecord> epochs, List<Prediction> validation, List<Prediction> test, List<Finding> findings) {
        return new TrainingResult(
                "nothing was trained",
                List.of("a", "b"),
                1,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                new History(epochs),
                Evaluation.of(validation, 2, 1),
                test.isEmpty() ? Optional.empty() : Optional.of(Evaluation.of(test, 2, 1)),
                validation,
                test,
                findings,
                new Provenance(Map.of("machine", Map.of("engine", "none"))));
    }

    /** The same of images of patients. */
    static TrainingResult grouped(TrainingResult r, Map<String, String> patients) {
        return ChangedResult.withGroups(
                r, GroupedResult.of(r.validationPredictions(), r.testPredictions(), patients, 2, r.positiveClass()));
    }

    /** As a search leaves it, but without waiting for the disk. */
    static void write(Ledger ledger, Trial trial, TrialState state) {
        write(ledger, trial, JSON.text(state));
    }

    /** As a state's file holds it. */
    static void write(Ledger ledger, Trial trial, String state) {
        Path folder = Folders.make(ledger.folderOf(trial.address()));
        try {
            Files.writeString(folder.resolve("state.json"), state);
            Files.writeString(folder.resolve(DirectoryLock.FILE), "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
