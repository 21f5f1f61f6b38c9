package dev.graft.search;

import dev.graft.error.GraftException;
import dev.graft.train.EpochRecord;
import dev.graft.train.TrainingListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

/**
 * {@code log.txt} of a trial: what happened to it and when, all attempts one after another. Lines are added as things
 * happen, so that the file tells of a killed process too.
 *
 * @param file to add to
 * @param worker who does
 */
record TrialLog(Path file, String worker) implements TrainingListener {
    void add(String line) {
        String text = Instant.now().truncatedTo(ChronoUnit.MILLIS) + " " + worker + " " + line + "\n";
        try {
            Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new GraftException(
                    "The log " + file + " cannot be written (" + e + "). Check the disk's space and the permissions.",
                    e);
        }
    }

    @Override
    public void trainingStarted(List<EpochRecord> before) {
        add(before.isEmpty() ? "training begins" : "training goes on after epoch " + before.size());
    }

    @Override
    public void epochFinished(int phase, EpochRecord epoch, boolean best) {
        add(String.format(
                Locale.ROOT,
                "epoch %d: loss %.5f, accuracy %.4f; validation loss %.5f, accuracy %.4f%s; learning rate %s; %.2f s",
                epoch.epoch(),
                epoch.trainLoss(),
                epoch.trainAccuracy(),
                epoch.validationLoss(),
                epoch.validationAccuracy(),
                best ? " (best so far)" : "",
                epoch.learningRate(),
                epoch.seconds()));
    }
}
