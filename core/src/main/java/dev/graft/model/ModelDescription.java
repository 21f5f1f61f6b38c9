package dev.graft.model;

import dev.graft.error.GraftException;
import dev.graft.graph.InputShape;
import dev.graft.graph.NetworkLayer;
import dev.graft.image.RgbImage;
import dev.graft.preprocess.Preprocessing;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

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
     * Preprocesses images for the network.
     *
     * @param images of the model's input size
     * @return {@code [images, channels, height, width]}; the caller owns it
     * @throws IllegalArgumentException for an image of another size
     */
    public INDArray batch(List<RgbImage> images) {
        int floats = inputShape.channels() * inputShape.height() * inputShape.width();
        float[] pixels = new float[images.size() * floats];
        for (int i = 0; i < images.size(); i++) {
            RgbImage image = images.get(i);
            if (image.width() != inputShape.width() || image.height() != inputShape.height()) {
                throw new IllegalArgumentException("The model takes images of " + inputShape.width() + " x "
                        + inputShape.height() + " pixels, found " + image.width() + " x " + image.height());
            }
            preprocessing.write(image, pixels, i * floats);
        }
        // Reshaped it would be a view, which cannot be closed.
        return Nd4j.create(
                pixels,
                new long[] {images.size(), inputShape.channels(), inputShape.height(), inputShape.width()},
                'c');
    }
}
