package dev.graft.model;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.graft.error.GraftException;
import dev.graft.io.Archive;
import dev.graft.io.BoundedJson;
import dev.graft.metrics.GroupScore;
import dev.graft.provenance.Provenance;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The description in a model file. */
final class ModelJson {
    private static final int FORMAT = 2;
    private static final String GROUP_SCORE = "groupScore";

    /** The longest network has a thousand layers of 200 bytes. */
    private static final long LARGEST = 1 << 24;

    /** A network is taken as it stands or not at all: what is unknown in a layer may change what it computes. */
    private final ObjectMapper strict = builder().build();

    /** Around it, a later Graft may add fields without a new format number. */
    private final ObjectMapper lenient =
            builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

    private static JsonMapper.Builder builder() {
        return BoundedJson.mapper()
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT);
    }

    /** What stands in a model file besides parameters. */
    record Document(
            ModelDescription description,
            Provenance provenance,
            Calibration calibration,
            Optional<InputProfile> inputs,
            GroupScore groupScore) {}

    byte[] write(Document document) throws IOException {
        ObjectNode json = strict.createObjectNode();
        json.put("format", FORMAT);
        json.set("model", strict.valueToTree(document.description()));
        json.set("provenance", strict.valueToTree(document.provenance().sections()));
        json.set("calibration", strict.valueToTree(document.calibration()));
        document.inputs().ifPresent(inputs -> json.set("inputs", strict.valueToTree(inputs)));
        json.put(GROUP_SCORE, document.groupScore().id());
        return strict.writerWithDefaultPrettyPrinter().writeValueAsBytes(json);
    }

    /** Reads an entry; {@link GraftException} if it is of another format, {@link IOException} if it is damaged. */
    Document read(Archive archive, String entry) throws IOException {
        if (archive.size(entry) > LARGEST) {
            throw new IOException("its " + entry + " has " + archive.size(entry) + " bytes, more than " + LARGEST);
        }
        JsonNode json = archive.read(entry, strict::readTree);
        JsonNode format = json.path("format");
        if (!format.isInt()) {
            throw new IOException("its " + entry + " has no format number");
        }
        if (format.intValue() != FORMAT) {
            throw new GraftException("it has format " + format.intValue() + "; this version reads format " + FORMAT
                    + ". Use the version of Graft that wrote it, or train again.");
        }
        for (String part : List.of("model", "provenance", "calibration")) {
            if (!json.path(part).isObject()) {
                throw new IOException("its " + entry + " has no part '" + part + "'");
            }
        }
        return new Document(
                strict.treeToValue(json.get("model"), ModelDescription.class),
                provenance(json.get("provenance")),
                lenient.treeToValue(json.get("calibration"), Calibration.class),
                json.has("inputs")
                        ? Optional.of(lenient.treeToValue(withSeen(json.get("inputs")), InputProfile.class))
                        : Optional.empty(),
                // Files of earlier versions do not say; the mean log odds was the default.
                json.has(GROUP_SCORE) ? GroupScore.of(json.get(GROUP_SCORE).asText()) : GroupScore.MEAN_LOGIT);
    }

    /** Files of earlier versions do not say which images were seen. */
    private JsonNode withSeen(JsonNode inputs) {
        return inputs instanceof ObjectNode fields && !fields.has("seen")
                ? fields.set("seen", strict.valueToTree(SeenImages.UNKNOWN))
                : inputs;
    }

    private Provenance provenance(JsonNode json) throws IOException {
        for (JsonNode section : json) {
            if (!section.isObject()) {
                throw new IOException("its provenance has a section that is none");
            }
        }
        return new Provenance(lenient.readerFor(new TypeReference<Map<String, Map<String, Object>>>() {})
                .readValue(json));
    }
}
