package dev.graft.golden;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.graft.backbone.Backbone;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What PyTorch's autocast costs in accuracy on one network, as {@code autocast_error.py} of engine-cpu wrote it.
 *
 * @param salts draws of weights and images; all numbers are medians over them
 * @param errors of features and losses, by name
 * @param gradients by the way batch norms go
 */
record AutocastReference(List<String> salts, Map<String, Double> errors, List<Gradients> gradients) {
    /**
     * Gradients of the last layers.
     *
     * @param followBatch whether batch norms follow the batch
     * @param batch number of images
     * @param angles {@code layer/variable} in Keras's names to one less the cosine
     */
    record Gradients(boolean followBatch, int unfrozen, int batch, Map<String, Double> angles) {
        private static Gradients of(JsonNode node, int batch) {
            Map<String, Double> angles = new LinkedHashMap<>();
            for (Map.Entry<String, JsonNode> angle : node.get("angles").properties()) {
                angles.put(angle.getKey(), angle.getValue().asDouble());
            }
            boolean follow = node.get("statistics").asText().equals("batch");
            return new Gradients(follow, node.get("unfrozen").asInt(), batch, angles);
        }
    }

    /**
     * Features and gradients of one draw: losses are off by too different amounts from draw to draw.
     *
     * @param gradients how many kinds of gradients
     */
    AutocastReference ofDraw(String salt, int gradients) {
        Map<String, Double> features = new LinkedHashMap<>(errors);
        features.keySet().removeIf(name -> !name.contains("feature"));
        return new AutocastReference(List.of(salt), features, this.gradients.subList(0, gradients));
    }

    static AutocastReference of(Backbone backbone) {
        Path file = Path.of(
                "..", "engine-cpu/src/test/resources/autocast", backbone.spec().id() + ".json");
        try {
            return of(new ObjectMapper().readTree(file.toFile()));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static AutocastReference of(JsonNode node) {
        List<String> salts = new ArrayList<>();
        node.get("salts").forEach(salt -> salts.add(salt.asText()));
        Map<String, Double> errors = new LinkedHashMap<>();
        errors.put("features", node.get("features_rms").asDouble());
        errors.put("largest feature", node.get("features_largest").asDouble());
        node.get("trainings")
                .forEach(training -> errors.put(
                        losses(training.get("unfrozen").asInt()),
                        training.get("error").asDouble()));
        List<Gradients> gradients = new ArrayList<>();
        node.get("gradients")
                .forEach(kind -> gradients.add(
                        Gradients.of(kind, node.get("gradient_batch").asInt())));
        return new AutocastReference(salts, errors, gradients);
    }

    /** Name of the error of losses. */
    static String losses(int unfrozen) {
        return "losses, last " + unfrozen + " layers";
    }
}
