package dev.graft.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.augmentation.AugmentationCatalog;
import dev.graft.backbone.Backbone;
import dev.graft.backbone.BackboneRegistry;
import dev.graft.backbone.BackboneSpec;
import dev.graft.data.ImageDataset;
import dev.graft.engine.Engine;
import dev.graft.engine.EngineChoice;
import dev.graft.engine.EngineOptions;
import dev.graft.engine.dl4j.Dl4jEngine;
import dev.graft.error.GraftException;
import dev.graft.feature.FeatureCache;
import dev.graft.freeze.BatchNormMode;
import dev.graft.freeze.Unfrozen;
import dev.graft.graph.LayerGraph;
import dev.graft.metrics.Prediction;
import dev.graft.result.TrainingResult;
import dev.graft.testkit.data.TinyPictures;
import dev.graft.testkit.model.PlainBackbone;
import dev.graft.train.EpochRecord;
import dev.graft.weights.Checksum;
import dev.graft.weights.WeightsDescriptor;
import dev.graft.weights.WeightsLocation;
import dev.graft.weights.WeightsUnavailableException;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 3, unit = TimeUnit.MINUTES)
class GridSearchTest {
    @TempDir
    static Path shared;

    private static ImageDataset images;
    private static SearchResult result;
    private static Map<String, Object> uninterrupted;

    @TempDir
    Path folder;

    @BeforeAll
    static void runOnce() {
        images = TinyPictures.write(shared.resolve("pictures"), 24);
        result = SearchFixture.search(images, SearchFixture.executor(shared)).run(shared.resolve("ledger"));
        uninterrupted = SearchFixture.numbers(shared.resolve("ledger"));
    }

    private GridSearch search() {
        return SearchFixture.search(images, SearchFixture.executor(folder));
    }

    private Path ledger() {
        return folder.resolve("ledger");
    }

    @Test
    void everyTrialIsDoneOnceAndCellsThatAreOneTrainingShareIt() {
        assertThat(result.trials()).hasSize(12);
        assertThat(result.trials().stream().mapToInt(t -> t.cells().size()))
                .hasSize(12)
                .containsOnly(1, 2);
        assertThat(result.states().values())
                .hasSize(12)
                .allMatch(s -> s.status() == TrialStatus.DONE && s.attempts() == 1 && s.epochs() == 3);
        assertThat(result.failed()).isEmpty();
        assertThat(result.compared()).isEqualTo(6);
    }

    @Test
    void frozenFeaturesAreComputedOnceForAllWhoShareThem() throws IOException {
        try (Stream<Path> files = Files.walk(shared.resolve("features"))) {
            // Two seeds, for each the plain network, the tiny one frozen, and the tiny one without its last layers: the
            // learning rates share.
            assertThat(files.filter(f -> f.toString().endsWith(".features"))).hasSize(6);
        }
    }

    @Test
    void theSplitIsThatOfTheSearchWhateverTheSeed() {
        Ledger ledger = Ledger.read(shared.resolve("ledger"));

        assertThat(result.trials().stream()
                        .map(t -> ledger.result(t.address()).testPredictions().stream()
                                .map(Prediction::image)
                                .toList())
                        .distinct())
                .hasSize(1);
    }

    @Test
    void cellsThatAreCalledOneTrainingGiveEqualNumbers() {
        TrialTask tasks = new TrialTask(SearchFixture.tools(), 1);
        Trial trial = result.trials().stream()
                .filter(t -> t.cells().size() == 2)
                .findFirst()
                .orElseThrow();
        TrainingResult expected = Ledger.read(shared.resolve("ledger")).result(trial.address());

        // The resolver's answer was 0; here the backbone's last layer, without parameters, is really unfrozen.
        assertThat(numbers(tasks, with(trial, Unfrozen.last(1), BatchNormMode.INFERENCE)))
                .isEqualTo(predictions(expected));
        assertThat(numbers(tasks, with(trial, Unfrozen.last(2), BatchNormMode.INFERENCE)))
                .isNotEqualTo(predictions(expected));
        assertThat(numbers(tasks, with(trial, Unfrozen.all(), BatchNormMode.KERAS)))
                .isEqualTo(numbers(tasks, with(trial, Unfrozen.last(18), BatchNormMode.KERAS)))
                .isNotEqualTo(numbers(tasks, with(trial, Unfrozen.last(17), BatchNormMode.KERAS)));
        assertThat(numbers(tasks, with(trial, Unfrozen.last(3), BatchNormMode.KERAS)))
                .isEqualTo(numbers(tasks, with(trial, Unfrozen.last(4), BatchNormMode.KERAS)))
                .isNotEqualTo(numbers(tasks, with(trial, Unfrozen.last(3), BatchNormMode.INFERENCE)));
        assertThat(numbers(tasks, with(trial, new Unfrozen("normalizations"), BatchNormMode.KERAS)))
                .isEqualTo(
                        numbers(tasks, with(trial, new Unfrozen("matching(.*_(bn|activation))"), BatchNormMode.KERAS)))
                .isNotEqualTo(predictions(expected));
    }

