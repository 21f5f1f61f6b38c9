package dev.graft.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.graft.engine.EngineOptions;
import dev.graft.engine.Precision;
import dev.graft.engine.dl4j.Dl4jEngine;
import dev.graft.head.HeadChoice;
import dev.graft.testkit.data.TinyPictures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class SchedulingTest {
    @TempDir
    Path folder;

    @Test
    void theCostModelFindsFixedTimeRateAndFactors() {
        CostModel model = new CostModel();
        assertThat(model.fit()).isEmpty();
        model.add("plain", 100, 20);
        assertThat(model.fit().orElseThrow().seconds("plain", 1, 50)).isCloseTo(10, within(1e-9));
        assertThat(model.fit().orElseThrow().seconds("another", 1, 50)).isCloseTo(10, within(1e-9));

        CostModel line = new CostModel();
        for (double work : new double[] {10, 50, 200}) {
            line.add("plain", work, 3 + 0.1 * work);
        }
        assertThat(line.fit().orElseThrow().seconds("plain", 1, 100)).isCloseTo(13, within(1e-9));

        CostModel two = new CostModel();
        for (double work : new double[] {10, 50, 200}) {
            two.add("fast", work, 1 + 0.1 * work);
            two.add("slow", work, 3 * (1 + 0.1 * work));
        }
        assertThat(two.fit().orElseThrow().seconds("fast", 1, 100)).isCloseTo(11, within(1e-9));
        assertThat(two.fit().orElseThrow().seconds("slow", 1, 100)).isCloseTo(33, within(1e-9));
    }

    @Test
    void timeIsNeverNegative() {
        CostModel falling = new CostModel();
        falling.add("a", 10, 9);
        falling.add("a", 100, 1);

        assertThat(falling.fit().orElseThrow().seconds("a", 1, 1000)).isCloseTo(5, within(1e-9));

        CostModel nothing = new CostModel();
        nothing.add("a", 0, 0);
        assertThat(nothing.fit().orElseThrow().seconds("a", 1, 1000)).isZero();
    }

    @Test
    void whatCostsMoreIsExpectedToCostMore() {
        TrialCosts costs = new TrialCosts(SearchFixture.tools().backbones());
        Trial frozen = settings(b -> b.unfrozen("0"));
        Trial some = settings(b -> b.unfrozen("3"));
        Trial all = settings(b -> b.unfrozen("all"));
        Trial augmented = settings(b -> b.unfrozen("0").augmentations("shift"));
        Trial views = settings(b -> b.unfrozen("0").augmentations("shift").views(2));

        assertThat(costs.epoch(frozen, 10, 5)).isZero();
        assertThat(costs.features(frozen, 15)).isEqualTo(15 * costs.forward(frozen));
        assertThat(costs.features(all, 15)).isZero();
        assertThat(costs.epoch(some, 10, 5)).isPositive().isLessThan(costs.epoch(all, 10, 5));
        assertThat(costs.epoch(all, 10, 5)).isEqualTo(35 * costs.forward(all));
        assertThat(costs.epoch(augmented, 10, 5)).isZero();
        assertThat(costs.frozenEpoch(augmented, 10)).isEqualTo(10 * costs.forward(frozen));
        assertThat(costs.frozenEpoch(frozen, 10)).isZero();
        assertThat(costs.frozenEpoch(views, 10)).isZero();
        assertThat(costs.bytes(frozen)).isPositive().isLessThan(costs.bytes(all));
        assertThat(costs.bytes(settings(b -> b.unfrozen("all").batchSizes(64)))).isGreaterThan(costs.bytes(all));
    }

    /** Two convolutions: 168 parameters at 16 x 16 positions, 440 at 7 x 7; the largest map is the image. */
    @Test
    void costsAreCountedFromParametersAndPositions() {
        TrialCosts costs = new TrialCosts(SearchFixture.tools().backbones());
        Trial one = settings(b -> b.backbones("plain").unfrozen("1").batchSizes(6));
        Trial two = settings(b -> b.backbones("plain").unfrozen("2").batchSizes(6));

        assertThat(costs.forward(one)).isEqualTo(168 * 256 + 440 * 49);
        assertThat(costs.features(one, 2)).isEqualTo(2 * 168 * 256);
        assertThat(costs.epoch(one, 10, 5)).isEqualTo(35 * 440 * 49);
        assertThat(costs.bytes(one)).isEqualTo(4 * (608 + 4 * 440 + 6 * (2 * 392 + 4 * 3072)));
        assertThat(costs.bytes(two)).isEqualTo(4 * (608 + 4 * 608 + 6 * (2 * (1536 + 392) + 4 * 3072)));
    }

    /** Two configurations of two repeats, 30 epochs each; an epoch takes ten seconds, and two work at a time. */
    @Test
    void whoWatchesIsToldHowFarItIsWhatIsBestAndHowLongItTakes() {
        List<Trial> trials = SyntheticLedger.trials(4);
        SearchData data = SearchFixture.data(TinyPictures.write(folder.resolve("pictures"), 12));
        TrialCosts costs = new TrialCosts(SearchFixture.tools().backbones());
        Map<TrialAddress, TrialState> states = new HashMap<>();
        Map<Trial, Integer> epochs = new LinkedHashMap<>();
        for (Trial trial : trials) {
            states.put(trial.address(), TrialState.waiting());
            epochs.put(trial, 30);
        }
        Progresses told = new Progresses();
        SearchMonitor monitor =
                new SearchMonitor(epochs, epochs.size(), states, List.of(), costs, data, Measure.ACCURACY, 2, told);
        double epoch = costs.epoch(
                trials.get(0),
                data.split().train().size(),
                data.split().validation().size());
        double features = 10 * costs.features(trials.get(0), 12) / epoch;
        double[] accuracies = new double[30];
        Arrays.fill(accuracies, 0.9);

        monitor.searchStarted();
        told.assertLast("search started", 0, 0, 0, 0, Optional.empty());
        assertThat(told.last.timeLeft()).isEmpty();
        assertThat(told.last.cells()).isEqualTo(4);
        assertThat(told.last.trials()).isEqualTo(4);
        monitor.started(trials.get(0), SyntheticLedger.state(TrialStatus.RUNNING, 0.1, 1, Optional.empty()));
        told.assertLast("started", 0, 1, 0, 0, Optional.of(trials.get(0)));
        monitor.seen(trials.get(0), TrialState.waiting());

        // Half of its epochs were enough, which is expected of the others, too; the next has features of its own.
        monitor.ended(
                trials.get(0),
                SyntheticLedger.course(TrialStatus.DONE, Arrays.copyOf(accuracies, 15)),
                15,
                1,
                features + 150);
        told.assertLast("ended", 1, 0, 0, 0, Optional.of(trials.get(0)));
        assertThat(told.seconds()).isCloseTo((features + 3 * 150) / 2, within(0.01));

        // To be paused is no end: 25 of 40 epochs.
        monitor.ended(
                trials.get(1),
                SyntheticLedger.course(TrialStatus.PAUSED, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0.6),
                10,
                1,
                features + 100);
        told.assertLast("ended", 1, 0, 1, 0, Optional.of(trials.get(0)));
        assertThat(told.seconds()).isCloseTo(0.625 * (200 + 300 + 300) / 2, within(0.01));

        TrialState failed = new TrialState(TrialStatus.FAILED, 1, 1, "", "", Optional.empty(), Optional.of("No."));
        monitor.ended(trials.get(2), failed, 0, 1, 0);
        told.assertLast("ended", 1, 0, 1, 1, Optional.of(trials.get(0)));
        assertThat(told.seconds()).isCloseTo(0.625 * (200 + 300) / 2, within(0.01));

        // The other 20 epochs: 45 of 60.
        accuracies[29] = 0.95;
        monitor.ended(trials.get(1), SyntheticLedger.course(TrialStatus.DONE, accuracies), 20, 1, 200);
        told.assertLast("ended", 2, 0, 0, 1, Optional.of(trials.get(1)));
        assertThat(told.seconds()).isCloseTo(0.75 * 300 / 2, within(0.01));

        monitor.seen(trials.get(3), SyntheticLedger.course(TrialStatus.DONE, Double.NaN));
        monitor.searchFinished();
        told.assertLast("search finished", 3, 0, 0, 1, Optional.of(trials.get(1)));
        assertThat(told.last.timeLeft()).contains(Duration.ZERO);
    }

    /** Keeps what it was told last. */
    private static final class Progresses implements SearchListener {
        private String what;
        private SearchProgress last;

        private void tell(String event, SearchProgress progress) {
            what = event;
            last = progress;
        }

        private double seconds() {
            return last.timeLeft().orElseThrow().toMillis() / 1000.0;
        }

        private void assertLast(String event, int done, int running, int paused, int failed, Optional<Trial> best) {
            assertThat(what).isEqualTo(event);
            assertThat(List.of(last.done(), last.running(), last.paused(), last.failed()))
                    .containsExactly(done, running, paused, failed);
            assertThat(last.best().map(ScoredTrial::trial)).isEqualTo(best);
        }

        @Override
        public void searchStarted(SearchProgress progress) {
            tell("search started", progress);
        }

        @Override
        public void trialStarted(Trial trial, SearchProgress progress) {
            tell("started", progress);
        }

        @Override
        public void trialEnded(Trial trial, TrialState state, SearchProgress progress) {
            tell("ended", progress);
        }

        @Override
        public void searchFinished(SearchProgress progress) {
            tell("search finished", progress);
        }
    }

    @Test
    void theTimeLeftCountsWhatTrialsShareOnce() {
        SearchSpace space = SearchSpace.builder()
                .backbones("tiny")
                .unfrozen("0", "all")
                .augmentations("shift")
                .epochs(3)
                .repeats(1)
                .learningRates(0.1, 0.2, 0.3, 0.4)
                .build();
        List<Trial> trials = new TrialResolver(SearchFixture.tools()).resolve(space.cells(), SyntheticLedger.CONTEXT);
        Map<TrialAddress, TrialState> states = new HashMap<>();
        Map<Trial, Integer> epochs = new LinkedHashMap<>();
        for (Trial trial : trials) {
            states.put(trial.address(), TrialState.waiting());
            epochs.put(trial, 3);
        }
        SearchData data = SearchFixture.data(TinyPictures.write(folder.resolve("pictures"), 12));
        TrialCosts costs = new TrialCosts(SearchFixture.tools().backbones());
        AtomicReference<SearchProgress> seen = new AtomicReference<>();
        SearchListener listener = new SearchListener() {
            @Override
            public void trialEnded(Trial trial, TrialState state, SearchProgress progress) {
                seen.set(progress);
            }
        };
        List<TrialGroup> groups = SearchFixture.executor(folder).arrange(trials);
        SearchMonitor monitor =
                new SearchMonitor(epochs, epochs.size(), states, groups, costs, data, Measure.ACCURACY, 1, listener);
        int learnt = data.split().train().size();
        double whole = costs.epoch(
                settings(b -> b.unfrozen("all")),
                learnt,
                data.split().validation().size());
        double frozen = costs.frozenEpoch(settings(b -> b.unfrozen("0").augmentations("shift")), learnt);

        // A thousand seconds an epoch for those that share nothing, all of which end.
        for (Trial trial : trials) {
            if (!trial.phase().unfrozen().text().equals("0")) {
                monitor.ended(trial, SyntheticLedger.done(0.5, 1, Optional.empty()), 3, 1, 3000);
            }
        }

        // The other four go through the frozen layers together, in three epochs, and once for what is kept.
        double kept = costs.features(settings(b -> b.unfrozen("0")), 12);
        double expected = 1000 * (3 * frozen + kept) / whole;
        assertThat(seen.get().timeLeft().orElseThrow().toMillis() / 1000.0).isCloseTo(expected, within(1.0));
    }

    private static Trial settings(java.util.function.UnaryOperator<SearchSpace.Builder> axes) {
        SearchSpace space = SearchSpace.builder().backbones("tiny").build().with(axes);
        return new TrialResolver(SearchFixture.tools())
                .resolve(space.cells(), SyntheticLedger.CONTEXT)
                .get(0);
    }

    @Test
    void groupsThatShareNothingWithThoseUnderWayGoFirst() {
        List<Trial> trial = SyntheticLedger.trials(2).subList(0, 1);
        TrialGroup a1 = new TrialGroup("a", trial);
        TrialGroup a2 = new TrialGroup("a", trial);
        TrialGroup b = new TrialGroup("b", trial);
        WorkQueue queue = new WorkQueue(List.of(a1, a2, b));

        assertThat(queue.take().orElseThrow()).isSameAs(a1);
        assertThat(queue.take().orElseThrow()).isSameAs(b);
        assertThat(queue.take().orElseThrow()).isSameAs(a2);
        assertThat(queue.take()).isEmpty();
        WorkQueue inTurn = new WorkQueue(List.of(a1, a2, b));
        inTurn.done(inTurn.take().orElseThrow());
        assertThat(inTurn.take().orElseThrow()).isSameAs(a2);

        // Two that share are under way, and are done: then the third goes before one that shares with who is still
        // there.
        TrialGroup a3 = new TrialGroup("a", trial);
        TrialGroup b2 = new TrialGroup("b", trial);
        WorkQueue twice = new WorkQueue(List.of(a1, b, a2, b2, a3));
        for (TrialGroup next : List.of(a1, b, a2)) {
            assertThat(twice.take().orElseThrow()).isSameAs(next);
        }
        twice.done(a1);
        twice.done(a2);
        assertThat(twice.take().orElseThrow()).isSameAs(a3);
    }

    @Test
    void trialsRunTogetherAsFarAsMemoryAllows() throws InterruptedException {
        MemoryBudget budget = new MemoryBudget(100);
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        AtomicBoolean second = new AtomicBoolean();
        Thread first = new Thread(() -> run(budget, 60, () -> {
            inside.countDown();
            await(leave);
        }));
        first.start();
        assertThat(inside.await(10, TimeUnit.SECONDS)).isTrue();

        budget.run(40, () -> second.set(true));
        assertThat(second).isTrue();
        AtomicBoolean waited = new AtomicBoolean();
        Thread third = new Thread(() -> run(budget, 1000, () -> waited.set(leave.getCount() == 0)));
        third.start();
        while (third.getState() != Thread.State.WAITING && third.isAlive()) {
            Thread.onSpinWait();
        }
        leave.countDown();
        third.join(10_000);
        assertThat(waited).isTrue();
    }

    @Test
    void whatNeedsMoreThanThereIsIsToldAndRunsAlone() throws InterruptedException {
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        Logger logger = (Logger) LoggerFactory.getLogger(MemoryBudget.class);
        logger.addAppender(log);
        MemoryBudget budget = new MemoryBudget(3 << 20);
        List<Integer> runs = new ArrayList<>();
        try {
            budget.run(3 << 20, () -> runs.add(1));
            assertThat(log.list).isEmpty();
            budget.run((5 << 20) + 1, () -> runs.add(2));
        } finally {
            logger.detachAppender(log);
        }

        assertThat(runs).containsExactly(1, 2);
        assertThat(log.list)
                .singleElement()
                .extracting(ILoggingEvent::getFormattedMessage)
                .asString()
                .contains("may need about 5 MiB", "was given 3 MiB");
    }

    private static void run(MemoryBudget budget, long bytes, Runnable work) {
        try {
            budget.run(bytes, work);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void featuresNotUsedForLongestGoWhenSpaceIsShort() throws IOException {
        FeatureFolders shelf = new FeatureFolders(folder, 25);
        Path a = filled(shelf, "a");
        Path b = filled(shelf, "b");
        try (FeatureFolders.Place again = shelf.use("a")) {
            assertThat(again.folder()).isEqualTo(a);
        }

        Path c = filled(shelf, "c");

        assertThat(b).doesNotExist();
        assertThat(a).exists();
        assertThat(c).exists();
    }

    @Test
    void featuresInUseStay() throws IOException {
        FeatureFolders shelf = new FeatureFolders(folder, 5);
        try (FeatureFolders.Place used = shelf.use("a")) {
            Files.write(used.folder().resolve("file"), new byte[10]);
            filled(shelf, "b");
            assertThat(used.folder()).exists();
        }
        assertThat(Folders.entries(folder)).isEmpty();
    }

    @Test
    void featuresStayUntilTheLastOfThoseWhoUseThemHasGone() throws IOException {
        FeatureFolders shelf = new FeatureFolders(folder, 5);
        FeatureFolders.Place first = shelf.use("a");
        FeatureFolders.Place second = shelf.use("a");
        Files.write(first.folder().resolve("file"), new byte[10]);

        first.close();
        assertThat(second.folder()).exists();
        second.close();
        assertThat(second.folder()).doesNotExist();
    }

    private static Path filled(FeatureFolders shelf, String sharing) throws IOException {
        try (FeatureFolders.Place place = shelf.use(sharing)) {
            Files.write(place.folder().resolve("file"), new byte[10]);
            return place.folder();
        }
    }

    @Test
    void trialsThatShareFeaturesAreNeighbours() {
        LocalTrialExecutor executor = SearchFixture.executor(folder);
        List<Trial> trials =
                new TrialResolver(SearchFixture.tools()).resolve(SearchFixture.SPACE.cells(), SyntheticLedger.CONTEXT);

        List<TrialGroup> groups = executor.arrange(trials);

        assertThat(groups).hasSize(6).allMatch(g -> g.trials().size() == 2);
        assertThat(groups.stream().flatMap(g -> g.trials().stream())).containsExactlyInAnyOrderElementsOf(trials);
        List<String> sharing = groups.stream().map(TrialGroup::sharing).toList();
        long changes = java.util.stream.IntStream.range(1, 6)
                .filter(i -> !sharing.get(i).equals(sharing.get(i - 1)))
                .count();
        // Weights are drawn, so that seeds share nothing: two networks by two seeds.
        assertThat(changes).isEqualTo(3);
        assertThat(groups.get(0).trials().get(0).settings().model().backbone()).isEqualTo("plain");
    }

    @Test
    void cheapTrialsGoFirstThenThoseWithMoreFrozenLayers() {
        SearchSpace space = SearchSpace.builder()
                .backbones("tiny")
                .sizes(128, 64)
                .augmentations("shift", "none")
                .unfrozen("all", "10", "3")
                .heads(new HeadChoice("gap"), new HeadChoice("reference"))
                .build();
        List<Trial> trials = new TrialResolver(SearchFixture.tools()).resolve(space.cells(), SyntheticLedger.CONTEXT);

        List<Trial> arranged = SearchFixture.executor(folder).arrange(trials).stream()
                .flatMap(group -> group.trials().stream())
                .toList();

        List<String> expected = new ArrayList<>();
        for (String size : List.of("64", "128")) {
            for (String augmentation : List.of("none", "shift")) {
                for (String unfrozen : List.of("3", "10", "all")) {
                    for (String head : List.of("reference", "gap")) {
                        expected.add(size + " " + augmentation + " " + unfrozen + " " + head);
                    }
                }
            }
        }
        assertThat(arranged)
                .extracting(trial -> trial.cells().get(0))
                .extracting(cell -> Axis.SIZE.of(cell) + " " + Axis.AUGMENTATION.of(cell) + " " + Axis.UNFROZEN.of(cell)
                        + " " + Axis.HEAD.of(cell))
                .isEqualTo(expected);
    }

    @Test
    void slotsShareTheThreads() {
        List<EngineOptions> asked = new ArrayList<>();
        LocalOptions options = LocalOptions.of(7).withSlots(3, 1).withPrecision(Precision.BF16);

        LocalTrialExecutor executor = new LocalTrialExecutor(
                SearchFixture.tools(),
                wanted -> {
                    asked.add(wanted);
                    return new Dl4jEngine(new EngineOptions(1));
                },
                options,
                folder);

        assertThat(asked).containsExactly(new EngineOptions(2, Precision.BF16));
        assertThat(executor.slots()).isEqualTo(3);
        assertThat(executor.engine()).startsWith("dl4j");
    }
}
