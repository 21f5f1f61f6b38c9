package dev.graft.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.data.ImageDataset;
import dev.graft.error.GraftException;
import dev.graft.settings.SplitSettings;
import dev.graft.settings.TrainingSettings;
import dev.graft.testkit.data.TinyPictures;
import dev.graft.train.EpochRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a search leads its trials, with an executor that trains nothing. */
class SearchRunTest {
    /** Two repeats of each rate. */
    private static final SearchSpace SPACE = SearchSpace.builder()
            .backbones("plain")
            .learningRates(0.1, 0.2, 0.3, 0.4)
            .epochs(4)
            .patiences(0)
            .repeats(2)
            .build();

    @TempDir
    static Path shared;

    private static ImageDataset images;

    @TempDir
    Path folder;

    private final PretendingExecutor executor = new PretendingExecutor();

    @BeforeAll
    static void draw() {
        images = TinyPictures.write(shared, 12);
    }

    @AfterEach
    void nobodyIsInterrupted() {
        assertThat(Thread.interrupted()).isFalse();
    }

    private GridSearch search() {
        return new GridSearch(SearchFixture.tools(), executor, SearchFixture.data(images)).space(SPACE);
    }

    private Map<String, TrialStatus> statuses() {
        Ledger read = Ledger.read(folder);
        return read.trials().stream()
                .collect(Collectors.toMap(
                        PretendingExecutor::name,
                        trial -> read.state(trial.address()).status()));
    }

    private Path checkpoint(Trial trial) {
        return Ledger.read(folder).folderOf(trial.address()).resolve("checkpoint");
    }

    @Test
    void everyTrialRunsOnceAndWhatIsDoneIsNotDoneAgain() {
        search().run(folder);

        assertThat(executor.runs)
                .containsExactly("0.1/42", "0.1/43", "0.2/42", "0.2/43", "0.3/42", "0.3/43", "0.4/42", "0.4/43");
        assertThat(statuses().values()).hasSize(8).containsOnly(TrialStatus.DONE);

        executor.runs.clear();
        search().run(folder);
        assertThat(executor.runs).isEmpty();
    }

    /** An executor that runs nothing the first so many times. */
    private TrialExecutor first(int times, Consumer<List<TrialJob>> instead) {
        AtomicInteger left = new AtomicInteger(times);
        return new TrialExecutor() {
            @Override
            public String engine() {
                return executor.engine();
            }

            @Override
            public int slots() {
                return 1;
            }

            @Override
            public List<TrialGroup> arrange(List<Trial> trials) {
                return executor.arrange(trials);
            }

            @Override
            public void run(List<TrialJob> together) {
                if (left.getAndDecrement() > 0) {
                    instead.accept(together);
                } else {
                    executor.run(together);
                }
            }
        };
    }

    private static void lose(List<TrialJob> jobs) {
        jobs.forEach(job -> job.report().lost(new GraftException("The machine went away.")));
    }

    private SearchResult searchOneRate(TrialExecutor with) {
        return new GridSearch(SearchFixture.tools(), with, SearchFixture.data(images))
                .space(SPACE.with(builder -> builder.learningRates(0.1)))
                .run(folder);
    }

    @Test
    void aLostTrialIsTriedAgainAndCountsAttempts() throws IOException {
        searchOneRate(first(LostTrials.MOST - 1, SearchRunTest::lose));

        Ledger ledger = Ledger.read(folder);
        for (Trial trial : ledger.trials()) {
            assertThat(ledger.state(trial.address()).status()).isEqualTo(TrialStatus.DONE);
            assertThat(ledger.state(trial.address()).attempts()).isEqualTo(LostTrials.MOST);
            assertThat(Files.readString(ledger.folderOf(trial.address()).resolve("log.txt")))
                    .contains(" lost: The machine went away.\n");
        }
    }

    @Test
    void aTrialThatIsLostAgainAndAgainFails() {
        SearchResult result = searchOneRate(first(LostTrials.MOST, SearchRunTest::lose));

        assertThat(executor.runs).isEmpty();
        assertThat(result.failed())
                .hasSize(2)
                .allSatisfy(failed -> assertThat(failed.error()).isEqualTo("The machine went away."));
    }

    @Test
    void aTrialThatGetsOnMayBeLostMoreOften() {
        searchOneRate(first(2 * LostTrials.MOST, jobs -> {
            jobs.forEach(job -> job.listener().epochFinished(1, SyntheticLedger.epoch(1, 0.5, 0.5), true));
            lose(jobs);
        }));

        assertThat(statuses().values()).hasSize(2).containsOnly(TrialStatus.DONE);
    }

