package dev.graft.engine.cuda.plan;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.graft.error.GraftException;
import dev.graft.io.BoundedFile;
import dev.graft.io.BoundedJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Plans as JSON, one command a line. What is read is checked: buffers lie within their segments, sizes of convolutions fit. A
 * kernel that is given a wrong count still touches what is not its own, so only plans of a known origin are to be run.
 */
public final class PlanFile {
    private static final int MOST_BYTES = 1 << 26;

    private static final JsonMapper MAPPER = BoundedJson.records()
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .defaultPrettyPrinter(
                    new DefaultPrettyPrinter().withObjectIndenter(new Lines(2)).withArrayIndenter(new Lines(3)))
            .build();

    private PlanFile() {}

    /** New lines at the uppermost levels alone. */
    private static final class Lines extends DefaultIndenter {
        private static final long serialVersionUID = 1;
        private final int deepest;

        Lines(int deepest) {
            super(" ", "\n");
            this.deepest = deepest;
        }

        @Override
        public void writeIndentation(JsonGenerator generator, int level) throws IOException {
            if (level <= deepest) {
                super.writeIndentation(generator, level);
            }
        }
    }

    /**
     * Writes a plan, or a record that holds one.
     *
     * @throws GraftException if the file cannot be written
     */
    public static void write(Path file, Object plan) {
        try {
            Files.write(file, MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(plan));
        } catch (IOException e) {
            throw new GraftException(file + " cannot be written: " + e.getMessage() + ".", e);
        }
    }

    /** One line of JSON. */
    public static String line(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (IOException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /**
     * Reads a plan, or a record that holds one.
     *
     * @throws GraftException if the file cannot be read or is none; says what is wrong
     */
    public static <T> T read(Path file, Class<T> type) {
        try {
            return MAPPER.readValue(BoundedFile.read(file, MOST_BYTES), type);
        } catch (IOException e) {
            throw new GraftException(
                    file + " is no plan: " + e.getMessage() + ". Write it again with this version of Graft.", e);
        }
    }
}
