package dev.graft.graph;

import dev.graft.error.GraftException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Collects layers in the order in which a Keras source creates them and adds them in the order in which a Keras model
 * lists them.
 *
 * <p>The two differ where branches run side by side. Keras sorts layers by depth, the length of the longest way to the
 * output, the deepest first, and keeps the order of creation among equals ({@code map_graph} of {@code
 * keras/src/ops/function.py}). "The last 20 layers" means that list.
 */
public final class LayerPlan {
    private record Planned(String name, List<String> inputs, Consumer<LayerGraph> layer) {}

    private final List<Planned> planned = new ArrayList<>();

    /**
     * Plans one layer.
     *
     * @param name of the layer
     * @param layer adds it, and nothing else, to a graph
     * @param inputs names of the layers it takes its input from, planned before; none for the images
     * @return the name
     */
    public String add(String name, Consumer<LayerGraph> layer, String... inputs) {
        planned.add(new Planned(name, List.of(inputs), layer));
        return name;
    }

    /**
     * Adds every planned layer to a graph, in Keras's order. The layer planned last is the output.
     *
     * @throws GraftException if a layer adds anything but itself; errors of the graph's methods pass through
     */
    public void addTo(LayerGraph graph) {
        Map<String, Integer> depths = depths();
        List<Planned> sorted = new ArrayList<>(planned);
        // The sort is stable: equals stay in the order of creation.
        sorted.sort(Comparator.comparing((Planned layer) -> depths.get(layer.name()))
                .reversed());
        for (Planned layer : sorted) {
            int before = graph.layers().size();
            layer.layer().accept(graph);
            if (graph.layers().size() != before + 1 || !graph.last().equals(layer.name())) {
                throw new GraftException("The plan's layer '" + layer.name() + "' must add one layer of that name;"
                        + " after it the graph ends with '" + graph.last() + "'.");
            }
        }
    }

    private Map<String, Integer> depths() {
        Map<String, Integer> depths = new HashMap<>();
        for (int i = planned.size() - 1; i >= 0; i--) {
            Planned layer = planned.get(i);
            int above = depths.computeIfAbsent(layer.name(), name -> 0) + 1;
            layer.inputs().forEach(input -> depths.merge(input, above, Math::max));
        }
        return depths;
    }
}
