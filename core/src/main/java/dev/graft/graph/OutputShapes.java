package dev.graft.graph;

import dev.graft.error.GraftException;
import dev.graft.error.Lookup;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeConvolutional;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;

/**
 * Shape of every layer's output, inferred as DL4J will when the graph is built, so that a mistake shows at the layer where
 * it was made.
 */
final class OutputShapes {
    private final InputShape images;
    private final Map<String, InputType> shapes = new LinkedHashMap<>();

    OutputShapes(InputShape images) {
        this.images = images;
    }

    /** Images enter under a name. */
    void input(String name) {
        shapes.put(name, InputType.convolutional(images.height(), images.width(), images.channels()));
    }

    /** Adds a layer on one input that is there; throws if it cannot take the input's shape. */
    void add(String name, Layer layer, String from) {
        InputType input = Lookup.in(shapes, from, "shape");
        InputType output;
        try {
            // A copy: inference writes the number of inputs into the layer.
            Layer copy = layer.clone();
            copy.setLayerName(name);
            InputPreProcessor adapter = copy.getPreProcessorForInputType(input);
            InputType adapted = adapter == null ? input : adapter.getOutputType(input);
            copy.setNIn(adapted, false);
            // A layer of a loss alone says that it has no outputs.
            output = copy instanceof LossLayer ? adapted : copy.getOutputType(0, adapted);
        } catch (RuntimeException e) {
            throw misfit(name, e, input);
        }
        put(name, output);
    }

    /** Adds a vertex on inputs that are there; throws if it cannot take their shapes. */
    void add(String name, GraphVertex vertex, String... from) {
        InputType[] inputs = Arrays.stream(from).map(shapes::get).toArray(InputType[]::new);
        InputType output;
        try {
            output = vertex.getOutputType(0, inputs);
        } catch (RuntimeException e) {
            throw misfit(name, e, inputs);
        }
        put(name, output);
    }

    private void put(String name, InputType output) {
        // DL4J lets an empty map pass and fails when images come.
        if (output instanceof InputTypeConvolutional map && (map.getHeight() < 1 || map.getWidth() < 1)) {
            throw new GraftException("Layer '" + name + "' leaves no pixel of its input for images of "
                    + images.height() + " x " + images.width()
                    + ". Choose larger images, or compare with the layer table of the Keras model.");
        }
        if (output.arrayElementsPerExample() > Integer.MAX_VALUE) {
            throw new GraftException("Layer '" + name + "' gives " + output.arrayElementsPerExample()
                    + " values for an image, more than an array can hold. Choose smaller images.");
        }
        shapes.put(name, output);
    }

    private static GraftException misfit(String name, RuntimeException cause, InputType... inputs) {
        return new GraftException(
                "Layer '" + name + "' cannot take inputs of shape " + Arrays.toString(inputs) + ": "
                        + cause.getMessage() + " Compare with the layer table of the Keras model.",
                cause);
    }

    int channels(String layer) {
        InputType shape = shape(layer);
        return Math.toIntExact(
                shape instanceof InputTypeConvolutional map ? map.getChannels() : shape.arrayElementsPerExample());
    }

    int height(String layer) {
        return Math.toIntExact(map(layer).getHeight());
    }

    int width(String layer) {
        return Math.toIntExact(map(layer).getWidth());
    }

    private InputTypeConvolutional map(String layer) {
        if (shape(layer) instanceof InputTypeConvolutional map) {
            return map;
        }
        throw new GraftException("Layer '" + layer + "' has no height and width: its output is " + shape(layer)
                + ". Ask a layer before the pooling.");
    }

    private InputType shape(String layer) {
        InputType shape = shapes.get(layer);
        if (shape == null) {
            throw new GraftException("There is no layer '" + layer + "' yet. Layers so far: " + shapes.keySet() + ".");
        }
        return shape;
    }
}
