package dev.graft.export;

import java.util.ArrayList;
import java.util.List;
import onnx.Onnx.AttributeProto;

/** Attributes of a node. */
final class OnnxAttributes {
    private final List<AttributeProto> list = new ArrayList<>();

    private OnnxAttributes() {}

    static OnnxAttributes of() {
        return new OnnxAttributes();
    }

    OnnxAttributes integer(String name, long value) {
        return add(AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.INT)
                .setI(value));
    }

    OnnxAttributes number(String name, float value) {
        return add(AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.FLOAT)
                .setF(value));
    }

    OnnxAttributes integers(String name, long... values) {
        AttributeProto.Builder attribute =
                AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.INTS);
        for (long value : values) {
            attribute.addInts(value);
        }
        return add(attribute);
    }

    private OnnxAttributes add(AttributeProto.Builder attribute) {
        list.add(attribute.build());
        return this;
    }

    List<AttributeProto> list() {
        return list;
    }
}
