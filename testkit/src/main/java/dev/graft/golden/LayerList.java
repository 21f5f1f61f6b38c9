package dev.graft.golden;

import dev.graft.backbone.Backbone;
import dev.graft.graph.InputShape;
import dev.graft.model.BackboneOutline;
import java.util.ArrayList;
import java.util.List;

/** Every layer of a model as Keras lists it, to be compared with a backbone that is only outlined. */
final class LayerList {
    private LayerList() {}

    /** Index, name, kind, output shape, parameters and trainable parameters of every layer; exact. */
    static Check compare(List<KerasReference.Layer> expected, Backbone backbone) {
        List<Long> images = expected.get(0).outputShape();
        List<KerasReference.Layer> found = layers(BackboneOutline.of(
                backbone,
                new InputShape(
                        images.get(3).intValue(),
                        images.get(1).intValue(),
                        images.get(2).intValue())));
        for (int i = 0; i < Math.max(found.size(), expected.size()); i++) {
            KerasReference.Layer is = i < found.size() ? found.get(i) : null;
            KerasReference.Layer should = i < expected.size() ? expected.get(i) : null;
            if (is == null || !is.equals(should)) {
                return new Check("layers", Double.POSITIVE_INFINITY, 0, "found " + is + ", expected " + should);
            }
        }
        return new Check("layers", 0, 0, expected.size() + " layers");
    }

    private static List<KerasReference.Layer> layers(BackboneOutline outline) {
        List<KerasReference.Layer> layers = new ArrayList<>();
        outline.layers().forEach(layer -> {
            List<Long> shape = layer.outputShape();
            List<Long> channelsLast = shape.size() == 3
                    ? List.of(-1L, shape.get(1), shape.get(2), shape.get(0))
                    : List.of(-1L, shape.get(0));
            layers.add(new KerasReference.Layer(
                    layer.index(),
                    layer.name(),
                    layer.kind(),
                    channelsLast,
                    layer.parameters(),
                    layer.trainableParameters()));
        });
        return layers;
    }
}
