package dev.graft.search;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.graft.error.GraftException;
import dev.graft.io.AtomicFile;
import dev.graft.io.BoundedFile;
import dev.graft.io.BoundedJson;
import dev.graft.settings.SettingsModule;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How a ledger writes JSON. Safe for use by several threads; making one takes milliseconds. */
final class LedgerJson {
    /** A plan of 100,000 trials is smaller. */
    private static final int LARGEST = 1 << 28;

    private final ObjectMapper mapper = BoundedJson.records()
            .addModule(new SettingsModule())
            .addModule(new ComparedFigures())
            .build();

    /** In one line. */
    String text(Object value) {
        try {
            return mapper.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Ledgers hold what can be written as JSON", e);
        }
    }

    /**
     * Reads what {@link #text} wrote.
     *
     * @throws GraftException if it is something else
     */
    <T> T value(String text, Class<T> type) {
        try {
            return Objects.requireNonNull(mapper.readValue(text, type), "null");
        } catch (JsonProcessingException | NullPointerException e) {
            throw new GraftException(
                    "Found no " + type.getSimpleName() + " (" + e.getMessage()
                            + "). Expected what the same version of Graft wrote; use one version everywhere.",
                    e);
        }
    }

    /** In lines for people; the file is replaced as a whole. */
    void write(Path file, Object value) {
        AtomicFile.write(file, out -> {
            out.write(mapper.writerWithDefaultPrettyPrinter().writeValueAsBytes(value));
            out.write('\n');
        });
    }

    /**
     * Reads a file.
     *
     * @return empty if there is none
     * @throws GraftException if it is damaged
     */
    <T> Optional<T> read(Path file, Class<T> type) {
        return read(file, bytes -> mapper.readValue(bytes, type));
    }

    /** Reads where a trial stands; errors as for {@link #read(Path, Class)}. */
    Optional<TrialState> state(Path file) {
        return read(file, bytes -> mapper.treeToValue(complete(mapper.readTree(bytes)), TrialState.class));
    }

    /** Trials of earlier versions have no figures by group. */
    private static JsonNode complete(JsonNode state) {
        if (state.path("scores") instanceof ObjectNode scores && !scores.has("validationByGroup")) {
            scores.putNull("validationByGroup");
        }
        return state;
    }

    private interface Parser<T> {
        @Nullable T of(byte[] bytes) throws IOException;
    }

    private static <T> Optional<T> read(Path file, Parser<T> parser) {
        try {
            T value = parser.of(BoundedFile.read(file, LARGEST));
            if (value == null) {
                throw new IOException("it holds null");
            }
            return Optional.of(value);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new GraftException(
                    "The ledger's file " + file + " cannot be read (" + e.getMessage()
                            + "). Restore it, or remove it to have its training done again.",
                    e);
        }
    }
}
