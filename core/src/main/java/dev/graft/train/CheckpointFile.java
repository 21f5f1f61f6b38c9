package dev.graft.train;

import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.graft.engine.TrainingSession;
import dev.graft.engine.TrainingState;
import dev.graft.error.GraftException;
import dev.graft.io.Archive;
import dev.graft.io.AtomicFile;
import dev.graft.io.BoundedJson;
import dev.graft.weights.ParameterStream;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * The file of a checkpoint: a zip of {@code training.json} (settings and position), {@code best.safetensors}
 * (parameters of the best epoch, of the layers that have learned), and inside a phase {@code session.bin} (the engine's
 * state) and, once epochs count in a mean of parameters, {@code average.bin}.
 */
final class CheckpointFile {
    private static final int FORMAT = 3;
    private static final String HEADER = "training.json";
    private static final String BEST = "best.safetensors";
    private static final String SESSION = "session.bin";
    private static final String AVERAGE = "average.bin";

    /** It holds a line for every epoch and setting. */
    private static final long LARGEST_HEADER = 1 << 26;

    private final ObjectMapper mapper = BoundedJson.mapper()
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

    /** What a phase under way holds besides its position. */
    record UnderWay(TrainingSession session, ParameterAverage average) {}

    /**
     * Replaces the file as a whole.
     *
     * @param best holds the parameters of the best epoch
     * @param layers that may have learned
     * @param underWay of the present phase; empty between phases
     * @throws GraftException if it cannot be written; the file is then as it was
     */
    void write(
            CheckpointSignature settings,
            Position position,
            ComputationGraph best,
            List<String> layers,
            Optional<UnderWay> underWay) {
        Optional<TrainingState> state = underWay.map(phase -> phase.session().state());
        Optional<ParameterAverage> average = underWay.map(UnderWay::average).filter(mean -> mean.epochs() > 0);
        AtomicFile.write(path, out -> {
            ZipOutputStream zip = new ZipOutputStream(out);
            // Parameters hardly compress, and a checkpoint should not take longer than an epoch.
            zip.setLevel(Deflater.NO_COMPRESSION);
            zip.putNextEntry(new ZipEntry(HEADER));
            zip.write(mapper.writeValueAsBytes(new Header(FORMAT, settings.values(), position)));
            if (position.hasBest()) {
                zip.putNextEntry(new ZipEntry(BEST));
                ParameterStream.write(best, layers, zip);
            }
            if (state.isPresent()) {
                zip.putNextEntry(new ZipEntry(SESSION));
                OutputStream buffered = new BufferedOutputStream(zip, 1 << 16);
                state.get().writeTo(buffered);
                buffered.flush();
            }
            if (average.isPresent()) {
                zip.putNextEntry(new ZipEntry(AVERAGE));
                average.get().writeTo(zip);
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
        return reading(archive -> {
            archive.verify();
            if (archive.size(HEADER) > LARGEST_HEADER) {
                throw new IOException("its " + HEADER + " has " + archive.size(HEADER) + " bytes");
            }
            JsonNode tree = archive.read(HEADER, mapper::readTree);
            int format = tree.path("format").asInt(-1);
            if (format != FORMAT) {
                throw new GraftException("The checkpoint " + path + " has format " + format + ", expected " + FORMAT
                        + ". Continue it with the Graft version that wrote it, or start anew in another directory.");
            }
            return mapper.treeToValue(tree, Header.class);
        });
    }

    /** Puts the best epoch's parameters into a model. */
    void restoreBest(ComputationGraph graph) {
        reading(archive -> archive.read(BEST, in -> {
            ParameterStream.open(path + "/" + BEST, in, archive.size(BEST)).loadInto(graph);
            return graph;
        }));
    }

    /** Puts a session and its mean where they were; does nothing if the checkpoint was taken between phases. */
    void restore(UnderWay phase) {
        reading(archive -> {
            if (archive.holds(SESSION)) {
                TrainingState state =
                        archive.read(SESSION, in -> TrainingState.readFrom(new BufferedInputStream(in, 1 << 16)));
                phase.session().restore(state);
                if (archive.holds(AVERAGE)) {
                    archive.read(AVERAGE, in -> phase.average().readFrom(in, state));
                }
            }
            return phase;
        });
    }

    private interface Reading<T> {
        T from(Archive archive) throws IOException;
    }

    private <T> T reading(Reading<T> reading) {
        try (Archive archive = Archive.open(path, Set.of(HEADER, BEST, SESSION, AVERAGE))) {
            return reading.from(archive);
        } catch (IOException e) {
            throw new GraftException(
                    "The checkpoint " + path + " cannot be read (" + e.getMessage()
                            + "). Restore the file, or remove it to start the training anew.",
                    e);
        }
    }
}
