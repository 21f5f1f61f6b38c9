package dev.graft.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.error.GraftException;
import dev.graft.search.Deadline;
import dev.graft.train.Checkpoints;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What keeps attempts and executors apart; no cluster is there. */
class AttemptsTest {
    @TempDir
    Path checkpoints;

    private static void write(Path folder, String text, long millis) throws IOException {
        Path file = Checkpoints.file(Files.createDirectories(folder));
        Files.writeString(file, text);
        Files.setLastModifiedTime(file, FileTime.fromMillis(millis));
    }

    private static String read(Path folder) throws IOException {
        return Files.readString(Checkpoints.file(folder));
    }

    @Test
    void anAttemptBeginsWithTheNewestCheckpointAndLeavesItsOwn() throws IOException {
        AttemptFolder first = AttemptFolder.of(checkpoints, "first");
        first.begin();
        assertThat(Checkpoints.file(first.own())).doesNotExist();

        write(checkpoints, "of one machine", 1_000);
        write(first.own(), "newest", 3_000);
        AttemptFolder second = AttemptFolder.of(checkpoints, "second");
        second.begin();
        assertThat(read(second.own())).isEqualTo("newest");

        // The first one lives on.
        write(first.own(), "too late", 4_000);
        assertThat(read(second.own())).isEqualTo("newest");

        write(second.own(), "the end", 5_000);
        second.adopt();
        assertThat(read(checkpoints)).isEqualTo("the end");
        assertThat(first.own()).doesNotExist();
        assertThat(second.own()).doesNotExist();
    }

    @Test
    void whoeverNobodyWaitsForIsToldToStop() {
        TrialMessage message = new TrialMessage.Began("token", "address", List.of());
        assertThat(GroupDesk.answer(message)).isEqualTo(TrialMessage.Order.STOP);
        try (GroupDesk desk = GroupDesk.open("token", Deadline.NONE)) {
            assertThat(GroupDesk.answer(message)).isEqualTo(TrialMessage.Order.GO_ON);
            assertThat(GroupDesk.answer(new TrialMessage.Began("other", "address", List.of())))
                    .isEqualTo(TrialMessage.Order.STOP);
            assertThat(desk).isNotNull();
        }
        try (GroupDesk desk = GroupDesk.open("token", () -> true)) {
            assertThat(GroupDesk.answer(message)).isEqualTo(TrialMessage.Order.PAUSE);
            assertThat(desk).isNotNull();
        }
        assertThat(GroupDesk.answer(message)).isEqualTo(TrialMessage.Order.STOP);
    }

    @Test
    void errorsSayThereWhatTheySayHere() {
        GraftException known = new GraftException("Do this.", new IOException("disk"));
        assertThat(RemoteError.of(known).exception())
                .isInstanceOf(GraftException.class)
                .hasMessage("Do this.")
                .hasCauseInstanceOf(RuntimeException.class);
        StringWriter trace = new StringWriter();
        RemoteError.of(known).exception().printStackTrace(new PrintWriter(trace));
        assertThat(trace.toString()).contains("AttemptsTest", "Caused by: java.io.IOException: disk");

        assertThat(RemoteError.of(new IllegalStateException("odd")).exception())
                .isNotInstanceOf(GraftException.class)
                .hasToString("java.lang.IllegalStateException: odd");
    }

    @Test
    void aTaskComputesOnTheGpuThatItIsGiven() {
        assertThat(TaskSetup.engineName("", "")).isEmpty();
        assertThat(TaskSetup.engineName("", "3")).isEqualTo("cuda:3");
        assertThat(TaskSetup.engineName("cuda", "0")).isEqualTo("cuda:0");
        assertThat(TaskSetup.engineName("cpu", "0")).isEqualTo("cpu");
    }

    @Test
    void whoDiffersIsNamed() {
        List<EngineSurvey.Answer> alike = List.of(
                new EngineSurvey.Answer("0", "a", "cpu, 1 thread"), new EngineSurvey.Answer("1", "b", "cpu, 1 thread"));
        assertThat(EngineSurvey.common(alike)).isEqualTo("cpu, 1 thread");

        List<EngineSurvey.Answer> others =
                List.of(alike.get(0), alike.get(1), new EngineSurvey.Answer("2", "c", "cpu, 2 threads"));
        assertThatThrownBy(() -> EngineSurvey.common(others))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining(
                        "\"cpu, 1 thread\" on executors 0 on a, 1 on b; \"cpu, 2 threads\" on executors 2 on c.");
    }

    @Test
    void thePluginIsAddedOnceAndKeepsOthers() {
        SparkConf conf = new SparkConf(false);
        SparkTrialExecutor.configured(SparkTrialExecutor.configured(conf));
        assertThat(conf.get("spark.plugins")).isEqualTo("dev.graft.spark.TrialPlugin");

        conf.set("spark.plugins", "a.Plugin");
        assertThat(SparkTrialExecutor.configured(conf).get("spark.plugins"))
                .isEqualTo("a.Plugin,dev.graft.spark.TrialPlugin");
    }
}
