package dev.graft.cli;

import dev.graft.error.GraftException;
import dev.graft.result.CrossValidationResult;
import dev.graft.result.HistoryLog;
import dev.graft.run.TransferTask;
import dev.graft.settings.LimitSettings;
import dev.graft.settings.TrainingSettings;
import dev.graft.train.Checkpoints;
import dev.graft.train.MemoryLimit;
import dev.graft.train.TrainingListener;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options on the course of a training: checkpoints, limits, what is measured on the way. */
final class CourseOptions {
    @Option(
            names = "--checkpoint",
            paramLabel = "DIR",
            description = "Leave a checkpoint here after every epoch. The same command again continues from it and ends"
                    + " with the same numbers.")
    private @Nullable Path checkpoint;

    @Option(
            names = "--checkpoint-batches",
            paramLabel = "N",
            description = "Leave a checkpoint also every N batches of an epoch (default: after epochs only).")
    private int checkpointBatches;

    @Option(
            names = "--max-minutes",
            paramLabel = "MINUTES",
            description = "End the training after this time, with the best epoch so far.")
    private @Nullable Double maxMinutes;

    @Option(
            names = "--max-memory",
            paramLabel = "MIB",
            description = "End the training when the process holds more memory, with the best epoch so far.")
    private @Nullable Long maxMemory;

    @Option(
            names = "--train-metrics",
            description = "Measure the training images also without dropout after each epoch, to compare with the"
                    + " validation images; costs a forward pass over them.")
    private boolean trainMetrics;

    @Option(
            names = "--csv-log",
            paramLabel = "FILE",
            description = "Keep the epochs so far in this file while the training runs.")
    private @Nullable Path csvLog;

    /**
     * Applies the options.
     *
     * @param fold which of several folds it trains, which must not share files
     */
    TransferTask configure(TransferTask task, TrainingListener console, OptionalInt fold) {
        if (checkpoint != null) {
            Path directory =
                    fold.isPresent() ? checkpoint.resolve(CrossValidationResult.folder(fold.getAsInt())) : checkpoint;
            task.checkpoints(Checkpoints.in(directory).withEveryBatches(checkpointBatches));
        } else if (checkpointBatches != 0) {
            throw new GraftException("--checkpoint-batches needs --checkpoint DIR.");
        }
        return task.listener(
                csvLog == null
                        ? console
                        : TrainingListener.all(List.of(console, new HistoryLog(ofFold(csvLog, fold)))));
    }

    /** Puts what was given over settings. */
    TrainingSettings over(TrainingSettings base) {
        TrainingSettings settings = base;
        if (maxMinutes != null) {
            if (!(maxMinutes > 0)) {
                throw new GraftException("--max-minutes must be above 0 and finite, found " + maxMinutes + ".");
            }
            double minutes = maxMinutes;
            settings = settings.withLimits(limits -> new LimitSettings(minutes, limits.memoryBytes()));
        }
        if (maxMemory != null) {
            long bytes = maxMemory << 20;
            new MemoryLimit(bytes);
            settings = settings.withLimits(limits -> limits.withMemory(bytes));
        }
        return trainMetrics ? settings.withEvaluation(e -> e.withTrainMetrics(true)) : settings;
    }

    private static Path ofFold(Path file, OptionalInt fold) {
        return fold.isPresent()
                ? file.resolveSibling(CrossValidationResult.folder(fold.getAsInt()) + "-" + file.getFileName())
                : file;
    }
}
