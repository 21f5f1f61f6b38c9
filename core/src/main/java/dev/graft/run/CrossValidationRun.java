package dev.graft.run;

import dev.graft.io.OutputDirectory;
import dev.graft.report.CrossValidationFiles;
import dev.graft.report.CrossValidationResult;
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
     * Writes the {@link CrossValidationFiles} into a new directory, and each fold's files as {@link TransferRun#save} does
     * into {@code fold-1}, {@code fold-2}, ... in it. The directory appears whole or not at all.
     *
     * @return the report
     * @throws dev.graft.GraftException if the directory exists or cannot be written
     */
    public Path save(Path directory) {
        new OutputDirectory(directory).write(this::fill);
        return new CrossValidationFiles(directory).report();
    }

    /** Closes every fold's training. */
    @Override
    public void close() {
        folds.forEach(TransferRun::close);
    }

    private void fill(Path temporary) {
        for (int i = 0; i < folds.size(); i++) {
            Path folder = temporary.resolve(CrossValidationResult.folder(i + 1));
            try {
                Files.createDirectory(folder);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            folds.get(i).fill(folder);
        }
        new CrossValidationFiles(temporary).write(result);
    }
}