    @Test
    void aSearchEndsWithItsExecutorAndGoesOnWithAnother() {
        TrialExecutor gone = first(1, jobs -> {
            throw new ExecutorGoneException("The cluster is gone.", new IllegalStateException());
        });

        assertThatThrownBy(() -> searchOneRate(gone))
                .isInstanceOf(ExecutorGoneException.class)
                .hasMessage("The cluster is gone.");
        assertThat(statuses().values()).hasSize(2).containsOnly(TrialStatus.WAITING);

        searchOneRate(executor);
        assertThat(statuses().values()).containsOnly(TrialStatus.DONE);
    }

    @Test
    void theBestPartOfARungGoesOnAndTheRestGivesItsSpaceBack() {
        search().strategy(SearchStrategy.halving(1, 2)).run(folder);

        assertThat(executor.runs.subList(0, 8)).allMatch(run -> run.endsWith(" until 1"));
        assertThat(executor.runs.subList(8, executor.runs.size()))
                .containsExactly(
                        "0.3/42 until 2", "0.3/43 until 2", "0.4/42 until 2", "0.4/43 until 2", "0.4/42", "0.4/43");
        assertThat(statuses())
                .containsEntry("0.1/42", TrialStatus.PAUSED)
                .containsEntry("0.3/43", TrialStatus.PAUSED)
                .containsEntry("0.4/42", TrialStatus.DONE);
        assertThat(search().trials()).hasSize(8).noneMatch(trial -> Files.exists(checkpoint(trial)));
    }

    @Test
    void theMeasureDecidesWhoGoesOn() {
        search().strategy(SearchStrategy.halving(2, 4))
                .measure(Measure.of("log_likelihood"))
                .run(folder);

        assertThat(executor.runs.subList(8, executor.runs.size())).containsExactly("0.1/42", "0.1/43");
    }

    @Test
    void whoFailedIsTheWorstOfItsRung() {
        executor.before = jobs -> jobs.stream()
                .filter(job -> PretendingExecutor.rate(job.trial()) > 0.3
                        && job.epochLimit().isPresent())
                .forEach(job -> {
                    throw new GraftException("No luck.");
                });

        search().strategy(SearchStrategy.halving(2, 4)).run(folder);

        assertThat(executor.runs.subList(8, executor.runs.size())).containsExactly("0.3/42", "0.3/43");
        assertThat(statuses()).containsEntry("0.4/42", TrialStatus.FAILED).containsEntry("0.3/42", TrialStatus.DONE);
    }

    @Test
    void aConfigurationThatSeveralBracketsDrawRunsOnce() {
        SearchSpace few = SPACE.with(builder -> builder.learningRates(0.1, 0.2).epochs(8));

        search().space(few).strategy(SearchStrategy.hyperband(1, 2, 1)).run(folder);

        assertThat(executor.runs).doesNotHaveDuplicates();
        assertThat(statuses().values()).containsOnly(TrialStatus.DONE);
    }

    @Test
    void whatAnExecutorThrowsIsTheFailureOfThoseThatItDidNotReport() {
        executor.before = jobs -> {
            executor.end(jobs.get(0));
            throw new IllegalStateException("Broken.");
        };

        SearchResult result = search().run(folder);

        assertThat(statuses()).containsEntry("0.1/42", TrialStatus.DONE).containsEntry("0.1/43", TrialStatus.FAILED);
        assertThat(result.failed())
                .hasSize(4)
                .extracting(FailedTrial::error)
                .allMatch(error -> error.contains("Broken."));
    }

    @Test
    void whoSaysNothingOfATrialHasFailed() {
        TrialExecutor silent = new TrialExecutor() {
            @Override
            public String engine() {
                return "none";
            }

            @Override
            public int slots() {
                return 1;
            }

            @Override
            public List<TrialGroup> arrange(List<Trial> trials) {
                return List.of(new TrialGroup("all", trials));
            }

            @Override
            public void run(List<TrialJob> together) {}
        };

        SearchResult result = new GridSearch(SearchFixture.tools(), silent, SearchFixture.data(images))
                .space(SPACE)
                .run(folder);

        assertThat(result.failed())
                .hasSize(8)
                .extracting(FailedTrial::error)
                .allMatch(error -> error.contains("did not say how the trial ended"));
    }

    @Test
    void whatFailedIsTriedAgainOnceIfWanted() {
        executor.before = jobs -> {
            throw new GraftException("No luck.");
        };
        search().run(folder);
        search().run(folder);
        assertThat(executor.runs).hasSize(8);

        search().retryFailed(true).run(folder);
        assertThat(executor.runs).hasSize(16);

        executor.before = jobs -> {};
        assertThat(search().retryFailed(true).run(folder).failed()).isEmpty();
        assertThat(executor.runs).hasSize(24);
    }

