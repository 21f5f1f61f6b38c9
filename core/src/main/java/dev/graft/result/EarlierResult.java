package dev.graft.result;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.graft.metrics.Evaluation;
import dev.graft.metrics.Interval;
import dev.graft.metrics.Prediction;
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
    ObjectNode complete() {
        for (String part : List.of("validation", "test")) {
            if (tree.path(part).isObject() && !tree.path(part).has("intervals")) {
                tree.set(part, mapper.valueToTree(evaluation(part)));
            } else if (tree.path(part).isObject() && !tree.path(part).has("topFiveAccuracy")) {
                completeTopFive(part);
            }
        }
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

    /** Files that lack figures hold all probabilities. */
    private Evaluation evaluation(String part) {
        List<Prediction> predictions = mapper.convertValue(tree.get(part + "Predictions"), new TypeReference<>() {});
        return Evaluation.of(
                predictions,
                tree.path("classNames").size(),
                tree.path("positiveClass").asInt());
    }

    private void completeTopFive(String part) {
        double accuracy = Double.NaN;
        Interval interval = Interval.UNKNOWN;
        if (tree.path("classNames").size() > Prediction.LIKELIEST) {
            Evaluation again = evaluation(part);
            accuracy = again.topFiveAccuracy();
            // The groups are not in the file.
            boolean byGroup = tree.at("/" + part + "/intervals/byGroup").asBoolean();
            interval = byGroup ? interval : again.intervals().topFiveAccuracy();
        }
        ((ObjectNode) tree.get(part)).put("topFiveAccuracy", accuracy);
        ((ObjectNode) tree.get(part).get("intervals")).set("topFiveAccuracy", mapper.valueToTree(interval));
    }
}
