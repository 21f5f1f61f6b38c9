package dev.graft.examples;

import dev.graft.Graft;
import dev.graft.optimizer.Optimizer;
import dev.graft.run.TransferRun;
import dev.graft.train.EpochRecord;
import dev.graft.train.TrainingListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;

/** Each epoch as a line of a CSV file while the training goes on, and each result as a line of a {@link Tracker}. */
public final class LoggingElsewhere {
    private LoggingElsewhere() {}

    /** Appends a line of text; what was there stays. */
    static void append(Path file, String line) {
        try {
            Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Told of each epoch in the training's thread, which waits meanwhile. */
    record EpochLines(Path file) implements TrainingListener {
        @Override
        public void epochFinished(int phase, EpochRecord epoch, boolean best) {
            append(
                    file,
                    String.format(
                            Locale.ROOT,
                            "%d,%d,%.5f,%.5f,%b",
                            phase,
                            epoch.epoch(),
                            epoch.trainLoss(),
                            epoch.validationLoss(),
                            best));
        }
    }

    /**
     * Start it with {@code -Dtracker.file=trainings.tsv}.
     *
     * @param args the images, a folder for the result, which does not exist yet, and the CSV file
     */
    public static void main(String[] args) {
        Graft graft = Graft.create();
        try (TransferRun run = graft.transfer(graft.images(Path.of(args[0])))
                .backbone("simple-cnn")
                .size(64)
                .training(2, Optimizer.adam(1e-3), 0)
                .listener(new EpochLines(Path.of(args[2])))
                .run()) {
            run.save(Path.of(args[1])); // through all writers on the class path, the tracker among them
        }
    }
}
