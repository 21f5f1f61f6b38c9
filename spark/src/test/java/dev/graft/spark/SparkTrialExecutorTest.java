package dev.graft.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.data.ImageDataset;
import dev.graft.search.Ledger;
import dev.graft.search.SearchData;
import dev.graft.search.SearchListener;
import dev.graft.search.SearchResult;
import dev.graft.search.SearchSpace;
import dev.graft.search.Trial;
import dev.graft.testkit.Effort;
import dev.graft.testkit.data.TinyPictures;
import dev.graft.train.EpochRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A search on a real cluster. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class SparkTrialExecutorTest {
    @TempDir
    Path folder;

    @Test
    void aWorkerThatIsKilledChangesNothingOfTheResult() throws Exception {
        ImageDataset images = TinyPictures.write(folder.resolve("pictures"), 24);
        SearchData data = GridFixture.data(images);
        SearchSpace space = GridFixture.space(Effort.of(20, 60), Effort.of(1, 3));
        GridFixture.search(GridFixture.local(folder), data, space).run(folder.resolve("local"));
        try (TestCluster cluster = TestCluster.start(folder.resolve("cluster"), 1)) {
            Process victim = cluster.addWorker(Map.of());
            try (JavaSparkContext spark = new JavaSparkContext(SparkTrialExecutor.configured(cluster.conf()))) {
                SparkTrialExecutor executor = new SparkTrialExecutor(
                        spark, GridFixture.tools(), SparkOptions.defaults().withCheckpoints(1));
                AtomicBoolean killed = new AtomicBoolean();
                SearchResult result = GridFixture.search(executor, data, space)
                        .listener(new SearchListener() {
                            @Override
                            public void epochFinished(Trial trial, EpochRecord epoch) {
                                if (bothWork(spark) && epoch.epoch() > 2 && killed.compareAndSet(false, true)) {
                                    victim.destroyForcibly();
                                }
                            }
                        })
                        .run(folder.resolve("ledger"));

                assertThat(killed).isTrue();
                assertThat(result.failed()).isEmpty();
            }
        }

        assertThat(GridFixture.numbers(folder.resolve("ledger")))
                .isEqualTo(GridFixture.numbers(folder.resolve("local")));
        Ledger ledger = Ledger.read(folder.resolve("ledger"));
        assertThat(ledger.trials())
                .anySatisfy(trial -> {
                    assertThat(ledger.state(trial.address()).attempts()).isEqualTo(2);
                    assertThat(log(ledger, trial))
                            .contains("lost: The executor that ran it went away")
                            .contains("training goes on after epoch");
                })
                .allSatisfy(trial -> assertThat(log(ledger, trial)).containsOnlyOnce(" done\n"));
    }

    private static boolean bothWork(JavaSparkContext spark) {
        return Arrays.stream(spark.statusTracker().getExecutorInfos())
                        .filter(executor -> executor.numRunningTasks() > 0)
                        .count()
                == 2;
    }

    private static String log(Ledger ledger, Trial trial) {
        try {
            return Files.readString(ledger.folderOf(trial.address()).resolve("log.txt"));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
