package dev.graft.golden;

import dev.graft.image.RgbImage;
import dev.graft.preprocess.Preprocessing;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Images by formula, preprocessed.
 *
 * @param salt of the formula
 * @param count number of images
 * @param height in pixels
 * @param width in pixels
 */
record FormulaImages(String salt, int count, int height, int width) {
    /** {@code [count, 3, height, width]}. */
    INDArray array(Preprocessing preprocessing) {
        return Nd4j.createFromArray(values(preprocessing)).reshape(count, 3, height, width);
    }

    /** Row-major values of the array. */
    float[] values(Preprocessing preprocessing) {
        int perImage = height * width * 3;
        float[] uniform = FormulaValues.uniform(salt + "/input", count * perImage);
        float[] values = new float[uniform.length];
        for (int n = 0; n < count; n++) {
            byte[] pixels = new byte[perImage];
            for (int i = 0; i < perImage; i++) {
                pixels[i] = (byte) Math.floor((uniform[n * perImage + i] + 1) * 128);
            }
            preprocessing.write(new RgbImage(width, height, pixels), values, n * perImage);
        }
        return values;
    }
}
