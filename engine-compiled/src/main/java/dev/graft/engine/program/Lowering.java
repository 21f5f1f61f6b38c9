package dev.graft.engine.program;

import dev.graft.engine.program.Value.Kind;
import dev.graft.error.Lookup;
import dev.graft.freeze.FrozenPrefix;
import dev.graft.freeze.ResolvedFreeze;
import dev.graft.graph.VerticesBetween;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * From a DL4J network to a program that says the same, operation by operation; nothing is improved yet.
 *
 * <p>The network is not changed. It must be initialised: shapes of parameters are read from it.
 */
public final class Lowering {
    private final ComputationGraph graph;
    private final ComputationGraphConfiguration configuration;
    private final ProgramBuilder builder = new ProgramBuilder();
    private final VertexLowering vertices;
    private final Map<String, Value> values = new HashMap<>();

    private Lowering(ComputationGraph graph, LayerRoles roles) {
        this.graph = graph;
        this.configuration = graph.getConfiguration();
        LoweredParameters parameters = new LoweredParameters(graph, roles, builder);
        this.vertices = new VertexLowering(builder, parameters, new LayerLowering(roles, builder, parameters));
    }

    /**
     * Inference with the parameters that the network has.
     *
     * @param from names of the vertices whose output will be given, and their dimensions without the batch
     * @param to names of the vertices wanted; outputs of the program, in that order
     * @throws UnsupportedVertexException for a vertex that a program cannot express
     */
    public static Program inference(ComputationGraph graph, Map<String, List<Integer>> from, List<String> to) {
        Lowering lowering = new Lowering(graph, LayerRoles.constant());
        lowering.enter(from);
        lowering.lower(VerticesBetween.of(graph.getConfiguration(), from.keySet(), to));
        return lowering.builder.build(to.stream().map(lowering.values::get).toList(), Map.of());
    }

    /**
     * Dimensions, without the batch, of what vertices give.
     *
     * @param from as for {@link #inference}
     * @param to names of the vertices wanted
     * @throws UnsupportedVertexException for a vertex that a program cannot express
     */
    public static Map<String, List<Integer>> dimensions(
            ComputationGraph graph, Map<String, List<Integer>> from, List<String> to) {
        Map<String, List<Integer>> dimensions = new LinkedHashMap<>();
        List<Value> outputs = inference(graph, from, to).outputs();
        for (int i = 0; i < to.size(); i++) {
            dimensions.put(to.get(i), outputs.get(i).dimensions());
        }
        return dimensions;
    }

    /**
     * The forward pass of a training step above a frozen prefix, up to the losses.
     *
     * @param cut dimensions of the prefix's cut vertices without the batch
     * @param freeze which layers of the backbone learn
     * @param head names of the head's layers, which always learn
     * @throws UnsupportedVertexException for a vertex that a program cannot express
     */
    public static Program training(
            ComputationGraph graph,
            FrozenPrefix prefix,
            Map<String, List<Integer>> cut,
            ResolvedFreeze freeze,
            List<String> head) {
        Lowering lowering = new Lowering(graph, LayerRoles.of(freeze, head, true));
        lowering.enter(ordered(prefix, cut));
        String end = graph.getConfiguration().getNetworkOutputs().get(0);
        Set<String> below = VerticesBetween.of(
                graph.getConfiguration(),
                cut.keySet(),
                Lookup.in(graph.getConfiguration().getVertexInputs(), end, "inputs"));
        lowering.lower(below);
        Value losses = lowering.loss(end);
        return lowering.builder.build(List.of(losses), Map.of());
    }

    /**
     * Class probabilities above a frozen prefix in inference mode, with parameters that a training may move in between:
     * those that learn are {@link Parameter.Role#LEARNS} and {@link Parameter.Role#STATISTICS} here, too, with equal
     * sources.
     *
     * @param cut dimensions of the prefix's cut vertices without the batch
     * @param freeze which layers of the backbone learn
     * @param head names of the head's layers, which always learn
     * @throws UnsupportedVertexException for a vertex that a program cannot express
     */
    public static Program evaluation(
            ComputationGraph graph,
            FrozenPrefix prefix,
            Map<String, List<Integer>> cut,
            ResolvedFreeze freeze,
            List<String> head) {
        Lowering lowering = new Lowering(graph, LayerRoles.of(freeze, head, false));
        lowering.enter(ordered(prefix, cut));
        List<String> end = graph.getConfiguration().getNetworkOutputs();
        lowering.lower(VerticesBetween.of(graph.getConfiguration(), cut.keySet(), end));
        return lowering.builder.build(end.stream().map(lowering.values::get).toList(), Map.of());
    }

    private static Map<String, List<Integer>> ordered(FrozenPrefix prefix, Map<String, List<Integer>> cut) {
        Map<String, List<Integer>> ordered = new LinkedHashMap<>();
        prefix.cut().forEach(name -> ordered.put(name, cut.get(name)));
        return ordered;
    }

    private void enter(Map<String, List<Integer>> from) {
        from.forEach((name, dimensions) -> values.put(name, builder.input(name, Kind.INPUT, dimensions)));
    }

    /** In the network's order, in which inputs come first. */
    private void lower(Set<String> wanted) {
        configuration.getVertices().forEach((name, vertex) -> {
            if (wanted.contains(name)) {
                values.put(name, vertices.lower(name, vertex, inputs(name)));
            }
        });
    }

    private Value loss(String end) {
        Value logits = vertices.logits(end, Lookup.in(configuration.getVertices(), end, "vertex"), inputs(end));
        Value labels = builder.input("labels", Kind.LABELS, logits.dimensions());
        Value weights = builder.input("image weights", Kind.IMAGE_WEIGHTS, List.of());
        return builder.emit(new Forward.SoftmaxCrossEntropy(), "losses", end, logits, labels, weights);
    }

    private List<Value> inputs(String vertex) {
        return Lookup.in(configuration.getVertexInputs(), vertex, "inputs").stream()
                .map(input -> Lookup.in(values, input, "value"))
                .toList();
    }
}
