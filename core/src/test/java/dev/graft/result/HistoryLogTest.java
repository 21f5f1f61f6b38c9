package dev.graft.result;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.train.EpochRecord;
import dev.graft.train.History;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class HistoryLogTest {
    @TempDir
    Path directory;

    @Test
    void measurementsInInferenceModeGetColumnsWhereThereAreSome() throws IOException {
        Path file = directory.resolve("log.csv");
        HistoryLog log = new HistoryLog(file);

        log.trainingStarted(List.of(new EpochRecord(1, 1, 0.7, 0.5, 0.8, 0.5, 0.01, 1.5)));
        log.epochFinished(2, new EpochRecord(2, 1, 0.6, 0.5, 0.8, 0.5, 0.01, 1.5, 0.55, 0.75), false);

        assertThat(Files.readString(file))
                .isEqualTo(
                        "phase,epoch,train_loss,train_accuracy,validation_loss,validation_accuracy,learning_rate,seconds"
                                + ",train_inference_loss,train_inference_accuracy\n"
                                + "1,1,0.7,0.5,0.8,0.5,0.01,1.5,NaN,NaN\n"
                                + "2,1,0.6,0.5,0.8,0.5,0.01,1.5,0.55,0.75\n");
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void aPipeGetsEachLineOfTheLogOnce() throws Exception {
        Path pipe = directory.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        FutureTask<String> reader = new FutureTask<>(() -> Files.readString(pipe));
        new Thread(reader).start();

        HistoryLog log = new HistoryLog(pipe);
        log.trainingStarted(List.of());
        EpochRecord epoch = new EpochRecord(1, 1, 0.7, 0.5, 0.8, 0.5, 0.01, 1.5);
        log.epochFinished(1, epoch, true);
        log.epochFinished(2, epoch, false);
        log.trainingFinished(new History(List.of(epoch, epoch)), Optional.empty());

        assertThat(reader.get(10, TimeUnit.SECONDS).lines())
                .hasSize(3)
                .startsWith(
                        "phase,epoch,train_loss,train_accuracy,validation_loss,validation_accuracy,learning_rate,seconds",
                        "1,1,0.7,0.5,0.8,0.5,0.01,1.5");
        assertThat(Files.isRegularFile(pipe)).isFalse();
    }
}
