package dev.graft.engine.program;

import dev.graft.layer.BroadcastProduct;
import dev.graft.layer.ChannelsLastFlatten;
import dev.graft.layer.TwoClassLogits;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.PreprocessorVertex;
import org.deeplearning4j.nn.conf.graph.ReshapeVertex;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.conf.graph.ShiftVertex;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;

/** Lowers DL4J vertices; exact classes count. */
final class VertexLowering {
    private final ProgramBuilder builder;
    private final LoweredParameters parameters;
    private final LayerLowering layers;

    VertexLowering(ProgramBuilder builder, LoweredParameters parameters, LayerLowering layers) {
        this.builder = builder;
        this.parameters = parameters;
        this.layers = layers;
    }

    /** The vertex's output. */
    Value lower(String name, GraphVertex vertex, List<Value> inputs) {
        Value x = inputs.get(0);
        Class<?> type = vertex.getClass();
        if (type == LayerVertex.class) {
            LayerVertex layer = (LayerVertex) vertex;
            return layers.lower(name, layer.getLayerConf().getLayer(), adapted(name, layer, x));
        } else if (type == MergeVertex.class) {
            return merge(name, (MergeVertex) vertex, inputs);
        } else if (type == ElementWiseVertex.class || type == BroadcastProduct.class) {
            return elementWise(name, (ElementWiseVertex) vertex, inputs);
        } else if (type == PreprocessorVertex.class) {
            return preprocessor(name, name, ((PreprocessorVertex) vertex).getPreProcessor(), x);
        } else if (type == ReshapeVertex.class) {
            return reshape(name, (ReshapeVertex) vertex, x);
        } else if (type == ScaleVertex.class) {
            return affine(name, x, ((ScaleVertex) vertex).getScaleFactor(), 0);
        } else if (type == ShiftVertex.class) {
            return affine(name, x, 1, ((ShiftVertex) vertex).getShiftFactor());
        }
        throw new UnsupportedVertexException(name, "it is a " + type.getName());
    }

    /** The logits of the vertex that a network ends with. */
    Value logits(String name, GraphVertex vertex, List<Value> inputs) {
        if (vertex instanceof LayerVertex layer) {
            return layers.logits(name, layer.getLayerConf().getLayer(), adapted(name, layer, inputs.get(0)));
        }
        throw new UnsupportedVertexException(name, "it ends the network and has no loss");
    }

    private Value adapted(String name, LayerVertex vertex, Value x) {
        InputPreProcessor adapter = vertex.getPreProcessor();
        return adapter == null ? x : preprocessor(name + "#input", name, adapter, x);
    }

    private Value preprocessor(String name, String layer, InputPreProcessor adapter, Value x) {
        if (adapter.getClass() == ChannelsLastFlatten.class) {
            return builder.emit(new Forward.Flatten(true), name, layer, x);
        } else if (adapter.getClass() == CnnToFeedForwardPreProcessor.class) {
            return x.isMap() ? builder.emit(new Forward.Flatten(false), name, layer, x) : x;
        } else if (adapter.getClass() == TwoClassLogits.class) {
            return builder.emit(new Forward.TwoClassLogits(), name, layer, x);
        }
        throw new UnsupportedVertexException(
                layer, "its input is adapted by " + adapter.getClass().getName());
    }

    private Value merge(String name, MergeVertex vertex, List<Value> inputs) {
        if (vertex.getMergeAxis() != 1) {
            throw new UnsupportedVertexException(name, "it concatenates along axis " + vertex.getMergeAxis());
        }
        return inputs.size() == 1 ? inputs.get(0) : builder.emit(new Forward.Concatenate(), name, name, inputs);
    }

    private Value elementWise(String name, ElementWiseVertex vertex, List<Value> inputs) {
        if (vertex.getOp() == ElementWiseVertex.Op.Add) {
            return builder.emit(new Forward.Add(List.of()), name, name, inputs);
        } else if (vertex.getOp() == ElementWiseVertex.Op.Product && inputs.size() == 2) {
            return builder.emit(new Forward.Multiply(), name, name, inputs);
        }
        throw new UnsupportedVertexException(name, "it is an element-wise " + vertex.getOp());
    }

    private Value reshape(String name, ReshapeVertex vertex, Value x) {
        int[] shape = vertex.getNewShape();
        if (vertex.getReshapeOrder() != 'c' || shape[0] != -1 || (shape.length != 2 && shape.length != 4)) {
            throw new UnsupportedVertexException(
                    name, "it reshapes to " + Arrays.toString(shape) + " in order " + vertex.getReshapeOrder());
        }
        return layers.reshape(name, x, Arrays.stream(shape).skip(1).boxed().toList());
    }

    private Value affine(String name, Value x, double scale, double shift) {
        int channels = x.channels();
        return builder.emit(
                new Forward.ScaleAndShift(),
                name,
                name,
                x,
                parameters.constant(name + "/scale", new DerivedParameter.Uniform(scale, channels), channels),
                parameters.constant(name + "/shift", new DerivedParameter.Uniform(shift, channels), channels));
    }
}
