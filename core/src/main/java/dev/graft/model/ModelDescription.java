package dev.graft.model;

import dev.graft.graph.InputShape;
import dev.graft.graph.KerasLayer;
import dev.graft.preprocess.Preprocessing;
import java.util.List;

/**
 * What a model is made of.
 *
 * @param backbone id of the backbone
 * @param weights where the backbone's initial weights came from
 * @param inputShape shape of the images
 * @param preprocessing applied to the images
 * @param head the head in words
 * @param classNames in order of their index
 * @param seed of the initial values
 * @param backboneLayers the backbone's layers in order
 * @param headLayers the head's layers in order
 */
public record ModelDescription(
        String backbone,
        String weights,
        InputShape inputShape,
        Preprocessing preprocessing,
        String head,
        List<String> classNames,
        long seed,
        List<KerasLayer> backboneLayers,
        List<KerasLayer> headLayers) {
    public ModelDescription {
        classNames = List.copyOf(classNames);
        backboneLayers = List.copyOf(backboneLayers);
        headLayers = List.copyOf(headLayers);
    }
}
