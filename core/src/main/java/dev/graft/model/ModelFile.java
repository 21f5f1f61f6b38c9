package dev.graft.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.graft.error.GraftException;
import dev.graft.graph.LayerTypes;
import dev.graft.io.Archive;
import dev.graft.io.AtomicFile;
import dev.graft.metrics.GroupScore;
import dev.graft.provenance.Provenance;
import dev.graft.settings.TrainingSettings;
import dev.graft.weights.ParameterStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.ZipException;
import java.util.zip.ZipOutputStream;

/**
 * A model in one file: a zip archive of two entries that are not packed, {@code graft.json} (the {@link ModelDescription}
 * with every layer, the provenance, the calibration, what the training images look like, how groups are answered) and {@code weights.safetensors}
 * (see {@link ParameterStream}). {@code docs/model-file.md} describes it.
 *
 * <p>A model file is data: opening one creates the layers that it lists and nothing else. It names no class, Java
 * deserialises nothing, and it takes no more memory than the file has, so that a stranger's can be opened.
 */
public final class ModelFile {
    private static final String DESCRIPTION = "graft.json";
    private static final String WEIGHTS = "weights.safetensors";

    /** What DL4J's own archives hold, and model files of format 1. */
    private static final String DL4J = "configuration.json";

    private static final int DIRECTORY = 1 << 12;

    private ModelFile() {}

    /**
     * A model read from a file; closing it closes the model.
     *
     * @param model ready for use
     * @param provenance how it was made
     * @param calibration of its probabilities; {@link Calibration#none()} if the file holds none
     * @param inputs what the images it learnt from look like; empty if the file does not say
     * @param groupScore how it answers for a group of images; the mean log odds if the file does not say
     */
    public record Saved(
            TransferModel model,
            Provenance provenance,
            Calibration calibration,
            Optional<InputProfile> inputs,
            GroupScore groupScore)
            implements AutoCloseable {
        /** With the mean log odds for groups. */
        public Saved(
                TransferModel model, Provenance provenance, Calibration calibration, Optional<InputProfile> inputs) {
            this(model, provenance, calibration, inputs, GroupScore.MEAN_LOGIT);
        }

        /** Index of the class that was positive in its training, of the last one if that is not recorded. */
        public int positiveClass() {
            List<String> classes = model.description().classNames();
            Object recorded = provenance
                    .sections()
                    .getOrDefault(TrainingSettings.SECTION, Map.of())
                    .get("evaluation");
            int index = recorded instanceof Map<?, ?> values && values.get("positiveClass") instanceof String name
                    ? classes.indexOf(name)
                    : -1;
            return index < 0 ? classes.size() - 1 : index;
        }

        @Override
        public void close() {
            model.close();
        }
    }

    /** Writes a model without calibration; errors as for {@link #save(Saved, Path)}. */
    public static void save(TransferModel model, Provenance provenance, Path file) {
        save(new Saved(model, provenance, Calibration.none(), Optional.empty()), file);
    }

    /**
     * Writes a model; the file appears whole or not at all.
     *
     * @throws GraftException if it cannot be written, or a parameter is not finite
     */
    public static void save(Saved saved, Path file) {
        AtomicFile.write(file.toAbsolutePath(), stream -> write(saved, stream));
    }

    private static void write(Saved saved, OutputStream stream) throws IOException {
        TransferModel model = saved.model();
        byte[] description = new ModelJson()
                .write(new ModelJson.Document(
                        model.description(),
                        saved.provenance(),
                        saved.calibration(),
                        saved.inputs(),
                        saved.groupScore()));
        ZipOutputStream zip = new ZipOutputStream(stream);
        Archive.store(zip, DESCRIPTION, out -> out.write(description));
        Archive.store(
                zip,
                WEIGHTS,
                out -> ParameterStream.write(model.graph(), model.description().layerNames(), out));
        zip.finish();
    }

    /**
     * Reads a model, with the layer types that {@link LayerTypes#load()} finds.
     *
     * @throws GraftException if the file is missing, damaged, cut off, no model or of another format, if its parameters do
     *     not fit its layers or are not finite, or if a layer needs a module that is not there (it is named)
     */
    public static Saved load(Path file) {
        return load(file, LayerTypes.load());
    }

    /** Reads a model; errors as for {@link #load(Path)}. */
    public static Saved load(Path file, LayerTypes types) {
        if (!Files.isRegularFile(file)) {
            throw new GraftException(
                    Files.isDirectory(file)
                            ? file + " is a folder, not a model file. Name the model.graft in it."
                            : Files.exists(file)
                                    ? file + " is no plain file, so no model file."
                                    : "There is no model file " + file + ". Check the path.");
        }
        try (Archive archive = open(file)) {
            // A flipped bit should be called one, not what it happens to look like.
            archive.verify();
            ModelJson.Document document = new ModelJson().read(archive, DESCRIPTION);
            TransferModel model = archive.read(WEIGHTS, in -> {
                var weights = ParameterStream.open(WEIGHTS, in, archive.size(WEIGHTS));
                return TransferModel.restore(document.description(), types, weights);
            });
            return new Saved(
                    model, document.provenance(), document.calibration(), document.inputs(), document.groupScore());
        } catch (JsonProcessingException e) {
            throw damaged(file, "its " + DESCRIPTION + " cannot be read: " + firstLine(e.getOriginalMessage()), e);
        } catch (IOException e) {
            throw damaged(file, firstLine(e.getMessage() == null ? e.toString() : e.getMessage()), e);
        } catch (GraftException e) {
            throw new GraftException(file + " holds no model that can be used: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            // DL4J and Jackson have many kinds of exceptions for content that does not fit.
            throw damaged(file, firstLine(e.toString()), e);
        }
    }

    private static String firstLine(String message) {
        return message.lines().findFirst().orElse("");
    }

    private static GraftException damaged(Path file, String what, Exception cause) {
        return new GraftException(
                file + " is no model file, damaged or cut off (" + what + "). Copy or save it again.", cause);
    }

    private static Archive open(Path file) throws IOException {
        try {
            return Archive.open(file, Set.of(DESCRIPTION, WEIGHTS));
        } catch (ZipException e) {
            if (endsLikeDl4j(file)) {
                throw new GraftException(
                        "it is a model of DL4J, or of a Graft before model format 2. Such files name Java classes to"
                                + " create and may hold objects that run code when they are read, so they are not opened."
                                + " Train again; if you trust the file, DL4J alone can load it.",
                        e);
            }
            throw e;
        }
    }

    /** A zip file's directory stands at its end and names the entries. */
    private static boolean endsLikeDl4j(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            channel.position(Math.max(0, channel.size() - DIRECTORY));
            byte[] end = Channels.newInputStream(channel).readNBytes(DIRECTORY);
            return new String(end, StandardCharsets.ISO_8859_1).contains(DL4J);
        }
    }
}