    private static Trial with(Trial trial, Unfrozen unfrozen, BatchNormMode mode) {
        return new Trial(
                trial.address(),
                trial.settings()
                        .withPhases(List.of(trial.phase().withUnfrozen(unfrozen).withBatchNorm(mode))),
                trial.weightsIdentity(),
                trial.augmentationIdentity(),
                trial.layersIdentity(),
                trial.cells());
    }

    private static List<List<Double>> numbers(TrialTask tasks, Trial trial) {
        return predictions(
                tasks.of(trial, new Dl4jEngine(new EngineOptions(1)), SearchFixture.data(images), FeatureCache.off())
                        .run()
                        .result());
    }

    private static List<List<Double>> predictions(TrainingResult result) {
        return result.validationPredictions().stream()
                .map(Prediction::probabilities)
                .toList();
    }

    @Test
    void aSearchThatIsOverDoesNothingAgain() {
        List<Trial> started = new ArrayList<>();
        SearchListener listener = new SearchListener() {
            @Override
            public void trialStarted(Trial trial, SearchProgress progress) {
                started.add(trial);
            }
        };

        SearchResult again = SearchFixture.search(images, SearchFixture.executor(shared))
                .listener(listener)
                .run(shared.resolve("ledger"));

        assertThat(started).isEmpty();
        assertThat(again).isEqualTo(result);
    }

    @Test
    void aKilledSearchGoesOnAndEndsWithEqualNumbers() {
        int kills = 0;
        boolean over = false;
        Map<TrialAddress, List<Integer>> epochs = new HashMap<>();
        while (!over) {
            // Later and later, but never in an epoch that was finished before.
            int budget = 2 + kills % 3;
            SearchListener killer = new SearchListener() {
                private int left = budget;

                @Override
                public void epochFinished(Trial trial, EpochRecord epoch) {
                    epochs.computeIfAbsent(trial.address(), key -> new ArrayList<>())
                            .add(epoch.epoch());
                    left--;
                    if (left == 0) {
                        throw new SearchFixture.Killed();
                    }
                }
            };
            try {
                search().listener(killer).run(ledger());
                over = true;
            } catch (SearchFixture.Killed e) {
                kills++;
                assertThat(kills).isLessThan(40);
            }
        }

        assertThat(kills).isGreaterThan(8);
        assertThat(SearchFixture.numbers(ledger())).isEqualTo(uninterrupted);
        assertThat(epochs.values()).allSatisfy(each -> assertThat(each).containsExactly(1, 2, 3));
    }

    @Test
    void anInterruptedTrialCanGoOn() {
        SearchListener interrupter = new SearchListener() {
            @Override
            public void epochFinished(Trial trial, EpochRecord epoch) {
                if (epoch.epoch() == 2) {
                    Thread.currentThread().interrupt();
                }
            }
        };

        assertThatThrownBy(() -> search().listener(interrupter).run(ledger()))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("The search was interrupted. What is done lies in the ledger");

        Ledger read = Ledger.read(ledger());
        assertThat(read.states(read.trials()).values().stream().filter(s -> s.attempts() > 0))
                .hasSize(2)
                .allMatch(s -> s.status() == TrialStatus.WAITING && s.error().isEmpty());
        search().run(ledger());
        assertThat(SearchFixture.numbers(ledger())).isEqualTo(uninterrupted);
        Path log = read.folderOf(read.trials().get(0).address()).resolve("log.txt");
        assertThat(log)
                .content()
                .containsSubsequence(
                        "attempt 1, dl4j",
                        "training begins",
                        "epoch 1: loss",
                        "epoch 2: loss",
                        "interrupted",
                        "attempt 2, dl4j",
                        "training goes on after epoch 2",
                        "epoch 3: loss",
                        "done");
    }

