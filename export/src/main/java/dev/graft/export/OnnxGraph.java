package dev.graft.export;

import dev.graft.graph.InputShape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import onnx.Onnx.AttributeProto;
import onnx.Onnx.GraphProto;
import onnx.Onnx.NodeProto;
import onnx.Onnx.TensorProto;
import onnx.Onnx.TensorShapeProto;
import onnx.Onnx.TypeProto;
import onnx.Onnx.ValueInfoProto;
import org.nd4j.shade.protobuf.ByteString;

/** Collects the nodes and constants of an ONNX graph. Every node has one output, which carries the node's name. */
final class OnnxGraph {
    private final GraphProto.Builder graph;

    OnnxGraph(String name) {
        this.graph = GraphProto.newBuilder().setName(name);
    }

    /** Images {@code [batch, channels, height, width]}. */
    void input(String name, InputShape shape) {
        graph.addInput(value(name, shape.channels(), shape.height(), shape.width()));
    }

    /** Gives a tensor {@code [batch, size]} another name and ends the graph with it. */
    void output(String name, String from, int size) {
        node("Identity", name, from);
        graph.addOutput(value(name, size));
    }

    private static ValueInfoProto value(String name, long... sizes) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
        shape.addDimBuilder().setDimParam("batch");
        for (long size : sizes) {
            shape.addDimBuilder().setDimValue(size);
        }
        TypeProto.Tensor type = TypeProto.Tensor.newBuilder()
                .setElemType(TensorProto.DataType.FLOAT_VALUE)
                .setShape(shape)
                .build();
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder().setTensorType(type))
                .build();
    }

    /** Adds a node without attributes and returns its output, which is called like the node. */
    String node(String operator, String name, String... inputs) {
        graph.addNode(started(operator, name, inputs));
        return name;
    }

    /** Adds a node with attributes. */
    String node(String operator, String name, OnnxAttributes attributes, String... inputs) {
        NodeProto.Builder node = started(operator, name, inputs);
        for (AttributeProto attribute : attributes.list()) {
            node.addAttribute(attribute);
        }
        graph.addNode(node);
        return name;
    }

    private static NodeProto.Builder started(String operator, String name, String... inputs) {
        NodeProto.Builder node =
                NodeProto.newBuilder().setOpType(operator).setName(name).addOutput(name);
        for (String input : inputs) {
            node.addInput(input);
        }
        return node;
    }

    /** Adds a constant of single precision, row by row. */
    String constant(String name, long[] shape, float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return initializer(name, TensorProto.DataType.FLOAT, shape, bytes);
    }

    /** Adds a list of integers. */
    String integers(String name, long... values) {
        ByteBuffer bytes = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asLongBuffer().put(values);
        return initializer(name, TensorProto.DataType.INT64, new long[] {values.length}, bytes);
    }

    private String initializer(String name, TensorProto.DataType type, long[] shape, ByteBuffer bytes) {
        TensorProto.Builder tensor = TensorProto.newBuilder()
                .setName(name)
                .setDataType(type.getNumber())
                .setRawData(ByteString.copyFrom(bytes));
        for (long size : shape) {
            tensor.addDims(size);
        }
        graph.addInitializer(tensor);
        return name;
    }

    String scalar(String name, float value) {
        return constant(name, new long[0], value);
    }

    /** To be applied along the channels of {@code [batch, channels, height, width]}. */
    String perChannel(String name, float... values) {
        return constant(name, new long[] {1, values.length, 1, 1}, values);
    }

    /** The three channels of an image in the other order. */
    String reversedChannels(String name, String from) {
        return node("Gather", name, OnnxAttributes.of().integer("axis", 1), from, integers(name + "/order", 2, 1, 0));
    }

    GraphProto build() {
        return graph.build();
    }
}