    @Test
    void anErrorThatIsNotTheTrialsEndsTheSearchAndLeavesTheTrialUnderWay() {
        AssertionError error = new AssertionError("not the trial's");
        executor.before = jobs -> {
            throw error;
        };

        assertThatThrownBy(() -> search().run(folder)).isSameAs(error);
        assertThat(executor.runs).containsExactly("0.1/42", "0.1/43");
        assertThat(statuses())
                .containsEntry("0.1/42", TrialStatus.RUNNING)
                .containsEntry("0.2/42", TrialStatus.WAITING);

        executor.before = jobs -> {};
        search().run(folder);
        assertThat(statuses().values()).containsOnly(TrialStatus.DONE);
    }

    @Test
    void aWorkerThatIsInterruptedGivesItsTrialsBack() {
        executor.before = jobs -> {
            executor.end(jobs.get(0));
            Thread.currentThread().interrupt();
            throw new GraftException("Stopped.");
        };
        GridSearch search = search().strategy(SearchStrategy.halving(1, 4));

        assertThatThrownBy(() -> search.run(folder))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("The search was interrupted");

        assertThat(statuses())
                .containsEntry("0.1/42", TrialStatus.PAUSED)
                .containsEntry("0.1/43", TrialStatus.WAITING)
                .containsEntry("0.2/42", TrialStatus.WAITING);
        assertThat(executor.runs).hasSize(2);
    }

    @Test
    void whatAnotherProcessWorksOnIsWaitedFor() {
        Ledger ledger = Ledger.open(folder, SearchFixture.data(images).context("none"));
        Trial taken = search().trials().get(0);
        TrialClaim claim = ledger.claim(taken).orElseThrow();
        executor.before = jobs -> {
            if (PretendingExecutor.rate(jobs.get(0).trial()) == 0.4) {
                claim.close();
            }
        };

        search().run(folder);

        assertThat(executor.runs).hasSize(8).endsWith("0.4/42", "0.4/43", PretendingExecutor.name(taken));
    }

    @Test
    void asManyGroupsRunAtATimeAsThereAreSlots() {
        executor.slots = 2;
        CyclicBarrier two = new CyclicBarrier(2);
        executor.before = jobs -> {
            try {
                two.await(20, TimeUnit.SECONDS);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        };

        assertThat(search().run(folder).failed()).isEmpty();
        assertThat(executor.runs).hasSize(8);
    }

    @Test
    void whoWatchesIsToldOfEveryTrial() {
        List<String> told = new ArrayList<>();
        search().listener(new SearchListener() {
                    @Override
                    public void searchStarted(SearchProgress progress) {
                        told.add("begin " + progress.trials() + " " + progress.done());
                    }

                    @Override
                    public void trialStarted(Trial trial, SearchProgress progress) {
                        told.add(PretendingExecutor.name(trial) + ", " + progress.running() + " running");
                    }

                    @Override
                    public void epochFinished(Trial trial, EpochRecord epoch) {
                        told.add(PretendingExecutor.name(trial) + " epoch " + epoch.epoch());
                    }

                    @Override
                    public void trialEnded(Trial trial, TrialState state, SearchProgress progress) {
                        told.add(PretendingExecutor.name(trial) + " " + state.status() + " " + progress.done());
                    }

                    @Override
                    public void searchFinished(SearchProgress progress) {
                        told.add("end " + progress.done());
                    }
                })
                .space(SPACE.with(builder -> builder.learningRates(0.1).epochs(2)))
                .run(folder);

        assertThat(told)
                .containsExactly(
                        "begin 2 0",
                        "0.1/42, 1 running",
                        "0.1/43, 2 running",
                        "0.1/42 epoch 1",
                        "0.1/42 epoch 2",
                        "0.1/42 DONE 1",
                        "0.1/43 epoch 1",
                        "0.1/43 epoch 2",
                        "0.1/43 DONE 2",
                        "end 2");
    }

    @Test
    void trialsShareTheGivenSettingsAndHaveNoFold() {
        TrainingSettings usual = TrainingSettings.defaults();

        assertThat(search().settings(usual.withBatchSize(7)).trials())
                .hasSize(8)
                .allMatch(trial -> trial.settings().batchSize() == 7);
        assertThatThrownBy(() -> search().settings(usual.withSplit(
                        SplitSettings.of(usual.split().fractions()).withFold(1, 5))))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("ask for fold 1 of 5");
    }

    @Test
    void whatIsLeftToDoIsPreparedAndFilesAreWritten() {
        Ledger ledger = Ledger.open(folder, SearchFixture.data(images).context("none"));
        List<Trial> trials = search().trials();
        SyntheticLedger.write(ledger, trials.get(0), SyntheticLedger.done(0.5, 0.5, Optional.empty()));

        search().run(folder);

        assertThat(executor.prepared).isEqualTo(trials.subList(1, 8));
        assertThat(new SearchFiles(folder).trials()).isNotEmptyFile();
        assertThat(new SearchFiles(folder).best()).isNotEmptyFile();
    }
}
