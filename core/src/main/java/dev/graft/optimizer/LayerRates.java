package dev.graft.optimizer;

import dev.graft.error.GraftException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Discriminative learning rates (Howard, Ruder 2018): parts of a backbone learn at a share of the learning rate. The head
 * learns at the learning rate itself. Immutable.
 *
 * @param below factor of the backbone's layers before the first stage
 * @param stages where other factors begin, in any order
 */
public record LayerRates(double below, List<Stage> stages) {
    public LayerRates {
        check(below);
        stages = List.copyOf(stages);
        if (stages.stream().map(Stage::from).distinct().count() < stages.size()) {
            throw new GraftException("A layer may begin one stage of learning rates only, found "
                    + stages.stream().map(Stage::from).collect(Collectors.joining(", ")) + ".");
        }
    }

    /**
     * From one layer on, in the backbone's order, up to the next stage.
     *
     * @param from name of its first layer
     * @param factor times the learning rate, positive
     */
    public record Stage(String from, double factor) {
        public Stage {
            check(factor);
        }
    }

    /** Everything learns at the same rate. */
    public static LayerRates uniform() {
        return new LayerRates(1, List.of());
    }

    /** The whole backbone at a share of the head's rate. */
    public static LayerRates backbone(double factor) {
        return new LayerRates(factor, List.of());
    }

    /**
     * Layer-wise decay: the backbone's last stage learns at {@code decay} times the head's rate, the one before at
     * {@code decay} squared, and so on down to what lies below the first stage.
     *
     * @param starts names of the layers where stages begin, in the backbone's order; every layer's name for a decay from
     *     layer to layer
     * @param decay factor from a stage to the one below it, (0, 1]
     */
    public static LayerRates decaying(List<String> starts, double decay) {
        if (!(decay > 0 && decay <= 1)) {
            throw new GraftException("A decay of learning rates must be in (0, 1], found " + decay + ".");
        }
        List<Stage> stages = new ArrayList<>();
        for (int i = 0; i < starts.size(); i++) {
            stages.add(new Stage(starts.get(i), Math.pow(decay, starts.size() - i)));
        }
        return new LayerRates(Math.pow(decay, starts.size() + 1.0), stages);
    }

    /** With another factor from a layer on. */
    public LayerRates from(String layer, double factor) {
        List<Stage> more = new ArrayList<>(stages);
        more.add(new Stage(layer, factor));
        return new LayerRates(below, more);
    }

    /**
     * The factor of every layer of a backbone.
     *
     * @param backbone names of its layers in order
     * @throws GraftException if a stage begins at a layer that does not exist
     */
    public Map<String, Double> resolve(List<String> backbone) {
        Map<String, Double> starts = new HashMap<>();
        stages.forEach(stage -> starts.put(stage.from(), stage.factor()));
        Map<String, Double> factors = new LinkedHashMap<>();
        double factor = below;
        for (String layer : backbone) {
            Double next = starts.remove(layer);
            factor = next == null ? factor : next;
            factors.put(layer, factor);
        }
        if (!starts.isEmpty()) {
            throw new GraftException("Learning rates are set from layers on that the backbone does not have: "
                    + String.join(", ", starts.keySet().stream().sorted().toList()) + ". Its last layers are "
                    + String.join(", ", backbone.subList(Math.max(0, backbone.size() - 8), backbone.size())) + ".");
        }
        return factors;
    }

    /** In words, for people and provenance. */
    public String describe() {
        if (equals(uniform())) {
            return "one learning rate";
        }
        return "backbone at " + below + " of the learning rate"
                + stages.stream()
                        .map(stage -> ", " + stage.factor() + " from " + stage.from() + " on")
                        .collect(Collectors.joining());
    }

    private static void check(double factor) {
        if (!(factor > 0) || Double.isInfinite(factor)) {
            throw new GraftException("A factor of the learning rate must be positive and finite, found " + factor
                    + ". Freeze layers that shall not learn.");
        }
    }
}
