package dev.graft.recommend;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.graft.error.GraftException;
import dev.graft.io.AtomicFile;
import dev.graft.io.BoundedFile;
import dev.graft.io.BoundedJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps what was found, so that a second call does not compute it again. A damaged file counts as none. */
final class OutcomeStore {
    private static final Logger log = LoggerFactory.getLogger(OutcomeStore.class);
    private static final JsonMapper MAPPER = BoundedJson.records().build();
    private static final int MOST_BYTES = 1 << 28;

    private final Path directory;

    OutcomeStore(Path directory) {
        this.directory = directory;
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new GraftException(
                    "The folder " + directory + " cannot be made (" + e
                            + "). Expected a place that can be written to; choose another one.",
                    e);
        }
    }

    <T> Optional<T> find(String key, Class<T> type) {
        Path file = file(key, type);
        try {
            return Optional.of(MAPPER.readValue(BoundedFile.readText(file, MOST_BYTES), type));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            log.warn("{} cannot be read, and is computed again: {}", file, e.toString());
            return Optional.empty();
        }
    }

    void keep(String key, Object value) {
        AtomicFile.write(file(key, value.getClass()), out -> out.write(MAPPER.writeValueAsBytes(value)));
    }

    private Path file(String key, Class<?> type) {
        return directory.resolve(key + "." + type.getSimpleName().toLowerCase(Locale.ROOT) + ".json");
    }
}
