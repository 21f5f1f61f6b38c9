package dev.graft.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.graft.error.GraftException;
import dev.graft.metrics.Figures;
import dev.graft.provenance.Provenance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SearchResultTest {
    /** Four configurations of two repeats. */
    private static final List<Trial> TRIALS = SyntheticLedger.trials(8);

    @TempDir
    Path folder;

    private Ledger ledger() {
        Ledger ledger = Ledger.open(folder, SyntheticLedger.CONTEXT);
        ledger.plan(TRIALS);
        return ledger;
    }

    private static void done(Ledger ledger, int trial, double accuracy, double logLoss) {
        SyntheticLedger.write(ledger, TRIALS.get(trial), SyntheticLedger.done(accuracy, logLoss, Optional.empty()));
    }

    private static double rate(ConfigurationResult result) {
        return result.repeats().get(0).trial().phase().optimizer().learningRate();
    }

    @Test
    void theMeanOverRepeatsDecidesNotTheLuckiestOne() {
        Ledger ledger = ledger();
        done(ledger, 0, 0.99, 0.1);
        done(ledger, 1, 0.61, 0.1);
        done(ledger, 2, 0.85, 0.1);
        done(ledger, 3, 0.81, 0.3);

        SearchResult result = SearchResult.of(ledger, Measure.ACCURACY);

        ConfigurationResult winner = result.winner().orElseThrow();
        assertThat(rate(winner)).isEqualTo(0.002);
        assertThat(winner.mean()).isCloseTo(0.83, within(1e-12));
        // numpy: std([0.85, 0.81], ddof=1)
        assertThat(winner.deviation()).isCloseTo(0.0282842712474619, within(1e-12));
        assertThat(winner.meanLogLoss()).isCloseTo(0.2, within(1e-12));
        assertThat(winner.lowest()).isEqualTo(0.81);
        assertThat(winner.highest()).isEqualTo(0.85);
        assertThat(winner.chosen(Measure.ACCURACY).trial()).isEqualTo(TRIALS.get(2));
        assertThat(result.lead()).hasValueCloseTo(0.03, within(1e-12));
        assertThat(result.compared()).isEqualTo(2);
        assertThat(result.verdict()).isEmpty();
    }

    @Test
    void completeConfigurationsComeFirstAndFailedTrialsDoNotCount() {
        Ledger ledger = ledger();
        done(ledger, 0, 0.99, 0.1);
        SyntheticLedger.write(
                ledger,
                TRIALS.get(1),
                new TrialState(
                        TrialStatus.FAILED,
                        1,
                        1,
                        "h/1",
                        "",
                        SyntheticLedger.done(0.97, 0.1, Optional.empty()).scores(),
                        Optional.of("No memory.")));
        done(ledger, 2, 0.7, 0.1);
        done(ledger, 3, 0.7, 0.1);
        SyntheticLedger.write(
                ledger, TRIALS.get(4), SyntheticLedger.state(TrialStatus.PAUSED, 0.995, 0.1, Optional.empty()));
        SyntheticLedger.write(
                ledger, TRIALS.get(5), SyntheticLedger.state(TrialStatus.PAUSED, 0.995, 0.1, Optional.empty()));

        SearchResult result = SearchResult.of(ledger, Measure.ACCURACY);

        assertThat(result.ranking()).extracting(SearchResultTest::rate).containsExactly(0.002, 0.003, 0.001);
        assertThat(result.ranking()).extracting(ConfigurationResult::complete).containsExactly(true, false, false);
        assertThat(result.ranking().get(2).mean()).isEqualTo(0.99);
        assertThat(result.ranking().get(2).deviation()).isNaN();
        assertThat(result.failed()).containsExactly(new FailedTrial(TRIALS.get(1), "No memory."));
    }

    @Test
    void equalOnesWithEqualLossesAreOrderedByTheirAddresses() {
        Ledger ledger = ledger();
        for (int i = 0; i < 8; i++) {
            done(ledger, i, 0.8, 0.5);
        }

        assertThat(SearchResult.of(ledger, Measure.ACCURACY).ranking())
                .hasSize(4)
                .extracting(r -> r.repeats().get(0).trial().address())
                .isSorted();
    }

    @Test
    void trialsOfAVersionThatDidNotKnowTheMeasureAreRefusedByIt() {
        Ledger ledger = ledger();
        TrialState state = SyntheticLedger.done(0.8, 0.5, Optional.empty());
        String text =
                new LedgerJson().text(state).replaceAll("\"f1\":[^,}]+[,]?", "").replace(",}", "}");
        SyntheticLedger.write(ledger, TRIALS.get(0), text);

        assertThat(SearchResult.of(ledger, Measure.ACCURACY).ranking()).hasSize(1);
        assertThatThrownBy(() -> SearchResult.of(ledger, Measure.of("f1")))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("trials without F1");
        assertThatThrownBy(() -> Measure.of("brier"))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("'brier'")
                .hasMessageContaining("accuracy, balanced_accuracy, log_likelihood, roc_auc");
    }

    @Test
    void trialsOfAVersionWithoutFiguresByGroupAreRead() {
        Ledger ledger = ledger();
        String text = new LedgerJson().text(SyntheticLedger.done(0.8, 0.5, Optional.empty()));
        String without = text.replace("\"validationByGroup\":null,", "");
        assertThat(without).isNotEqualTo(text);
        SyntheticLedger.write(ledger, TRIALS.get(0), without);

        assertThat(SearchResult.of(ledger, Measure.ACCURACY).ranking()).hasSize(1);
    }

    @Test
    void equalOnesAreToldApartByTheLogLossAndUndefinedOnesComeLast() {
        Ledger ledger = ledger();
        double[] accuracies = {0.8, 0.8, Double.NaN, Double.NaN, 0.8, 0.8, 0.2, 0.2};
        double[] losses = {0.5, 0.5, 0.1, 0.1, 0.4, 0.4, 0.9, 0.9};
        for (int i = 0; i < 8; i++) {
            done(ledger, i, accuracies[i], losses[i]);
        }

        assertThat(SearchResult.of(ledger, Measure.ACCURACY).ranking())
                .extracting(SearchResultTest::rate)
                .containsExactly(0.003, 0.001, 0.004, 0.002);
        assertThat(SearchResult.of(ledger, Measure.of("log_likelihood")).ranking())
                .extracting(SearchResultTest::rate)
                .containsExactly(0.002, 0.003, 0.001, 0.004);
    }

    @Test
    void theTestPartChangesNothing() {
        Ledger ledger = ledger();
        for (int i = 0; i < 4; i++) {
            SyntheticLedger.write(
                    ledger,
                    TRIALS.get(i),
                    SyntheticLedger.done(
                            i < 2 ? 0.8 : 0.7, 0.1, Optional.of(SyntheticLedger.scores(i / 4.0, 1 - i / 4.0))));
        }
        List<ScoredTrial> scored = TRIALS.subList(0, 4).stream()
                .map(t -> new ScoredTrial(t, ledger.state(t.address()).scores().orElseThrow()))
                .toList();

        // Without results of their own these trials allow no verdict, so the ranking is asked alone.
        ConfigurationResult better = ConfigurationResult.of(scored.subList(0, 2), 2, true, Measure.ACCURACY);
        ConfigurationResult worse = ConfigurationResult.of(scored.subList(2, 4), 2, true, Measure.ACCURACY);

        assertThat(better.mean()).isGreaterThan(worse.mean());
        assertThat(better.chosen(Measure.ACCURACY)).isEqualTo(scored.get(0));
    }

    @Test
    void everyCellHasALineWithTheFiguresOfItsTrial() throws IOException {
        Ledger ledger = ledger();
        Figures scores = SyntheticLedger.scores(0.5, 2);
        TrialScores all =
                new TrialScores(scores, Optional.empty(), Optional.empty(), List.of(), 17, 1.5, 1000, 100, List.of());
        SyntheticLedger.write(
                ledger,
                TRIALS.get(0),
                new TrialState(TrialStatus.DONE, 1, 40, "h/1", "", Optional.of(all), Optional.empty()));
        SyntheticLedger.write(
                ledger,
                TRIALS.get(1),
                new TrialState(TrialStatus.FAILED, 1, 40, "h/1", "", Optional.empty(), Optional.of("No memory.")));
        SearchFiles files = new SearchFiles(folder);

        files.write(SearchResult.of(ledger, Measure.ACCURACY));

        List<String> lines = Files.readAllLines(files.trials());
        assertThat(lines).hasSize(9);
        assertThat(lines.get(0))
                .startsWith(
                        "trial,backbone,weights,head,unfrozen,batchNorm,optimizer,learningRate,schedule,augmentation,"
                                + "views,augmentationSeed,preprocessing,size,batchSize,epochs,patience,seed,status,");
        assertThat(lines.get(1))
                .startsWith(TRIALS.get(0).address().shortForm() + ",tiny,")
                .contains(",42,done,0.5,0.5,0.5,0.5,2.0,")
                .endsWith(",0,17,1.5,40.0,1000,100,");
        assertThat(lines.get(2)).matches(".*,43,failed,,*No memory\\.");
        assertThat(lines.get(3)).matches(".*,42,waiting,,*");
        assertThat(lines)
                .extracting(line -> line.replaceAll("\"[^\"]*\"", "")
                        .chars()
                        .filter(c -> c == ',')
                        .count())
                .as("columns")
                .containsOnly(lines.get(0).chars().filter(c -> c == ',').count());
    }

    @Test
    void anExperimentsWinnersAreInItsRanking() {
        Ledger ledger = ledger();
        done(ledger, 0, 0.8, 0.1);
        SearchResult result = SearchResult.of(ledger, Measure.ACCURACY);

        for (int rank : new int[] {-1, 1}) {
            Experiment.Winner winner =
                    new Experiment.Winner(rank, null, Optional.empty(), Optional.empty(), Optional.empty());
            assertThatThrownBy(
                            () -> new Experiment("title", result, List.of(winner), List.of(), new Provenance(Map.of())))
                    .isInstanceOf(GraftException.class)
                    .hasMessageContaining("Found a winner at rank " + rank + ", expected 0 to 0.");
        }
        Experiment experiment = new Experiment("title", result, List.of(), List.of(), new Provenance(Map.of()));
        assertThat(experiment.count(TrialStatus.DONE)).isEqualTo(1);
        assertThat(experiment.count(TrialStatus.WAITING)).isEqualTo(7);
        assertThat(experiment.comparison()).isEmpty();
        assertThat(experiment.scores(TRIALS.get(0))).isPresent();
        assertThat(Experiment.folder(TRIALS.get(0)))
                .isEqualTo("trials/" + TRIALS.get(0).address().sha256());
    }
}
