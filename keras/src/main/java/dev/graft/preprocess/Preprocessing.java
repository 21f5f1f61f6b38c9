package dev.graft.preprocess;

import dev.graft.error.GraftException;
import dev.graft.image.RgbImage;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What happens to RGB values 0..255 before they enter the network. It belongs to the weights: a network trained on one
 * sees nonsense under another. The formulas and their single-precision order are those of {@code
 * keras/src/applications/imagenet_utils.py}.
 */
public enum Preprocessing {
    /** BGR, ImageNet's channel means subtracted (103.939, 116.779, 123.68). VGG, ResNet. */
    CAFFE {
        @Override
        float apply(float value, int channel) {
            return value - CAFFE_MEAN_BGR[2 - channel];
        }

        @Override
        public int plane(int channel) {
            return 2 - channel;
        }
    },
    /** Scaled to [-1, 1]. Inception, MobileNet. */
    TF {
        @Override
        float apply(float value, int channel) {
            return value / 127.5f - 1f;
        }
    },
    /** Scaled to [0, 1], then ImageNet's mean and deviation per channel. */
    TORCH {
        @Override
        float apply(float value, int channel) {
            return (value / 255f - TORCH_MEAN[channel]) / TORCH_DEVIATION[channel];
        }
    },
    /** Left as 0..255; the network holds its own scaling. EfficientNet. */
    NONE {
        @Override
        float apply(float value, int channel) {
            return value;
        }
    };

    private static final float[] CAFFE_MEAN_BGR = {103.939f, 116.779f, 123.68f};
    private static final float[] TORCH_MEAN = {0.485f, 0.456f, 0.406f};
    private static final float[] TORCH_DEVIATION = {0.229f, 0.224f, 0.225f};

    /** Value of one RGB channel (0 red, 1 green, 2 blue) after preprocessing. */
    abstract float apply(float value, int channel);

    /** Which output plane an RGB channel goes to: 0, 1 or 2. */
    public int plane(int channel) {
        return channel;
    }

    /**
     * Writes an image as one sample of a batch.
     *
     * @param image pixels 0..255
     * @param target receives {@code 3 * height * width} values, plane by plane
     * @param offset index of the first value in {@code target}
     */
    public void write(RgbImage image, float[] target, int offset) {
        int area = image.width() * image.height();
        byte[] pixels = image.pixels();
        for (int channel = 0; channel < 3; channel++) {
            float[] table = table(channel);
            int out = offset + plane(channel) * area;
            for (int i = 0, in = channel; i < area; i++, in += 3) {
                target[out + i] = table[pixels[in] & 0xFF];
            }
        }
    }

    /** What the values 0..255 of an RGB channel (0 red, 1 green, 2 blue) become. */
    public float[] table(int channel) {
        float[] table = new float[256];
        for (int value = 0; value < 256; value++) {
            table[value] = apply(value, channel);
        }
        return table;
    }

    /** Lower-case name, as used on the command line and in model files. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The preprocessing of a name.
     *
     * @param id case does not matter
     * @throws GraftException if there is none of that name
     */
    public static Preprocessing byId(String id) {
        return Arrays.stream(values())
                .filter(p -> p.id().equalsIgnoreCase(id))
                .findFirst()
                .orElseThrow(() -> new GraftException("There is no preprocessing '" + id + "'. Choose one of "
                        + Arrays.stream(values()).map(Preprocessing::id).collect(Collectors.joining(", ")) + "."));
    }
}
