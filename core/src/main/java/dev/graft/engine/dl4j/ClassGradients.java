package dev.graft.engine.dl4j;

import dev.graft.engine.Engine;
import dev.graft.engine.ImageBatch;
import dev.graft.engine.InferenceSession;
import dev.graft.error.Lookup;
import dev.graft.layer.KerasBatchNormalization;
import dev.graft.layer.TwoClassLogits;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.graph.PreprocessorVertex;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * How the score of a class changes with a feature map inside a network, everything in inference mode: running statistics,
 * no dropout.
 *
 * <p>The score of a class is its logit before the softmax. For a sigmoid unit with logit {@code z} it is {@code z} for the
 * second class and {@code -z} for the first, for the first class's probability is {@code sigmoid(-z)}.
 *
 * <p>An engine computes what lies below, once; DL4J goes forward and back through the layers above the map alone. Not
 * thread-safe.
 */
public final class ClassGradients implements AutoCloseable {
    private static final String PROBE = "#probe";

    private final String layer;
    private final List<String> cut;
    private final boolean oneUnit;
    private final InferenceSession below;
    private final ComputationGraph above;

    /**
     * What was found for a batch; the caller owns the arrays.
     *
     * @param map the layer's output, {@code [batch, channels, height, width]}
     * @param gradient of each image's class score with respect to its map, in the same shape
     * @param probabilities {@code [batch, classes]}
     * @param classes whose score it is, one for each image
     */
    public record Result(INDArray map, INDArray gradient, INDArray probabilities, List<Integer> classes) {}

    /**
     * @param graph a network that ends in a softmax, or in a sigmoid unit as {@code LayerGraph.sigmoidOutput} makes it; its
     *     parameters of now are used
     * @param layer name of a layer below the output
     * @param engine computes what lies below the layer
     */
    public ClassGradients(ComputationGraph graph, String layer, Engine engine) {
        this.layer = layer;
        ComputationGraphConfiguration whole = graph.getConfiguration();
        Set<String> descendants = descendants(whole, layer);
        this.cut = cut(whole, descendants);
        this.oneUnit = endsInOneUnit(whole);
        this.below = engine.inference(graph, cut);
        this.above = above(graph, descendants);
    }

    private static Set<String> descendants(ComputationGraphConfiguration conf, String layer) {
        Set<String> found = new HashSet<>(Set.of(layer));
        boolean grew = true;
        while (grew) {
            grew = false;
            for (Map.Entry<String, List<String>> vertex : conf.getVertexInputs().entrySet()) {
                if (vertex.getValue().stream().anyMatch(found::contains)) {
                    grew |= found.add(vertex.getKey());
                }
            }
        }
        found.remove(layer);
        return found;
    }

    /** What the descendants need besides each other: the layer itself, and branches that pass it by. */
    private static List<String> cut(ComputationGraphConfiguration conf, Set<String> descendants) {
        Set<String> cut = new LinkedHashSet<>();
        conf.getVertexInputs().forEach((name, inputs) -> {
            if (descendants.contains(name)) {
                inputs.stream().filter(input -> !descendants.contains(input)).forEach(cut::add);
            }
        });
        return List.copyOf(cut);
    }

    private static boolean endsInOneUnit(ComputationGraphConfiguration conf) {
        String output = conf.getNetworkOutputs().get(0);
        return Lookup.in(conf.getVertexInputs(), output, "inputs").stream()
                .map(input -> conf.getVertices().get(input))
                .anyMatch(vertex -> vertex instanceof PreprocessorVertex preprocessor
                        && preprocessor.getPreProcessor() instanceof TwoClassLogits);
    }

    private ComputationGraph above(ComputationGraph graph, Set<String> descendants) {
        ComputationGraphConfiguration conf = Subgraph.configuration(graph, descendants::contains, cut);
        conf.getVertices().values().forEach(ClassGradients::inferenceOnly);
        Map<String, List<String>> inputs = conf.getVertexInputs();
        inputs.replaceAll((name, from) -> from.stream()
                .map(input -> input.equals(layer) ? layer + PROBE : input)
                .toList());
        GradientProbe probe = new GradientProbe();
        probe.setLayerName(layer + PROBE);
        Map<String, GraphVertex> vertices = conf.getVertices();
        vertices.put(
                layer + PROBE,
                new LayerVertex(
                        new NeuralNetConfiguration.Builder().layer(probe).build(), null));
        inputs.put(layer + PROBE, List.of(layer));
        return Subgraph.initialise(conf, graph);
    }

    /** DL4J goes back in training mode alone; what differs there is switched off. */
    private static void inferenceOnly(GraphVertex vertex) {
        if (vertex instanceof LayerVertex layerVertex) {
            Layer settings = layerVertex.getLayerConf().getLayer();
            settings.setIDropout(null);
            if (settings instanceof KerasBatchNormalization norm) {
                norm.setLearning(false);
                norm.setBatchStatistics(false);
            } else if (settings instanceof BaseOutputLayer output) {
                output.setLossFn(new ClassScore());
            } else if (settings instanceof LossLayer output) {
                output.setLossFn(new ClassScore());
            }
        }
    }

    /**
     * Goes forward and back.
     *
     * @param wanted the class whose score is meant; if empty, of each image the one with the highest probability
     */
    public Result of(ImageBatch images, OptionalInt wanted) {
        INDArray[] inputs = below.run(images);
        INDArray probabilities = above.outputSingle(inputs).dup();
        List<Integer> classes = new ArrayList<>();
        int[] likeliest = probabilities.argMax(1).toIntVector();
        IntStream.of(likeliest).forEach(each -> classes.add(wanted.orElse(each)));
        above.setInputs(inputs);
        above.setLabels(directions(classes, probabilities.columns()));
        above.computeGradientAndScore();
        INDArray gradient = ((GradientProbe.Recorder) above.getLayer(layer + PROBE)).takeGradient();
        above.clear();
        return new Result(inputs[cut.indexOf(layer)], gradient, probabilities, List.copyOf(classes));
    }

    private INDArray directions(List<Integer> classes, int columns) {
        INDArray directions = Nd4j.zeros(classes.size(), columns);
        for (int i = 0; i < classes.size(); i++) {
            // Of the two logits (0, z) the first never moves.
            boolean opposite = oneUnit && classes.get(i) == 0;
            directions.putScalar(i, opposite ? 1 : classes.get(i), opposite ? -1 : 1);
        }
        return directions;
    }

    @Override
    public void close() {
        below.close();
        above.clear();
    }
}
