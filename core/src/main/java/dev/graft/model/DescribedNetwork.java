package dev.graft.model;

import dev.graft.error.GraftException;
import dev.graft.graph.LayerGraph;
import dev.graft.graph.LayerTypes;
import dev.graft.graph.NetworkLayer;
import java.util.HashSet;
import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.inputs.InputType;

/** A network built from a description that anybody may have written. */
final class DescribedNetwork {
    private static final int MOST_LAYERS = 10_000;
    private static final int LONGEST_NAME = 1_000;
    /** Pixels; an image of this side has a gigabyte as an array. */
    private static final int LONGEST_SIDE = 1 << 14;

    private DescribedNetwork() {}

    /**
     * Checks what building the network does not.
     *
     * @throws GraftException if it is no classifier of images
     */
    static void check(ModelDescription description) {
        List<String> classes = description.classNames();
        require(
                classes.size() >= 2 && new HashSet<>(classes).size() == classes.size(),
                "two class names or more, all different, found " + classes.size());
        classes.forEach(name -> require(
                !name.isBlank() && name.length() <= LONGEST_NAME,
                "class names of 1 to " + LONGEST_NAME + " characters"));
        List<NetworkLayer> backbone = description.backboneLayers();
        List<NetworkLayer> head = description.headLayers();
        int layers = backbone.size() + head.size();
        require(layers <= MOST_LAYERS, "at most " + MOST_LAYERS + " layers, found " + layers);
        require(!head.isEmpty(), "a head, found no layers of one");
        require(
                !backbone.isEmpty() && backbone.get(0) instanceof NetworkLayer.Input,
                "a backbone that begins with an input layer");
        long inputs = backbone.stream()
                        .filter(NetworkLayer.Input.class::isInstance)
                        .count()
                + head.stream().filter(NetworkLayer.Input.class::isInstance).count();
        require(inputs == 1, "one input layer, found " + inputs);
        NetworkLayer last = head.get(head.size() - 1);
        require(
                last instanceof NetworkLayer.SoftmaxOutput
                        || last instanceof NetworkLayer.SoftmaxLoss
                        || last instanceof NetworkLayer.Custom,
                "a classifying layer at its end, found '" + last.name() + "', a " + last.kind());
        var images = description.inputShape();
        require(
                images.channels() == 3 && Math.max(images.height(), images.width()) <= LONGEST_SIDE,
                "images of 3 channels and at most " + LONGEST_SIDE + " pixels a side, found " + images);
    }

    /**
     * DL4J's configuration of the whole network; nothing is allocated.
     *
     * @throws GraftException if layers do not fit each other, or the output does not fit the classes
     */
    static ComputationGraphConfiguration configuration(ModelDescription description, LayerTypes types) {
        GraphBuilder builder = NetworkConfiguration.builder(description.seed());
        LayerGraph graph = new LayerGraph(builder, description.inputShape(), description.seed());
        graph.initialValuesWillBeLoaded(true);
        graph.replay(description.backboneLayers(), types);
        graph.replay(description.headLayers(), types);
        int outputs = graph.channels(graph.last());
        require(
                outputs == description.classNames().size(),
                "as many outputs as class names, found " + outputs + " and "
                        + description.classNames().size());
        InputType images = NetworkConfiguration.inputType(description.inputShape());
        return builder.setOutputs(graph.last()).setInputTypes(images).build();
    }

    private static void require(boolean fits, String expected) {
        if (!fits) {
            throw new GraftException("A model needs " + expected + ".");
        }
    }
}
