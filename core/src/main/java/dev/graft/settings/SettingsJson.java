package dev.graft.settings;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.EnumFeature;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.graft.error.GraftException;
import dev.graft.error.Lookup;
import dev.graft.io.BoundedFile;
import dev.graft.io.BoundedJson;
import dev.graft.optimizer.Clipping;
import dev.graft.optimizer.Optimizer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The JSON form of settings. What is read is laid over the defaults and then bound as a whole: defaults are said in one
 * place, and so is what a value may be.
 */
final class SettingsJson {
    /** Results of many images are large. */
    private static final int LARGEST = 1 << 30;

    /** Begins the text that stands for what a program gave. */
    private static final String OBJECT = "object of a program: ";

    private static final JsonMapper MAPPER = BoundedJson.mapper()
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .enable(EnumFeature.WRITE_ENUMS_TO_LOWERCASE)
            .addMixIn(Optimizer.class, NamedOptimizer.class)
            .addMixIn(Clipping.class, NamedClipping.class)
            .build();

    private static final JsonNode USUAL = MAPPER.valueToTree(TrainingSettings.defaults());

    private SettingsJson() {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "name")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Optimizer.Adam.class, name = "adam"),
        @JsonSubTypes.Type(value = Optimizer.AdamW.class, name = "adamw"),
        @JsonSubTypes.Type(value = Optimizer.RmsProp.class, name = "rmsprop"),
        @JsonSubTypes.Type(value = Optimizer.Sgd.class, name = "sgd")
    })
    private interface NamedOptimizer {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "by")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Clipping.None.class, name = "none"),
        @JsonSubTypes.Type(value = Clipping.ByValue.class, name = "value"),
        @JsonSubTypes.Type(value = Clipping.ByNorm.class, name = "norm"),
        @JsonSubTypes.Type(value = Clipping.ByGlobalNorm.class, name = "globalNorm")
    })
    private interface NamedClipping {}

    static TrainingSettings read(Path file) {
        Path content = Files.isDirectory(file) ? file.resolve("result.json") : file;
        try {
            JsonNode tree = tree(BoundedFile.read(content, LARGEST), content.toString());
            return bound(tree.has("provenance") ? recordedIn(tree, content) : tree, content.toString());
        } catch (NoSuchFileException e) {
            throw new GraftException(
                    "There is no file " + content + ", expected settings of a training. Check the path.", e);
        } catch (IOException e) {
            throw new GraftException(
                    "The settings " + content + " cannot be read (" + e + "). Expected a file of JSON.", e);
        }
    }

    private static JsonNode recordedIn(JsonNode result, Path file) {
        JsonNode settings = result.path("provenance").path("sections").path(TrainingSettings.SECTION);
        if (settings.isMissingNode()) {
            throw new GraftException(file + " does not say with what settings it was trained. Expected a result of this"
                    + " version of Graft; use the version that wrote it, or write the settings into a file.");
        }
        return settings;
    }

    static TrainingSettings parse(String json, String source) {
        return bound(tree(json.getBytes(StandardCharsets.UTF_8), source), source);
    }

    static TrainingSettings of(Map<String, ?> recorded, String source) {
        return bound(MAPPER.valueToTree(recorded), source);
    }

    private static JsonNode tree(byte[] json, String source) {
        try {
            return MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new GraftException(
                    source + ", line "
                            + (e.getLocation() == null ? 1 : e.getLocation().getLineNr())
                            + ": this is no JSON ("
                            + e.getOriginalMessage().lines().findFirst().orElse("") + "). Expected settings such as"
                            + " {\"model\": {\"backbone\": \"resnet50\"}}.",
                    e);
        } catch (IOException e) {
            throw new GraftException(source + " cannot be read (" + e + "). Expected settings as JSON.", e);
        }
    }

    private static TrainingSettings bound(JsonNode given, String source) {
        if (!given.isObject()) {
            throw new GraftException(source + " holds no settings. Expected an object such as"
                    + " {\"model\": {\"backbone\": \"resnet50\"}}.");
        }
        values(given).forEach((path, value) -> {
            if (value.startsWith(OBJECT)) {
                throw new GraftException(source + ": " + path + " was an " + value
                        + ", which no file can hold. Repeat it with that program, or give a value in its place.");
            }
        });
        try {
            return MAPPER.treeToValue(over(USUAL, given, ""), TrainingSettings.class);
        } catch (UnrecognizedPropertyException e) {
            throw new GraftException(
                    source + ": there is no setting '" + path(e) + "'. Expected one of "
                            + e.getKnownPropertyIds().stream()
                                    .map(String::valueOf)
                                    .collect(Collectors.joining(", "))
                            + ".",
                    e);
        } catch (JsonMappingException e) {
            Throwable cause = e.getCause() instanceof GraftException ? e.getCause() : e;
            String message = cause instanceof JsonMappingException ? e.getOriginalMessage() : cause.getMessage();
            throw new GraftException(source + ": " + (path(e).isEmpty() ? "" : path(e) + ": ") + message, e);
        } catch (JsonProcessingException e) {
            throw new GraftException(source + ": " + e.getOriginalMessage(), e);
        } catch (GraftException e) {
            throw new GraftException(source + ": " + e.getMessage(), e);
        }
    }

    private static String path(JsonMappingException e) {
        return e.getPath().stream()
                .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : "." + step.getFieldName())
                .collect(Collectors.joining())
                .replaceFirst("^\\.", "");
    }

    /** Lays a value over its default. What is unknown stays, to be refused with its path when it is bound. */
    private static JsonNode over(JsonNode usual, JsonNode given, String name) {
        if (name.equals("phases") && given.isArray()) {
            ArrayNode phases = MAPPER.createArrayNode();
            for (JsonNode phase : given) {
                PhaseSettings like = phases.isEmpty() ? TrainingSettings.headPhase() : TrainingSettings.fineTuning();
                phases.add(over(MAPPER.valueToTree(like), phase, "phase"));
            }
            return phases;
        }
        if (!usual.isObject() || !given.isObject() || name.equals("clipping")) {
            return given;
        }
        ObjectNode result = (ObjectNode) (name.equals("optimizer") ? optimizer(usual, given) : usual).deepCopy();
        if (name.equals("split") && !given.has("train")) {
            double validation =
                    given.path("validation").asDouble(usual.get("validation").asDouble());
            double test = given.path("test").asDouble(usual.get("test").asDouble());
            result.put("train", SplitSettings.rest(validation, test));
        }
        given.properties()
                .forEach(field -> result.set(
                        field.getKey(),
                        result.has(field.getKey())
                                ? over(result.get(field.getKey()), field.getValue(), field.getKey())
                                : field.getValue()));
        return result;
    }

    /** Another optimizer has other constants, whose defaults are Keras's. */
    private static JsonNode optimizer(JsonNode usual, JsonNode given) {
        String name = given.path("name").asText(usual.get("name").asText());
        return MAPPER.valueToTree(
                Optimizer.byName(name, usual.get("learningRate").asDouble()));
    }

    static String text(TrainingSettings settings) {
        try {
            // Line ends are fixed, so that every system writes the same bytes.
            var printer = new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n"));
            return MAPPER.writer(printer).writeValueAsString(settings) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Settings can be written as JSON", e);
        }
    }

    static Map<String, Object> recorded(TrainingSettings settings, Map<String, String> objects) {
        Map<String, Object> all = MAPPER.convertValue(settings, new TypeReference<LinkedHashMap<String, Object>>() {});
        objects.forEach((path, description) -> mark(all, path.split("\\."), 0, OBJECT + description));
        return all;
    }

    private static void mark(Map<String, Object> values, String[] path, int depth, String text) {
        if (depth == path.length - 1) {
            values.put(path[depth], text);
        } else {
            @SuppressWarnings("unchecked")
            Map<String, Object> inner = (Map<String, Object>) Lookup.in(values, path[depth], "part");
            mark(inner, path, depth + 1, text);
        }
    }

    /** Every single value by its path: {@code phases[0].optimizer.name} to {@code adam}. */
    static Map<String, String> values(Object value) {
        Map<String, String> values = new LinkedHashMap<>();
        collect("", value instanceof JsonNode node ? node : MAPPER.valueToTree(value), values);
        return values;
    }

    private static void collect(String path, JsonNode node, Map<String, String> values) {
        if (node.isObject()) {
            node.properties()
                    .forEach(field -> collect(
                            path.isEmpty() ? field.getKey() : path + "." + field.getKey(), field.getValue(), values));
        } else if (node.isArray() && !node.isEmpty()) {
            for (int i = 0; i < node.size(); i++) {
                collect(path + "[" + i + "]", node.get(i), values);
            }
        } else {
            values.put(path, node.asText());
        }
    }
}
