package dev.graft.search;

import dev.graft.error.GraftException;
import dev.graft.io.AtomicFile;
import dev.graft.result.ResultFiles;
import dev.graft.result.TrainingResult;
import dev.graft.settings.TrainingSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * One trial's folder. Whoever writes holds its lock.
 *
 * @param path {@code trials/<address>} of a ledger
 */
record TrialFolder(Path path, LedgerJson json) {
    private static final String SETTINGS = "settings.json";
    private static final String STATE = "state.json";
    private static final String ERROR = "error.txt";
    private static final String LOG = "log.txt";
    private static final String CHECKPOINT = "checkpoint";

    /** What determines the trial, for people and other programs. */
    private record Described(String address, TrainingSettings settings, SearchContext context) {}

    TrialState state() {
        return json.state(path.resolve(STATE)).orElseGet(TrialState::waiting);
    }

    void write(TrialState state) {
        json.write(path.resolve(STATE), state);
    }

    void describe(Trial trial, SearchContext context) {
        Path file = path.resolve(SETTINGS);
        if (!Files.exists(file)) {
            json.write(file, new Described(trial.address().sha256(), trial.settings(), context));
        }
    }

    TrialLog log(String worker) {
        return new TrialLog(path.resolve(LOG), worker);
    }

    Path checkpoint() {
        return path.resolve(CHECKPOINT);
    }

    /** Written before the state that says so: whoever reads the state finds the result. */
    void write(TrainingResult result) {
        new ResultFiles(path).write(result);
        remove(ERROR);
    }

    TrainingResult result() {
        return ResultFiles.read(new ResultFiles(path).result());
    }

    void writeError(String text) {
        AtomicFile.write(path.resolve(ERROR), out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** A process that was killed while it wrote leaves a temporary file. */
    void removeLeftovers() {
        for (Path entry : Folders.entries(path)) {
            String name = entry.getFileName().toString();
            if (name.startsWith(".") && name.endsWith(".tmp")) {
                remove(name);
            }
        }
    }

    private void remove(String name) {
        try {
            Files.deleteIfExists(path.resolve(name));
        } catch (IOException e) {
            throw new GraftException(
                    "The file " + path.resolve(name) + " cannot be removed (" + e + "). Check its permissions.", e);
        }
    }
}
