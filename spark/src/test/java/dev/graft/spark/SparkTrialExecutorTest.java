package dev.graft.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.graft.error.GraftException;
import dev.graft.search.ClusterOptions;
import dev.graft.search.Ledger;
import dev.graft.search.SearchData;
import dev.graft.search.SearchListener;
import dev.graft.search.SearchProgress;
import dev.graft.search.SearchResult;
import dev.graft.search.SearchSpace;
import dev.graft.search.Trial;
import dev.graft.search.TrialState;
import dev.graft.search.TrialStatus;
import dev.graft.testkit.Effort;
import dev.graft.testkit.data.TinyPictures;
import dev.graft.train.EpochRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkExecutorInfo;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Searches on a real cluster come to the numbers of one machine, whatever happens to the cluster. */
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class SparkTrialExecutorTest {
    private static final int EPOCHS = Effort.of(20, 60);

    private static final int REPEATS = Effort.of(1, 4);

    /** The last layer of the tiny network holds nothing, so of its four configurations two are the same as the others. */
    private static final int TRIALS = 6 * REPEATS;

    @TempDir
    static Path shared;

    private static SearchData data;
    private static SearchSpace space;
    private static Map<String, Object> local;

    @TempDir
    Path folder;

    @BeforeAll
    static void searchHere() {
        data = GridFixture.data(TinyPictures.write(shared.resolve("pictures"), 24));
        space = GridFixture.space(EPOCHS, REPEATS);
        GridFixture.search(GridFixture.local(shared), data, space).run(shared.resolve("local"));
        local = GridFixture.numbers(shared.resolve("local"));
    }

    private Path ledger() {
        return folder.resolve("ledger");
    }

    private static ClusterOptions options() {
        return ClusterOptions.defaults().withCheckpoints(1);
    }

    /** Told of epochs as they come. */
    private static SearchListener onEpoch(Runnable what) {
        return new SearchListener() {
            @Override
            public void epochFinished(Trial trial, EpochRecord epoch) {
                if (epoch.epoch() > 2) {
                    what.run();
                }
            }
        };
    }

    /** Does something once, when two groups are under way on two executors and each has left checkpoints. */
    private static final class WithTwoGroups implements SearchListener {
        private final Set<Trial> underWay = new HashSet<>();
        private final Runnable what;
        private boolean done;

        WithTwoGroups(Runnable what) {
            this.what = what;
        }

        @Override
        public void epochFinished(Trial trial, EpochRecord epoch) {
            if (epoch.epoch() > 2) {
                underWay.add(trial);
            }
            // Trials of one group have the same frozen layers.
            long groups = underWay.stream()
                    .map(each -> each.settings().model().backbone()
                            + each.settings().seeds().training())
                    .distinct()
                    .count();
            if (groups > 1 && !done) {
                done = true;
                what.run();
            }
        }

        @Override
        public void trialEnded(Trial trial, TrialState state, SearchProgress progress) {
            underWay.remove(trial);
        }
    }

    private SearchResult search(SparkConf conf, ClusterOptions options, Listeners listeners) {
        try (JavaSparkContext spark = new JavaSparkContext(SparkTrialExecutor.configured(conf))) {
            SparkTrialExecutor executor = new SparkTrialExecutor(spark, GridFixture.tools(), options);
            return GridFixture.search(executor, data, space)
                    .listener(listeners.on(spark))
                    .run(ledger());
        }
    }

    private interface Listeners {
        SearchListener on(JavaSparkContext spark);
    }

    private static long busy(JavaSparkContext spark) {
        return Arrays.stream(spark.statusTracker().getExecutorInfos())
                .filter(executor -> executor.numRunningTasks() > 0)
                .count();
    }

    private static String log(Ledger ledger, Trial trial) {
        try {
            return Files.readString(ledger.folderOf(trial.address()).resolve("log.txt"));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Equal to the last digit, and each trial was done once. */
    private void assertSameAsHere() {
        assertThat(GridFixture.numbers(ledger())).isEqualTo(local);
        Ledger ledger = Ledger.read(ledger());
        assertThat(ledger.trials())
                .hasSize(TRIALS)
                .allSatisfy(trial -> assertThat(log(ledger, trial)).containsOnlyOnce(" done\n"));
    }

    @Test
    void aWorkerThatIsKilledChangesNothingOfTheResult() throws Exception {
        try (TestCluster cluster = TestCluster.start(folder.resolve("cluster"), 1)) {
            Process victim = cluster.addWorker(Map.of());

            SearchResult result =
                    search(cluster.conf(), options(), spark -> new WithTwoGroups(victim::destroyForcibly));

            assertThat(victim.isAlive()).isFalse();
            assertThat(result.failed()).isEmpty();
        }
        assertSameAsHere();
        Ledger ledger = Ledger.read(ledger());
        assertThat(ledger.trials()).anySatisfy(trial -> {
            assertThat(ledger.state(trial.address()).attempts()).isEqualTo(2);
            assertThat(log(ledger, trial))
                    .contains("lost: The executor that ran it went away")
                    .contains("training goes on after epoch");
        });
    }

    @Test
    void aDriverThatIsKilledGoesOnWhereItWas() throws Exception {
        assumeTrue(Effort.THOROUGH, "several minutes");
        String[] arguments = {
            shared.resolve("pictures").toString(), ledger().toString(), String.valueOf(EPOCHS), String.valueOf(REPEATS)
        };
        try (TestCluster cluster = TestCluster.start(folder.resolve("cluster"), 2)) {
            Process first = cluster.driver("first", GridDriver.class.getName(), arguments);
            while (done() < 5 && first.isAlive()) {
                Thread.sleep(200);
            }
            first.destroyForcibly().waitFor();
            long before = done();
            assertThat(before).isBetween(5L, TRIALS - 1L);

            Process second = cluster.driver("second", GridDriver.class.getName(), arguments);

            assertThat(second.waitFor(8, TimeUnit.MINUTES)).isTrue();
            assertThat(second.exitValue()).isZero();
        }
        assertSameAsHere();
        Ledger ledger = Ledger.read(ledger());
        assertThat(ledger.trials())
                .anySatisfy(trial ->
                        assertThat(ledger.state(trial.address()).attempts()).isEqualTo(2));
    }

    /** Trials that say so in their states; the driver may be about to write one. */
    private long done() {
        if (!Files.exists(ledger().resolve("plans"))) {
            return 0;
        }
        Ledger ledger = Ledger.read(ledger());
        return ledger.trials().stream()
                .filter(trial -> ledger.state(trial.address()).status() == TrialStatus.DONE)
                .count();
    }

    @Test
    void aWorkerThatComesLaterTakesWork() throws Exception {
        assumeTrue(Effort.THOROUGH, "a minute");
        try (TestCluster cluster = TestCluster.start(folder.resolve("cluster"), 1)) {
            AtomicBoolean added = new AtomicBoolean();
            AtomicBoolean both = new AtomicBoolean();

            search(
                    cluster.conf(),
                    options().withSlots(2),
                    spark -> onEpoch(() -> {
                        if (added.compareAndSet(false, true)) {
                            try {
                                cluster.addWorker(Map.of());
                            } catch (IOException e) {
                                throw new IllegalStateException(e);
                            }
                        }
                        both.compareAndSet(false, busy(spark) == 2);
                    }));

            assertThat(both).isTrue();
        }
        assertSameAsHere();
    }

    @Test
    void executorsThatComputeOtherwiseAreRefused() throws Exception {
        assumeTrue(Effort.THOROUGH, "half a minute");
        try (TestCluster cluster = TestCluster.start(folder.resolve("cluster"), 2)) {
            cluster.addWorker(Map.of(NamedProcessorProvider.PROCESSOR, "other"));

            assertThatThrownBy(() -> search(
                            cluster.conf(),
                            options().withEngine(NamedProcessorProvider.ID),
                            spark -> SearchListener.NONE))
                    .isInstanceOf(GraftException.class)
                    .hasMessageMatching(
                            "The executors compute with different engines, so that trials could not be compared:"
                                    + " \"computed on the other processor\" on executors \\d on 127.0.0.1; \"computed on the usual"
                                    + " processor\" on executors \\d on 127.0.0.1, \\d on 127.0.0.1\\. Give the search executors of"
                                    + " one kind, or name an engine that they have in common\\.");
        }
        assertThat(ledger()).doesNotExist();
    }

    /** One that comes when the search is under way gets no trial. */
    @Test
    void anExecutorThatComesLaterAndComputesOtherwiseIsSentAway() throws Exception {
        assumeTrue(Effort.THOROUGH, "a minute");
        try (TestCluster cluster = TestCluster.start(folder.resolve("cluster"), 1)) {
            AtomicBoolean added = new AtomicBoolean();
            List<SparkExecutorInfo> executors = Collections.synchronizedList(new ArrayList<>());
            ClusterOptions named =
                    options().withEngine(NamedProcessorProvider.ID).withSlots(2);

            SearchResult result = search(
                    cluster.conf(),
                    named,
                    spark -> onEpoch(() -> {
                        if (added.compareAndSet(false, true)) {
                            try {
                                cluster.addWorker(Map.of(NamedProcessorProvider.PROCESSOR, "other"));
                            } catch (IOException e) {
                                throw new IllegalStateException(e);
                            }
                        }
                        executors.addAll(List.of(spark.statusTracker().getExecutorInfos()));
                    }));

            assertThat(result.failed()).isEmpty();
            // The driver counts as one; Spark starts another where one was sent away.
            assertThat(executors.stream()
                            .map(SparkExecutorInfo::port)
                            .distinct()
                            .count())
                    .isGreaterThanOrEqualTo(3);
        }
        Ledger ledger = Ledger.read(ledger());
        assertThat(ledger.context().engine()).isEqualTo("computed on the usual processor");
        assertThat(ledger.trials())
                .allSatisfy(trial ->
                        assertThat(ledger.state(trial.address()).attempts()).isEqualTo(1));
    }

    /** The machine of one executor is cut off for 90 seconds and comes back; the driver has given it up by then. */
    @Test
    void aMachineThatIsCutOffGivesNoResultTwiceAndLosesNone() throws Exception {
        assumeTrue(Effort.THOROUGH, "three minutes");
        try (TestCluster cluster = TestCluster.start(folder.resolve("cluster"), 1)) {
            Process cutOff = cluster.addWorker(Map.of());
            AtomicBoolean stopped = new AtomicBoolean();
            List<Trial> ended = Collections.synchronizedList(new ArrayList<>());
            SparkConf conf = cluster.conf()
                    .set("spark.network.timeout", "30s")
                    .set("spark.network.timeoutInterval", "10s")
                    .set("spark.executor.heartbeatInterval", "5s");

            SearchListener cutting = new WithTwoGroups(() -> {
                stopped.set(true);
                new Thread(() -> pause(cutOff, 90)).start();
            });
            SearchResult result = search(conf, options(), spark -> new SearchListener() {
                @Override
                public void epochFinished(Trial trial, EpochRecord epoch) {
                    cutting.epochFinished(trial, epoch);
                }

                @Override
                public void trialEnded(Trial trial, TrialState state, SearchProgress progress) {
                    cutting.trialEnded(trial, state, progress);
                    if (state.status() == TrialStatus.DONE) {
                        ended.add(trial);
                    }
                }
            });

            assertThat(stopped).isTrue();
            assertThat(result.failed()).isEmpty();
            assertThat(ended).doesNotHaveDuplicates().hasSize(TRIALS);
        }
        assertSameAsHere();
        Ledger ledger = Ledger.read(ledger());
        assertThat(ledger.trials())
                .anySatisfy(trial ->
                        assertThat(ledger.state(trial.address()).attempts()).isEqualTo(2));
    }

    private static void pause(Process worker, int seconds) {
        List<String> all = Stream.concat(Stream.of(worker.toHandle()), worker.descendants())
                .map(process -> String.valueOf(process.pid()))
                .toList();
        signal("-STOP", all);
        try {
            Thread.sleep(1000L * seconds);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            signal("-CONT", all);
        }
    }

    private static void signal(String name, List<String> processes) {
        List<String> command = new ArrayList<>(List.of("kill", name));
        command.addAll(processes);
        try {
            new ProcessBuilder(command).start().waitFor();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
