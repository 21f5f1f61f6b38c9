package dev.graft.train;

import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.graft.GraftException;
import dev.graft.engine.TrainingSession;
import dev.graft.engine.TrainingState;
import dev.graft.io.AtomicFile;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * The file of a checkpoint: a zip of {@code training.json} (settings and position), {@code best.bin} (parameters of the
 * best epoch, of the layers that have learned) and {@code session.bin} (the engine's state inside a phase).
 */
final class CheckpointFile {
    private static final int FORMAT = 1;
    private static final String HEADER = "training.json";
    private static final String BEST = "best.bin";
    private static final String SESSION = "session.bin";

    private final ObjectMapper mapper = JsonMapper.builder()
            // JSON has no infinity, which a loss may be.
            .enable(JsonWriteFeature.WRITE_NAN_AS_STRINGS)
            .build();

    private final Path path;

    CheckpointFile(Path path) {
        this.path = path;
    }

    /**
     * What is in a checkpoint besides parameters.
     *
     * @param settings what determines the training
     */
    record Header(int format, Map<String, String> settings, Position position) {}

    /**
     * Replaces the file as a whole.
     *
     * @param best holds the parameters of the best epoch
     * @param layers that may have learned
     * @param session of the present phase; empty between phases
     * @throws GraftException if it cannot be written; the file is then as it was
     */
    void write(
            TrainingSettings settings,
            Position position,
            ComputationGraph best,
            List<String> layers,
            Optional<TrainingSession> session) {
        Optional<TrainingState> state = session.map(TrainingSession::state);
        AtomicFile.write(path, out -> {
            ZipOutputStream zip = new ZipOutputStream(out);
            // Parameters hardly compress, and a checkpoint should not take longer than an epoch.
            zip.setLevel(Deflater.NO_COMPRESSION);
            zip.putNextEntry(new ZipEntry(HEADER));
            zip.write(mapper.writeValueAsBytes(new Header(FORMAT, settings.values(), position)));
            if (position.hasBest()) {
                zip.putNextEntry(new ZipEntry(BEST));
                new LayerParameters(best).write(layers, zip);
            }
            if (state.isPresent()) {
                zip.putNextEntry(new ZipEntry(SESSION));
                OutputStream buffered = new BufferedOutputStream(zip, 1 << 16);
                state.get().writeTo(buffered);
                buffered.flush();
            }
            zip.finish();
        });
    }

    /**
     * Reads what is not parameters, and checks that all the rest is whole.
     *
     * @throws GraftException if the file is damaged or of another format
     */
    Header read() {
        return reading(zip -> {
            for (ZipEntry entry : Collections.list(zip.entries())) {
                verify(zip, entry);
            }
            try (InputStream in = entry(zip, HEADER)) {
                var tree = mapper.readTree(in);
                int format = tree.path("format").asInt(-1);
                if (format != FORMAT) {
                    throw new GraftException(
                            "The checkpoint " + path + " has format " + format + ", expected " + FORMAT
                                    + ". Continue it with the Graft version that wrote it, or start anew in another directory.");
                }
                return mapper.treeToValue(tree, Header.class);
            }
        });
    }

    private static void verify(ZipFile zip, ZipEntry entry) throws IOException {
        try (CheckedInputStream in = new CheckedInputStream(zip.getInputStream(entry), new CRC32())) {
            in.transferTo(OutputStream.nullOutputStream());
            if (in.getChecksum().getValue() != entry.getCrc()) {
                throw new IOException(entry.getName() + " does not have its checksum");
            }
        }
    }

    /** Puts the best epoch's parameters into a model. */
    void restoreBest(ComputationGraph graph) {
        reading(zip -> {
            try (InputStream in = entry(zip, BEST)) {
                new LayerParameters(graph).read(in);
                return null;
            }
        });
    }

    /** Puts a session where it was; does nothing if the checkpoint was taken between phases. */
    void restoreSession(TrainingSession session) {
        reading(zip -> {
            if (zip.getEntry(SESSION) != null) {
                try (InputStream in = entry(zip, SESSION)) {
                    session.restore(TrainingState.readFrom(in));
                }
            }
            return null;
        });
    }

    private static InputStream entry(ZipFile zip, String name) throws IOException {
        ZipEntry entry = zip.getEntry(name);
        if (entry == null) {
            throw new IOException("it has no entry " + name);
        }
        return new BufferedInputStream(zip.getInputStream(entry), 1 << 16);
    }

    private interface Reading<T> {
        T from(ZipFile zip) throws IOException;
    }

    private <T> T reading(Reading<T> reading) {
        try (ZipFile zip = new ZipFile(path.toFile())) {
            return reading.from(zip);
        } catch (IOException e) {
            throw new GraftException(
                    "The checkpoint " + path + " cannot be read (" + e.getMessage()
                            + "). Restore the file, or remove it to start the training anew.",
                    e);
        }
    }
}