    @Test
    void interruptingTheCallerEndsTheSearch() throws InterruptedException {
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        AtomicInteger epochs = new AtomicInteger();
        Thread[] caller = new Thread[1];
        SearchListener interrupter = new SearchListener() {
            @Override
            public void epochFinished(Trial trial, EpochRecord epoch) {
                if (epochs.incrementAndGet() == 2) {
                    caller[0].interrupt();
                }
            }
        };
        caller[0] = new Thread(() -> {
            try {
                search().listener(interrupter).run(ledger());
            } catch (GraftException e) {
                thrown.set(e);
            }
        });
        caller[0].start();
        caller[0].join(60_000);

        assertThat(thrown.get()).hasMessageContaining("The search was interrupted");
        Ledger read = Ledger.read(ledger());
        assertThat(read.states(read.trials()).values())
                .noneMatch(s -> s.status() == TrialStatus.RUNNING || s.status() == TrialStatus.FAILED);
        search().run(ledger());
        assertThat(SearchFixture.numbers(ledger())).isEqualTo(uninterrupted);
    }

    /** Fails where a test wants it to. */
    private static class Failing implements TrialExecutor {
        private final TrialExecutor inner;
        private final Map<TrialAddress, Integer> runs = new HashMap<>();
        private boolean healed;

        private Failing(TrialExecutor inner) {
            this.inner = inner;
        }

        @Override
        public String engine() {
            return inner.engine();
        }

        @Override
        public int slots() {
            return inner.slots();
        }

        @Override
        public List<TrialGroup> arrange(List<Trial> trials) {
            return inner.arrange(trials);
        }

        @Override
        public void run(List<TrialJob> together) {
            List<TrialJob> lucky = new ArrayList<>();
            for (TrialJob job : together) {
                runs.merge(job.trial().address(), 1, Integer::sum);
                if (!healed && job.trial().settings().model().backbone().equals("plain")) {
                    job.report().failed(new GraftException("Out of luck."));
                } else {
                    lucky.add(job);
                }
            }
            if (!lucky.isEmpty()) {
                inner.run(lucky);
            }
        }
    }

    /** Runs every trial by itself. */
    private static final class Alone extends Failing {
        private Alone(TrialExecutor inner) {
            super(inner);
            super.healed = true;
        }

        @Override
        public List<TrialGroup> arrange(List<Trial> trials) {
            return super.arrange(trials).stream()
                    .flatMap(group ->
                            group.trials().stream().map(trial -> new TrialGroup(group.sharing(), List.of(trial))))
                    .toList();
        }
    }

    @Test
    void trialsInLockStepHaveTheNumbersTheyHaveAlone() {
        TrialExecutor alone = new Alone(SearchFixture.executor(folder));

        new GridSearch(SearchFixture.tools(), alone, SearchFixture.data(images))
                .space(SearchFixture.SPACE)
                .run(ledger());

        assertThat(SearchFixture.numbers(ledger())).isEqualTo(uninterrupted);
    }

    @Test
    void aTrialThatFailsLeavesItsErrorAndStopsNothing() throws IOException {
        Failing executor = new Failing(SearchFixture.executor(folder));
        GridSearch search =
                new GridSearch(SearchFixture.tools(), executor, SearchFixture.data(images)).space(SearchFixture.SPACE);

        SearchResult first = search.run(ledger());

        assertThat(first.failed()).hasSize(4).extracting(FailedTrial::error).containsOnly("Out of luck.");
        assertThat(first.states().values())
                .filteredOn(s -> s.status() == TrialStatus.DONE)
                .hasSize(8);
        Path error = Ledger.read(ledger())
                .folderOf(first.failed().get(0).trial().address())
                .resolve("error.txt");
        assertThat(Files.readString(error))
                .contains("GraftException: Out of luck.")
                .contains("at dev.graft.search");
        assertThat(error.resolveSibling("log.txt"))
                .content()
                .containsSubsequence("attempt 1, dl4j", "failed: Out of luck.");

        search.run(ledger());
        assertThat(executor.runs.values()).containsOnly(1);

        SearchResult again = search.retryFailed(true).run(ledger());
        assertThat(again.failed()).hasSize(4);
        assertThat(executor.runs.values()).filteredOn(count -> count == 2).hasSize(4);

        executor.healed = true;
        assertThat(search.run(ledger()).failed()).isEmpty();
        assertThat(error).doesNotExist();
        assertThat(SearchFixture.numbers(ledger())).isEqualTo(uninterrupted);
    }

