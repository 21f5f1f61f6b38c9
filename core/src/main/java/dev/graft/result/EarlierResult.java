package dev.graft.result;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.graft.data.Fold;
import dev.graft.metrics.Evaluation;
import dev.graft.metrics.GroupScoreChoice;
import dev.graft.metrics.Metric;
import dev.graft.metrics.Prediction;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Results of earlier versions lack what was not looked at yet, what is found from their predictions, and what stood in
 * their provenance alone.
 *
 * @param tree of the file; completed in place
 * @param mapper reads and writes results
 */
record EarlierResult(ObjectNode tree, ObjectMapper mapper) {
    /** What a file of the present format may lack, too: figures that later versions added. */
    ObjectNode withFigures() {
        for (String part : List.of("validation", "test")) {
            JsonNode figures = tree.path(part);
            if (figures.isObject() && !isWhole(figures)) {
                fill((ObjectNode) figures, known(part));
            }
        }
        completeGroups();
        completeFold();
        return tree;
    }

    /** The groups of images are not in the file, so what is missing of theirs is not found again. */
    private void completeGroups() {
        if (tree.remove("testByGroup") instanceof ObjectNode earlier) {
            // Nothing was chosen then: it was the mean log odds.
            ObjectNode groups = tree.putObject("byGroup");
            groups.set("choice", mapper.valueToTree(GroupScoreChoice.NONE));
            groups.set("test", earlier);
            groups.putArray("testPredictions");
        }
        if (!tree.path("byGroup").isObject()) {
            tree.putNull("byGroup");
            return;
        }
        ObjectNode groups = (ObjectNode) tree.get("byGroup");
        for (String part : List.of("validation", "test")) {
            if (!isWhole(groups.path(part))) {
                groups.putNull(part);
            }
        }
    }

    /** It stood among the settings alone. */
    private void completeFold() {
        if (tree.get("facts") instanceof ObjectNode facts && !facts.has("fold")) {
            facts.set("fold", fold());
        }
    }

    private JsonNode fold() {
        JsonNode split = tree.at("/provenance/sections/settings/split");
        return split.path("fold").asInt() > 0
                ? mapper.valueToTree(
                        new Fold(split.path("fold").asInt(), split.path("folds").asInt()))
                : tree.nullNode();
    }

    private static boolean isWhole(JsonNode figures) {
        return figures.has("intervals") && Arrays.stream(Metric.values()).allMatch(metric -> figures.has(metric.id()));
    }

    /** What a file of an earlier format lacks. */
    ObjectNode complete() {
        for (String list : List.of("thresholds", "duplicates", "passedOver")) {
            if (!tree.has(list)) {
                tree.putArray(list);
            }
        }
        for (String check : List.of("chanceTest", "comparison")) {
            if (!tree.has(check)) {
                tree.putNull(check);
            }
        }
        completePhases();
        tree.set("facts", mapper.valueToTree(facts()));
        return tree;
    }

    /** A phase began where the epochs were counted from the beginning again. */
    private void completePhases() {
        int phase = 1;
        int before = 0;
        for (JsonNode epoch : tree.at("/history/epochs")) {
            int number = epoch.path("epoch").asInt();
            phase += number <= before ? 1 : 0;
            before = number;
            ((ObjectNode) epoch).put("phase", phase);
        }
    }

    private Optional<RunFacts> facts() {
        JsonNode model = tree.at("/provenance/sections/model");
        JsonNode data = tree.at("/provenance/sections/data");
        JsonNode machine = tree.at("/provenance/sections/machine");
        if (!model.has("total parameters") || !data.has("source") || !machine.has("engine")) {
            return Optional.empty();
        }
        String[] asked = machine.path("engine asked for").asText().split(": ", 2);
        return Optional.of(new RunFacts(
                data.path("source").asText(),
                data.path("manifest hash").asText(),
                Optional.empty(),
                model.path("total parameters").asLong(),
                List.of(model.path("trainable parameters").asLong()),
                0,
                machine.path("engine").asText(),
                asked.length == 2 ? Optional.of(new RunFacts.Fallback(asked[0], asked[1])) : Optional.empty(),
                machine.path("seconds for frozen features").asDouble(),
                machine.path("seconds of training").asDouble(),
                machine.path("finished").asText(),
                "",
                machine.path("java").asText()));
    }

    /** All figures, as far as the file tells. */
    private JsonNode known(String part) {
        List<Prediction> predictions = mapper.convertValue(tree.get(part + "Predictions"), new TypeReference<>() {});
        boolean condensed = predictions.stream().anyMatch(Prediction::isCondensed);
        JsonNode known = mapper.valueToTree(Evaluation.of(
                condensed ? List.of() : predictions,
                tree.path("classNames").size(),
                tree.path("positiveClass").asInt()));
        // The groups are not in the file, so of images that belong together no interval is known.
        if (tree.at("/" + part + "/intervals/byGroup").asBoolean()) {
            known.path("intervals")
                    .findParents("low")
                    .forEach(interval ->
                            ((ObjectNode) interval).put("low", Double.NaN).put("high", Double.NaN));
        }
        return known;
    }

    /** Puts in what is not there, in objects and lists of them, too. */
    private static void fill(JsonNode target, JsonNode known) {
        known.properties().forEach(field -> {
            if (target.has(field.getKey())) {
                fill(target.get(field.getKey()), field.getValue());
            } else if (target instanceof ObjectNode object) {
                object.set(field.getKey(), field.getValue());
            }
        });
        for (int i = 0; i < Math.min(target.size(), known.isArray() ? known.size() : 0); i++) {
            fill(target.get(i), known.get(i));
        }
    }
}
