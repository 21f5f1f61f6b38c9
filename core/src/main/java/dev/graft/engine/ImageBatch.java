package dev.graft.engine;

import dev.graft.graph.InputShape;
import dev.graft.image.RgbImage;
import dev.graft.preprocess.Preprocessing;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Images on their way into a network: their bytes, and what is to become of them. An engine may take the bytes, a quarter of
 * what it takes to say the same in single precision, and preprocess them where it computes.
 *
 * @param images of the shape's size; nobody writes into their pixels any more
 * @param shape what the network takes
 * @param preprocessing what the network's weights expect
 */
public record ImageBatch(List<RgbImage> images, InputShape shape, Preprocessing preprocessing) {
    /** @throws IllegalArgumentException if there is no image, one is of another size, or the network takes no red, green and blue */
    public ImageBatch {
        images = List.copyOf(images);
        if (images.isEmpty() || shape.channels() != 3) {
            throw new IllegalArgumentException(images.size() + " images for " + shape);
        }
        for (RgbImage image : images) {
            if (image.width() != shape.width() || image.height() != shape.height()) {
                throw new IllegalArgumentException("The model takes images of " + shape.width() + " x " + shape.height()
                        + " pixels, found " + image.width() + " x " + image.height());
            }
        }
    }

    /** Number of images. */
    public int size() {
        return images.size();
    }

    /** All pixels, 0..255, {@code [images, height, width, 3]}: red, green, blue. The caller owns them. */
    public byte[] bytes() {
        int bytes = bytesOfAnImage();
        byte[] all = new byte[Math.multiplyExact(images.size(), bytes)];
        for (int i = 0; i < images.size(); i++) {
            System.arraycopy(images.get(i).pixels(), 0, all, i * bytes, bytes);
        }
        return all;
    }

    private int bytesOfAnImage() {
        return shape.channels() * shape.height() * shape.width();
    }

    /** What the network takes, {@code [images, channels, height, width]}; the caller closes it. */
    public INDArray preprocessed() {
        int values = bytesOfAnImage();
        float[] all = new float[Math.multiplyExact(images.size(), values)];
        for (int i = 0; i < images.size(); i++) {
            preprocessing.write(images.get(i), all, i * values);
        }
        // Reshaped it would be a view, which cannot be closed.
        return Nd4j.create(all, new long[] {images.size(), shape.channels(), shape.height(), shape.width()}, 'c');
    }
}