    @Test
    void twoSearchesOnOneLedgerRunNoTrialTwice() throws InterruptedException {
        List<TrialAddress> started = Collections.synchronizedList(new ArrayList<>());
        SearchListener listener = new SearchListener() {
            @Override
            public void trialStarted(Trial trial, SearchProgress progress) {
                started.add(trial.address());
            }
        };
        List<SearchResult> results = Collections.synchronizedList(new ArrayList<>());
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            Path own = folder.resolve("worker" + i);
            threads.add(new Thread(() -> results.add(SearchFixture.search(images, SearchFixture.executor(own))
                    .listener(listener)
                    .run(ledger()))));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join(120_000);
        }

        assertThat(results).hasSize(2);
        assertThat(results.get(0)).isEqualTo(results.get(1));
        assertThat(started).hasSize(12).doesNotHaveDuplicates();
        assertThat(SearchFixture.numbers(ledger())).isEqualTo(uninterrupted);
    }

    @Test
    void severalSlotsShareTheThreads() {
        LocalOptions two = LocalOptions.of(2)
                .withSlots(2, 1 << 28)
                .withFeatures(SearchFixture.options().cache(), 0);
        AtomicInteger most = new AtomicInteger();
        SearchListener listener = new SearchListener() {
            @Override
            public void trialStarted(Trial trial, SearchProgress progress) {
                most.accumulateAndGet(progress.running(), Math::max);
            }
        };

        SearchFixture.search(images, SearchFixture.executor(folder, two))
                .listener(listener)
                .run(ledger());

        // A group of two in each slot.
        assertThat(most).hasValue(4);
        // One thread each, as in a search of one slot with one thread.
        assertThat(SearchFixture.numbers(ledger())).isEqualTo(uninterrupted);
    }

    /** An engine on each of two devices, as with {@code cuda:0,1}. */
    @Test
    void groupsOfTrialsAreDealtOutToTheDevices() {
        LocalOptions two = LocalOptions.of(2)
                .withSlots(2, 1 << 28)
                .withFeatures(SearchFixture.options().cache(), 0);
        List<AtomicInteger> trainings = List.of(new AtomicInteger(), new AtomicInteger());
        LocalTrialExecutor executor = LocalTrialExecutor.onDevices(
                SearchFixture.tools(),
                asked -> trainings.stream().map(count -> counting(asked, count)).toList(),
                two,
                folder.resolve("features"));

        SearchFixture.search(images, executor).run(ledger());

        assertThat(trainings).allSatisfy(count -> assertThat(count).hasPositiveValue());
        assertThat(trainings.stream().mapToInt(AtomicInteger::get).sum()).isEqualTo(12);
        assertThat(SearchFixture.numbers(ledger())).isEqualTo(uninterrupted);
    }

    private static Engine counting(EngineOptions options, AtomicInteger trainings) {
        Engine engine = new Dl4jEngine(options);
        return (Engine) Proxy.newProxyInstance(
                Engine.class.getClassLoader(), new Class<?>[] {Engine.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("choose")) {
                        return EngineChoice.of((Engine) proxy);
                    }
                    if (method.getName().equals("training")) {
                        trainings.incrementAndGet();
                    }
                    return method.invoke(engine, arguments);
                });
    }

    @Test
    void halvingDropsTrialsAndDoesNotChangeThoseThatGoOn() {
        SearchStrategy halving = SearchStrategy.halving(1, 2);

        SearchResult halved = search().strategy(halving).run(ledger());

        // Six configurations of two repeats: three go on after an epoch, two after the second.
        List<Integer> epochs = halved.states().values().stream()
                .map(TrialState::epochs)
                .sorted()
                .toList();
        assertThat(epochs).containsExactly(1, 1, 1, 1, 1, 1, 2, 2, 3, 3, 3, 3);
        assertThat(halved.ranking().subList(0, 2)).allMatch(ConfigurationResult::complete);
        Map<String, Object> numbers = SearchFixture.numbers(ledger());
        List<String> done = halved.trials().stream()
                .filter(t -> halved.states().get(t.address()).status() == TrialStatus.DONE)
                .map(t -> t.address().shortForm())
                .toList();
        assertThat(done)
                .hasSize(4)
                .allSatisfy(name -> assertThat(numbers.get(name)).isEqualTo(uninterrupted.get(name)));
        assertThat(halved.trials())
                .allSatisfy(t -> assertThat(
                                Ledger.read(ledger()).folderOf(t.address()).resolve("checkpoint"))
                        .doesNotExist());
    }

    @Test
    void aKilledHalvingGoesOnWithTheSameSurvivors() {
        SearchStrategy halving = SearchStrategy.halving(1, 2);
        search().strategy(halving).run(folder.resolve("whole"));
        int kills = SearchFixture.untilDone(
                3, killer -> search().strategy(halving).listener(killer).run(ledger()));

        assertThat(kills).isGreaterThan(4);
        assertThat(SearchFixture.numbers(ledger())).isEqualTo(SearchFixture.numbers(folder.resolve("whole")));
    }

    /** What a rung decided is decided again when the search goes on, though some trials have gone further since. */
    @Test
    void aRungLooksAtItsOwnEpochsAlone() {
        List<Double> continued = new ArrayList<>();
        TrialExecutor executor = new Failing(SearchFixture.executor(folder)) {
            @Override
            public void run(List<TrialJob> together) {
                continued.add(together.get(0).trial().phase().optimizer().learningRate());
                throw new GraftException("Enough.");
            }
        };
        GridSearch search = new GridSearch(SearchFixture.tools(), executor, SearchFixture.data(images))
                .space(SearchSpace.builder()
                        .backbones("plain")
                        .learningRates(0.1, 0.2, 0.3)
                        .epochs(6)
                        .build())
                .strategy(SearchStrategy.halving(2, 3));
        Ledger ledger = Ledger.open(ledger(), SearchFixture.data(images).context(executor.engine()));
        List<Trial> trials = search.trials();
        SyntheticLedger.write(ledger, trials.get(0), SyntheticLedger.course(TrialStatus.PAUSED, 0.5, 0.7));
        SyntheticLedger.write(ledger, trials.get(1), SyntheticLedger.course(TrialStatus.PAUSED, 0.5, 0.8));
        SyntheticLedger.write(ledger, trials.get(2), SyntheticLedger.course(TrialStatus.PAUSED, 0.5, 0.6, 0.9, 0.9));

        search.run(ledger());

        assertThat(continued).containsExactly(0.2);
    }

    @Test
    void aGridAfterAHalvingDoesWhatIsLeft() {
        search().strategy(SearchStrategy.halving(1, 2)).run(ledger());

        search().run(ledger());

        assertThat(SearchFixture.numbers(ledger())).isEqualTo(uninterrupted);
    }

    @Test
    void weightsThatAreNotThereEndTheSearchBeforeItBegins() {
        List<Trial> started = new ArrayList<>();
        SearchListener listener = new SearchListener() {
            @Override
            public void trialStarted(Trial trial, SearchProgress progress) {
                started.add(trial);
            }
        };
        SearchTools published = new SearchTools(
                new BackboneRegistry(List.of(new PlainBackbone(), new PublishedBackbone())),
                SearchFixture.tools().weights(),
                AugmentationCatalog.EMPTY);
        TrialExecutor executor =
                new LocalTrialExecutor(published, Dl4jEngine::new, SearchFixture.options(), folder.resolve("features"));

        assertThatThrownBy(() -> new GridSearch(published, executor, SearchFixture.data(images))
                        .space(SearchSpace.builder()
                                .backbones("plain", "published")
                                .epochs(1)
                                .build())
                        .listener(listener)
                        .run(ledger()))
                .isInstanceOf(WeightsUnavailableException.class)
                .hasMessageContaining("published.h5");
        assertThat(started).isEmpty();
    }

    /** One whose weights are somewhere else. */
    private record PublishedBackbone() implements Backbone {
        @Override
        public BackboneSpec spec() {
            BackboneSpec plain = new PlainBackbone().spec();
            WeightsDescriptor weights = new WeightsDescriptor(
                    "imagenet",
                    "for tests",
                    new WeightsLocation.Published(URI.create("http://localhost:1/published.h5")),
                    10,
                    Checksum.md5("00000000000000000000000000000000"),
                    "none",
                    plain.preprocessing());
            return new BackboneSpec(
                    "published",
                    plain.family(),
                    plain.defaultSize(),
                    plain.minimumSize(),
                    plain.preprocessing(),
                    plain.featureChannels(),
                    plain.layers(),
                    plain.parameters(),
                    List.of(weights),
                    "for tests");
        }

        @Override
        public void addTo(LayerGraph graph) {
            new PlainBackbone().addTo(graph);
        }
    }

    @Test
    void figuresAreOfThePositiveClass() {
        SearchData healthy = SearchFixture.data(images).withPositiveClass("healthy");
        SearchTools tools = SearchFixture.tools();

        assertThatThrownBy(() -> new GridSearch(tools, SearchFixture.executor(folder), healthy)
                        .space(SearchFixture.SPACE)
                        .run(shared.resolve("ledger")))
                .hasMessageContaining("positive class: stroke there, healthy here");
        assertThatThrownBy(() -> healthy.withPositiveClass("none"))
                .hasMessageContaining("The classes are healthy, stroke");
        assertThat(SearchFixture.data(images).withPositiveClass("stroke").context("e"))
                .isEqualTo(SearchFixture.data(images).context("e"));
    }

    @Test
    void aLedgerIsOfOneExperiment() {
        GridSearch other = new GridSearch(
                        SearchFixture.tools(),
                        SearchFixture.executor(folder),
                        SearchData.of(
                                images,
                                SearchFixture.data(images)
                                        .divisions()
                                        .get(0)
                                        .settings()
                                        .fractions(),
                                8))
                .space(SearchFixture.SPACE);

        assertThatThrownBy(() -> other.run(shared.resolve("ledger")))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("belongs to another experiment. What differs: split: ");
    }

    @Test
    void progressCountsAndGuesses() {
        List<SearchProgress> seen = new ArrayList<>();
        SearchListener listener = new SearchListener() {
            @Override
            public void searchStarted(SearchProgress progress) {
                seen.add(progress);
            }

            @Override
            public void trialEnded(Trial trial, TrialState state, SearchProgress progress) {
                seen.add(progress);
            }
        };

        SearchResult found = search().listener(listener).run(ledger());

        assertThat(seen).hasSize(13);
        assertThat(seen)
                .extracting(SearchProgress::done)
                .isSorted()
                .startsWith(0, 1)
                .endsWith(12);
        assertThat(seen.get(0).timeLeft()).isEmpty();
        assertThat(seen.get(0).cells()).isEqualTo(16);
        assertThat(seen.get(6).timeLeft())
                .hasValueSatisfying(left -> assertThat(left).isPositive());
        assertThat(seen.get(12).timeLeft())
                .hasValueSatisfying(left -> assertThat(left).isZero());
        double best = seen.get(12).best().orElseThrow().scores().validation().accuracy();
        assertThat(found.states().values())
                .allMatch(s -> s.scores().orElseThrow().validation().accuracy() <= best);
    }

    @Test
    void modelsAreKeptIfWanted() {
        SearchSpace one = SearchFixture.SPACE.with(b -> b.learningRates(0.01).seeds(1));

        SearchResult kept = new GridSearch(
                        SearchFixture.tools(),
                        SearchFixture.executor(folder, SearchFixture.options().withModels(true)),
                        SearchFixture.data(images))
                .space(one)
                .run(ledger());

        assertThat(kept.trials())
                .allSatisfy(t -> assertThat(
                                Ledger.read(ledger()).folderOf(t.address()).resolve("model.graft"))
                        .exists());
    }
}
