package dev.graft.augment.policy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.InvalidTypeIdException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import dev.graft.augment.mix.Mixing;
import dev.graft.augment.mix.MixingFamily;
import dev.graft.augment.transform.Transform;
import dev.graft.augment.transform.TransformFamily;
import dev.graft.error.GraftException;
import dev.graft.io.BoundedFile;
import dev.graft.io.BoundedJson;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads and writes policies, strictly: unknown transforms and settings are errors. */
final class PolicyJson {
    private PolicyJson() {}

    static AugmentationPolicy read(Path file) {
        try {
            return parse(BoundedFile.readText(file, BoundedFile.SMALL), file.toString());
        } catch (IOException e) {
            throw new GraftException(
                    "The augmentation policy " + file + " cannot be read (" + e
                            + "). Give the name of a preset or a JSON file.",
                    e);
        }
    }

    static AugmentationPolicy parse(String json, String source) {
        try {
            AugmentationPolicy.Text text = mapper().readValue(json, AugmentationPolicy.Text.class);
            if (text == null) {
                throw new GraftException(source + " is empty. Expected {\"name\": ..., \"steps\": [...]}.");
            }
            return text.policy();
        } catch (JsonProcessingException e) {
            throw new GraftException(source + " is no augmentation policy: " + explained(e), e);
        }
    }

    private static String explained(JsonProcessingException e) {
        if (rootCause(e) instanceof GraftException known) {
            return known.getMessage() + place(e);
        }
        if (e instanceof InvalidTypeIdException unknown) {
            return "there is no transform or mixing '" + unknown.getTypeId() + "'" + place(e)
                    + ". Known transforms: " + String.join(", ", transforms().keySet()) + "; known mixings: "
                    + String.join(", ", mixings().keySet());
        }
        return e.getOriginalMessage() + place(e);
    }

    private static Throwable rootCause(Throwable e) {
        Throwable cause = e;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        return cause;
    }

    private static String place(JsonProcessingException e) {
        String line = e.getLocation() == null ? "" : " (line " + e.getLocation().getLineNr() + ")";
        return e instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()
                ? line + ", at " + mapping.getPathReference().replaceAll("[\\w.$]+\\.(\\w+(\\$\\w+)?)\\[", "$1[")
                : line;
    }

    static String write(AugmentationPolicy.Text text) {
        try {
            return mapper().writeValueAsString(text);
        } catch (JsonProcessingException e) {
            throw new GraftException(
                    "The augmentation policy '" + text.name() + "' cannot be written as JSON: " + e.getOriginalMessage()
                            + ". Every transform must be a record of a TransformFamily.",
                    e);
        }
    }

    /** What a transform is called in JSON; a record that no family names goes by its class. */
    static String name(Transform transform) {
        return ServiceLoader.load(TransformFamily.class).stream()
                .flatMap(family -> family.get().transforms().entrySet().stream())
                .filter(entry -> entry.getValue().equals(transform.getClass()))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseGet(() -> transform.getClass().getSimpleName());
    }

    private static ObjectMapper mapper() {
        JsonMapper.Builder builder = BoundedJson.mapper()
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
        transforms().forEach((id, type) -> builder.registerSubtypes(new NamedType(type, id)));
        mixings().forEach((id, type) -> builder.registerSubtypes(new NamedType(type, id)));
        return builder.build();
    }

    private static SortedMap<String, Class<? extends Transform>> transforms() {
        SortedMap<String, Class<? extends Transform>> all = new TreeMap<>();
        ServiceLoader.load(TransformFamily.class).forEach(family -> all.putAll(family.transforms()));
        return all;
    }

    private static SortedMap<String, Class<? extends Mixing>> mixings() {
        SortedMap<String, Class<? extends Mixing>> all = new TreeMap<>();
        ServiceLoader.load(MixingFamily.class).forEach(family -> all.putAll(family.mixings()));
        return all;
    }
}
