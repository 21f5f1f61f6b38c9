package dev.graft.model;

import dev.graft.engine.ImageBatch;
import dev.graft.error.GraftException;
import dev.graft.graph.InputShape;
import dev.graft.graph.NetworkLayer;
import dev.graft.image.RgbImage;
import dev.graft.preprocess.Preprocessing;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.nd4j.linalg.api.ndarray.INDArray;

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
        List<NetworkLayer> backboneLayers,
        List<NetworkLayer> headLayers) {
    public ModelDescription {
        classNames = List.copyOf(classNames);
        backboneLayers = List.copyOf(backboneLayers);
        headLayers = List.copyOf(headLayers);
    }

    /**
     * Names of all layers, the backbone's first.
     */
    public List<String> layerNames() {
        return Stream.concat(backboneLayers.stream(), headLayers.stream())
                .map(NetworkLayer::name)
                .toList();
    }

    /**
     * Reads an image's answer.
     *
     * @param probabilities {@code [images, classes]}
     * @return one probability per class
     * @throws GraftException if one is no finite number
     */
    public List<Double> answer(INDArray probabilities, int image) {
        List<Double> answer = new ArrayList<>();
        for (int c = 0; c < classNames.size(); c++) {
            double probability = probabilities.getDouble(image, c);
            if (!Double.isFinite(probability)) {
                throw new GraftException(
                        "The model answers with " + probability + " where a probability is expected:"
                                + " its training diverged, or its file was changed. Train it again with a lower learning rate.");
            }
            answer.add(probability);
        }
        return answer;
    }

    /**
     * Images for the network.
     *
     * @param images of the model's input size
     * @throws IllegalArgumentException for an image of another size
     */
    public ImageBatch batch(List<RgbImage> images) {
        return new ImageBatch(images, inputShape, preprocessing);
    }
}
