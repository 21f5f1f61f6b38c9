package dev.graft.train;

import dev.graft.error.GraftException;
import dev.graft.io.DirectoryLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Where one training's checkpoints go and come from; without a directory, nowhere. */
final class CheckpointStore implements AutoCloseable {
    static final String FILE = "training.checkpoint";

    private final Optional<Checkpoints> where;
    private final Optional<DirectoryLock> lock;
    private final TrainingJob job;
    private final Optional<CheckpointSignature> settings;
    private boolean sessionWaits;
    /** Of training, when the last checkpoint was taken. */
    private double lastAt;
    /** How long the last one took; a guess before the first. */
    private double cost = 0.05;

    private CheckpointStore(
            Optional<Checkpoints> where,
            Optional<DirectoryLock> lock,
            TrainingJob job,
            Optional<CheckpointSignature> settings) {
        this.where = where;
        this.lock = lock;
        this.job = job;
        this.settings = settings;
    }

    /**
     * Opens it for a training that has not begun.
     *
     * @throws GraftException if the directory cannot be used, or another process uses it
     */
    static CheckpointStore open(Optional<Checkpoints> where, TrainingJob job) {
        if (where.isEmpty()) {
            return new CheckpointStore(where, Optional.empty(), job, Optional.empty());
        }
        Path directory = where.get().directory();
        try {
            Files.createDirectories(directory);
            DirectoryLock lock = DirectoryLock.take(directory)
                    .orElseThrow(() -> new GraftException("Another training is writing checkpoints to " + directory
                            + ". Wait until it is over, or choose another directory."));
            removeLeftovers(directory);
            return new CheckpointStore(where, Optional.of(lock), job, Optional.of(CheckpointSignature.of(job)));
        } catch (IOException e) {
            throw new GraftException(
                    "The checkpoint directory " + directory + " cannot be used (" + e
                            + "). Expected a directory that can be made and written to; choose another one.",
                    e);
        }
    }

    /** A process that was killed while it wrote leaves a temporary file. */
    private static void removeLeftovers(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            List<Path> halves = files.filter(file -> {
                        String name = file.getFileName().toString();
                        return name.startsWith("." + FILE + ".") && name.endsWith(".tmp");
                    })
                    .toList();
            for (Path half : halves) {
                Files.deleteIfExists(half);
            }
        }
    }

    private Optional<CheckpointFile> file() {
        return where.map(w -> new CheckpointFile(w.directory().resolve(FILE)));
    }

    /**
     * Where to go on. The model gets the parameters of the best epoch so far.
     *
     * @throws GraftException if the checkpoint is of another training or damaged
     */
    Position resume(TrainingJob training) {
        if (where.isEmpty() || !Files.exists(where.get().directory().resolve(FILE))) {
            return Position.start();
        }
        CheckpointFile file = file().orElseThrow();
        CheckpointFile.Header header = file.read();
        List<String> differences = settings.orElseThrow().differences(header.settings());
        if (!differences.isEmpty()) {
            throw new GraftException(
                    "The checkpoint in " + where.get().directory()
                            + " belongs to another training. What differs: " + String.join("; ", differences)
                            + ". Train with the same settings and data to continue it, or choose another checkpoint directory.");
        }
        if (header.position().hasBest()) {
            file.restoreBest(training.model().graph());
        }
        sessionWaits = true;
        lastAt = header.position().trainedSeconds();
        return header.position();
    }

    /** Puts the first phase after {@link #resume} where the checkpoint was taken. */
    void restore(CheckpointFile.UnderWay phase) {
        if (sessionWaits) {
            sessionWaits = false;
            file().orElseThrow().restore(phase);
        }
    }

    boolean isDueAfterBatch(int batch) {
        return where.isPresent()
                && where.get().everyBatches() > 0
                && batch % where.get().everyBatches() == 0;
    }

    /** Whether enough was trained since the last checkpoint for another one. */
    boolean isDueAfterEpoch(Position position) {
        return where.isPresent()
                && (where.get().shareOfTime() == 1
                        || (position.trainedSeconds() - lastAt) * where.get().shareOfTime() >= cost);
    }

    /**
     * Replaces the last checkpoint.
     *
     * @param underWay of the present phase; empty between phases
     * @throws GraftException if it cannot be written; the last one is then still there
     */
    void write(Position position, Optional<CheckpointFile.UnderWay> underWay) {
        if (where.isEmpty()) {
            return;
        }
        long start = System.nanoTime();
        file().orElseThrow()
                .write(
                        settings.orElseThrow(),
                        position,
                        job.model().graph(),
                        job.learnedIn(position.features().size()),
                        underWay);
        cost = (System.nanoTime() - start) / 1e9;
        lastAt = position.trainedSeconds();
    }

    @Override
    public void close() {
        lock.ifPresent(DirectoryLock::close);
    }
}
