package dev.graft.run;

import dev.graft.io.OutputDirectory;
import dev.graft.result.CrossValidationResult;
import dev.graft.result.ResultWriter;
import dev.graft.result.ResultWriters;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A finished cross-validation. It owns the folds' models: close it when it is saved.
 *
 * @param folds one training for each fold
 * @param result what they come to together
 */
public record CrossValidationRun(List<TransferRun> folds, CrossValidationResult result) implements AutoCloseable {
    public CrossValidationRun {
        folds = List.copyOf(folds);
    }

    /**
     * Writes what {@linkplain ResultWriters#found all result writers} write of it into a new directory, such as {@link
     * dev.graft.result.CrossValidationFiles}, and each fold's files as {@link TransferRun#save} does into {@code fold-1}, {@code
     * fold-2}, ... in it. The directory appears whole or not at all.
     *
     * @return the directory
     * @throws dev.graft.error.GraftException if the directory exists or cannot be written, or a writer fails
     */
    public Path save(Path directory) {
        return save(directory, ResultWriters.found());
    }

    /** The same with a writer of one's own. */
    public Path save(Path directory, ResultWriter writer) {
        return new OutputDirectory(directory).write(folder -> fill(folder, writer));
    }

    /** Closes every fold's training. */
    @Override
    public void close() {
        folds.forEach(TransferRun::close);
    }

    private void fill(Path temporary, ResultWriter writer) {
        for (int i = 0; i < folds.size(); i++) {
            Path folder = temporary.resolve(CrossValidationResult.folder(i + 1));
            try {
                Files.createDirectory(folder);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            folds.get(i).fill(folder, writer);
        }
        writer.write(result, temporary);
    }
}
