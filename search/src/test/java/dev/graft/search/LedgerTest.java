package dev.graft.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.graft.data.ImageDataset;
import dev.graft.error.GraftException;
import dev.graft.settings.TrainingSettings;
import dev.graft.testkit.data.TinyPictures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LedgerTest {
    private static final List<Trial> TRIALS = SyntheticLedger.trials(6);

    @TempDir
    Path folder;

    private Ledger ledger() {
        Ledger ledger = Ledger.open(folder.resolve("ledger"), SyntheticLedger.CONTEXT);
        ledger.plan(TRIALS);
        return ledger;
    }

    @Test
    void whatIsWrittenIsReadBack() {
        Ledger ledger = ledger();
        TrialState done = SyntheticLedger.done(0.9, Double.NaN, Optional.of(SyntheticLedger.scores(0.8, 0.4)));
        TrialState failed = new TrialState(
                TrialStatus.FAILED, 3, 1.5, "host/2", "2026-01-01T00:00:00Z", Optional.empty(), Optional.of("Why."));
        SyntheticLedger.write(ledger, TRIALS.get(0), done);
        SyntheticLedger.write(ledger, TRIALS.get(1), failed);

        Ledger read = Ledger.read(folder.resolve("ledger"));

        assertThat(read.context()).isEqualTo(SyntheticLedger.CONTEXT);
        assertThat(read.trials()).isEqualTo(TRIALS);
        assertThat(read.states(TRIALS).values())
                .startsWith(done, failed, TrialState.waiting())
                .hasSize(6);
    }

    @Test
    void plansOfSeveralSearchesAreOne() {
        Ledger ledger = ledger();
        Trial renamed = TRIALS.get(0)
                .withCells(List.of(
                        TRIALS.get(0).cells().get(0), TRIALS.get(1).cells().get(0)));

        ledger.plan(TRIALS);
        assertThat(ledger.trials()).isEqualTo(TRIALS);
        ledger.plan(List.of(renamed));
        assertThat(ledger.trials())
                .hasSize(6)
                .anySatisfy(t -> assertThat(t.cells()).hasSize(2));
    }

    @Test
    void aTrialHasOneOwnerAtATime() {
        Ledger ledger = ledger();
        Trial trial = TRIALS.get(0);

        try (TrialClaim claim = ledger.claim(trial).orElseThrow()) {
            assertThat(ledger().claim(trial)).isEmpty();
            try (TrialClaim other = ledger().claim(TRIALS.get(1)).orElseThrow()) {
                assertThat(other.state()).isEqualTo(claim.state());
            }
        }

        assertThat(ledger().claim(trial)).hasValueSatisfying(TrialClaim::close);
    }

    @Test
    void whatAKilledWriteLeavesIsRemoved() throws IOException {
        Ledger ledger = ledger();
        Path half = Files.writeString(
                Folders.make(ledger.folderOf(TRIALS.get(0).address())).resolve(".state.json.1234.tmp"), "{");

        try (TrialClaim claim = ledger.claim(TRIALS.get(0)).orElseThrow()) {
            claim.begin(SyntheticLedger.CONTEXT);
        }

        assertThat(half).doesNotExist();
        assertThat(ledger.state(TRIALS.get(0).address()))
                .matches(s -> s.status() == TrialStatus.RUNNING && s.attempts() == 1)
                .matches(s -> s.worker().matches(".+/" + ProcessHandle.current().pid()));
    }

    @Test
    void damageAndOtherExperimentsAreRefused() throws IOException {
        Ledger ledger = ledger();
        Path state = Folders.make(ledger.folderOf(TRIALS.get(0).address())).resolve("state.json");
        Files.writeString(state, "{\"status\": \"DO");

        assertThatThrownBy(() -> ledger.states(TRIALS))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining(state.toString())
                .hasMessageContaining("remove it to have its training done again");
        assertThatThrownBy(() -> Ledger.open(
                        folder.resolve("ledger"),
                        new SearchContext("others", "other", "engine of 4 threads", "normal")))
                .hasMessageContaining(
                        "images: images there, others here; split: split there, other here; engine: engine"
                                + " there, engine of 4 threads here; positive class: stroke there, normal here");
        TrainingSettings others = GridSearch.shared(TrainingSettings.defaults()).withBatchSize(7);
        assertThatThrownBy(() -> Ledger.open(folder.resolve("ledger"), SyntheticLedger.CONTEXT, others))
                .hasMessageContaining("shared settings, batchSize: 32 there, 7 here");
        assertThatThrownBy(() -> Ledger.read(folder)).hasMessageContaining("There is no ledger in");
        Files.writeString(folder.resolve("ledger/ledger.json"), "{\"format\": 9, \"context\": null}");
        assertThatThrownBy(() -> Ledger.read(folder.resolve("ledger"))).hasMessageContaining("has format 9");
        // What earlier versions left.
        Files.writeString(folder.resolve("ledger/ledger.json"), "{\"format\": 1, \"context\": {}}");
        assertThatThrownBy(() -> Ledger.open(folder.resolve("ledger"), SyntheticLedger.CONTEXT))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("has format 1, expected 2. Use the Graft version that made it");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "{\"format\": 2, \"context\": null}",
                "{\"format\": 2, \"context\": {\"images\": null, \"split\": \"s\", \"engine\": \"e\", \"positiveClass\": \"c\"}}"
            })
    void aLedgerThatLeavesOutWhatItIsAboutIsRefused(String content) throws IOException {
        ledger();
        Files.writeString(folder.resolve("ledger/ledger.json"), content);

        assertThatThrownBy(() -> Ledger.read(folder.resolve("ledger")))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("ledger.json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"context", "settings"})
    void aLedgerThatSaysNothingInItsPlaceIsDamaged(String name) throws IOException {
        ledger();
        Path file = folder.resolve("ledger/ledger.json");
        ObjectMapper json = new ObjectMapper();
        ObjectNode header = (ObjectNode) json.readTree(file.toFile());
        json.writeValue(file.toFile(), header.putNull(name));

        assertThatThrownBy(() -> Ledger.read(folder.resolve("ledger")))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("is damaged: its ledger.json does not say");
    }

    @Test
    void whatChangesIsReadAgainUntilItIsDone() {
        Ledger ledger = ledger();
        Trial trial = TRIALS.get(0);
        TrialState paused = SyntheticLedger.state(TrialStatus.PAUSED, 0.5, 0.5, Optional.empty());
        TrialState done = SyntheticLedger.done(0.75, 0.5, Optional.empty());

        SyntheticLedger.write(ledger, trial, paused);
        assertThat(ledger.state(trial.address())).isEqualTo(paused);
        SyntheticLedger.write(ledger, trial, done);
        assertThat(ledger.state(trial.address())).isEqualTo(done);
        SyntheticLedger.write(ledger, trial, paused);
        assertThat(ledger.state(trial.address())).as("remembered").isEqualTo(done);
        assertThat(ledger.directory()).isEqualTo(folder.resolve("ledger"));
    }

    @Test
    void manyTrialsAreListedAndRanked() {
        List<Trial> many = SyntheticLedger.trials(600);
        Ledger ledger = Ledger.open(folder.resolve("many"), SyntheticLedger.CONTEXT);
        ledger.plan(many);
        for (int i = 0; i < many.size(); i++) {
            SyntheticLedger.write(ledger, many.get(i), SyntheticLedger.done(i / 600.0, 0.5, Optional.empty()));
        }

        SearchResult result = SearchResult.of(Ledger.read(folder.resolve("many")), Measure.ACCURACY);

        assertThat(result.compared()).isEqualTo(300);
        assertThat(result.winner().orElseThrow().mean()).isEqualTo((598 + 599) / 1200.0);
    }

    /** A process of its own is killed in the middle of a search; another search does the rest. */
    @Test
    @Timeout(value = 2, unit = TimeUnit.MINUTES)
    void aProcessThatIsKilledLeavesALedgerThatGoesOn() throws IOException, InterruptedException {
        ImageDataset images = TinyPictures.write(folder.resolve("pictures"), 24);
        Path killed = folder.resolve("killed");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx1g",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SearchProcess.class.getName(),
                        folder.toString(),
                        killed.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
        while (process.isAlive() && finished(killed) < 2) {
            Thread.sleep(5);
        }
        process.destroyForcibly().waitFor();
        assertThat(finished(killed))
                .as(Files.readString(folder.resolve("output")))
                .isBetween(2, 11);

        SearchFixture.search(images, SearchFixture.executor(folder)).run(killed);
        SearchFixture.search(images, SearchFixture.executor(folder)).run(folder.resolve("whole"));

        Map<String, Object> whole = SearchFixture.numbers(folder.resolve("whole"));
        assertThat(SearchFixture.numbers(killed)).isEqualTo(whole).hasSize(12);
    }

    private static int finished(Path ledger) {
        if (!Files.exists(ledger.resolve("ledger.json"))) {
            return 0;
        }
        Ledger read = Ledger.read(ledger);
        return (int) read.states(read.trials()).values().stream()
                .filter(s -> s.status() == TrialStatus.DONE)
                .count();
    }

    @Test
    void ofSeveralWhoComeFirstAtOnceOneIsFirstAndTheOthersAreTurnedAway() throws Exception {
        for (int round = 0; round < 10; round++) {
            Path shared = folder.resolve("shared" + round);
            List<Callable<Boolean>> all = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                SearchContext own = new SearchContext("images", "split", "engine " + i, "class");
                all.add(() -> {
                    try {
                        Ledger.open(shared, own);
                        return true;
                    } catch (GraftException e) {
                        assertThat(e).hasMessageContaining("belongs to another experiment");
                        return false;
                    }
                });
            }
            ExecutorService threads = Executors.newFixedThreadPool(6);
            try {
                int first = 0;
                for (Future<Boolean> each : threads.invokeAll(all)) {
                    first += each.get() ? 1 : 0;
                }
                assertThat(first).isEqualTo(1);
            } finally {
                threads.shutdown();
            }
        }
    }
}
