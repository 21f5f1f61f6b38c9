package dev.graft.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.graft.GraftException;
import dev.graft.engine.dl4j.OneDnnHelpers;
import dev.graft.io.AtomicFile;
import dev.graft.provenance.Provenance;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;

/**
 * A model in one file: a zip archive as DL4J's {@link ModelSerializer} writes it (so DL4J alone can open it too) with one
 * more entry, {@code graft.json}, that holds the {@link ModelDescription}, the provenance, the calibration, and what the
 * training images look like.
 */
public final class ModelFile {
    private static final int FORMAT = 1;
    private static final String ENTRY = "graft.json";

    private ModelFile() {}

    /**
     * A model read from a file.
     *
     * @param model ready for use
     * @param provenance how it was made
     * @param calibration of its probabilities; {@link Calibration#none()} if the file holds none
     * @param inputs what the images it learnt from look like; empty if the file does not say
     */
    public record Saved(
            TransferModel model, Provenance provenance, Calibration calibration, Optional<InputProfile> inputs) {}

    /** Writes a model without calibration; errors as for {@link #save(Saved, Path)}. */
    public static void save(TransferModel model, Provenance provenance, Path file) {
        save(new Saved(model, provenance, Calibration.none(), Optional.empty()), file);
    }

    /**
     * Writes a model; the file appears whole or not at all.
     *
     * @throws GraftException if it cannot be written
     */
    public static void save(Saved saved, Path file) {
        AtomicFile.write(file.toAbsolutePath(), stream -> write(saved, stream));
    }

    private static void write(Saved saved, OutputStream stream) throws IOException {
        ByteArrayOutputStream dl4j = new ByteArrayOutputStream();
        ModelSerializer.writeModel(saved.model().graph(), dl4j, false);
        ObjectMapper mapper = mapper();
        ObjectNode json = mapper.createObjectNode();
        json.put("format", FORMAT);
        json.set("model", mapper.valueToTree(saved.model().description()));
        json.set("provenance", mapper.valueToTree(saved.provenance().sections()));
        json.set("calibration", mapper.valueToTree(saved.calibration()));
        saved.inputs().ifPresent(inputs -> json.set("inputs", mapper.valueToTree(inputs)));
        ZipOutputStream out = new ZipOutputStream(stream);
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(dl4j.toByteArray()))) {
            out.putNextEntry(new ZipEntry(ENTRY));
            out.write(mapper.writerWithDefaultPrettyPrinter().writeValueAsBytes(json));
            out.closeEntry();
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                out.putNextEntry(new ZipEntry(entry.getName()));
                in.transferTo(out);
                out.closeEntry();
            }
        }
        out.finish();
    }

    /**
     * Reads a model.
     *
     * @throws GraftException if the file is missing, damaged, cut off, no model, or of a newer format
     */
    public static Saved load(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new GraftException(
                    Files.exists(file)
                            ? file + " is a folder, not a model file. Name the model.graft in it."
                            : "There is no model file " + file + ". Check the path.");
        }
        try (ZipFile zip = new ZipFile(file.toFile())) {
            ZipEntry entry = zip.getEntry(ENTRY);
            if (entry == null) {
                throw new GraftException(file + " is an archive but no Graft model: it has no entry " + ENTRY + ".");
            }
            JsonNode json;
            try (InputStream stream = zip.getInputStream(entry)) {
                json = mapper().readTree(stream);
            }
            checkFormat(file, json);
            verifyEntries(zip);
            return restore(file, json);
        } catch (ZipException e) {
            throw new GraftException(
                    file + " is no model file or is cut off (" + e.getMessage() + "). Copy or save it again.", e);
        } catch (JsonProcessingException e) {
            throw new GraftException(
                    file + " is damaged: its " + ENTRY + " cannot be read (" + e.getOriginalMessage()
                            + "). Copy or save it again.",
                    e);
        } catch (IOException | IllegalArgumentException | IllegalStateException e) {
            // Jackson and DL4J use the unchecked ones for content that does not fit.
            throw new GraftException(file + " is damaged: " + e.getMessage() + ". Copy or save it again.", e);
        }
    }

    private static void checkFormat(Path file, JsonNode json) {
        JsonNode format = json.path("format");
        if (!format.isInt()) {
            throw new GraftException(
                    file + " is damaged: its " + ENTRY + " has no format number. Copy or save it again.");
        }
        if (format.intValue() != FORMAT) {
            throw new GraftException(file + " has format " + format.intValue() + "; this version reads format " + FORMAT
                    + ". Use the version of Graft that wrote it, or a newer one.");
        }
        for (String part : List.of("model", "provenance")) {
            if (!json.path(part).isObject()) {
                throw new GraftException(
                        file + " is damaged: its " + ENTRY + " has no part '" + part + "'. Copy or save it again.");
            }
        }
    }

    /** Reads every entry once and compares its checksum, which {@link ZipFile} does not. */
    private static void verifyEntries(ZipFile zip) throws IOException {
        for (var entries = zip.entries(); entries.hasMoreElements(); ) {
            ZipEntry entry = entries.nextElement();
            CRC32 checksum = new CRC32();
            try (InputStream stream = new CheckedInputStream(zip.getInputStream(entry), checksum)) {
                stream.transferTo(OutputStream.nullOutputStream());
            }
            if (checksum.getValue() != entry.getCrc()) {
                throw new ZipException("its entry " + entry.getName() + " does not have the checksum it should");
            }
        }
    }

    private static Saved restore(Path file, JsonNode json) throws IOException {
        OneDnnHelpers.enable();
        ObjectMapper mapper = mapper();
        ModelDescription description = mapper.treeToValue(json.get("model"), ModelDescription.class);
        Map<String, Map<String, Object>> sections =
                mapper.convertValue(json.get("provenance"), new TypeReference<>() {});
        ComputationGraph graph = ModelSerializer.restoreComputationGraph(file.toFile(), false);
        return new Saved(
                new TransferModel(description, graph),
                new Provenance(sections),
                // Files of earlier versions hold neither.
                json.path("calibration").isObject()
                        ? mapper.treeToValue(json.get("calibration"), Calibration.class)
                        : Calibration.none(),
                json.path("inputs").isObject()
                        ? Optional.of(mapper.treeToValue(json.get("inputs"), InputProfile.class))
                        : Optional.empty());
    }

    private static ObjectMapper mapper() {
        return new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    }
}
