package dev.graft.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.graft.augment.policy.AugmentationPolicy;
import dev.graft.augment.policy.AugmentationPresets;
import dev.graft.augmentation.ImageAugmentation;
import dev.graft.image.RgbImage;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Time to augment one image on one thread: 8-bit RGB in, 8-bit RGB out. Every call has a seed of its own, so presets whose
 * steps happen sometimes take their mean time. The heap has its final size from the beginning, as after a while in a
 * training: a growing one costs page faults at every image.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {"-Xms512m", "-Xmx512m", "-XX:+AlwaysPreTouch"})
public class AugmentationBenchmark {
    /** A preset, or a case of {@code augmentations.json}. */
    @Param({
        "keras-default",
        "light",
        "medium",
        "strong",
        "mri-light",
        "mri",
        "horizontal-flip",
        "rotation",
        "affine",
        "crop-and-resize",
        "elastic",
        "brightness",
        "contrast",
        "saturation",
        "hue",
        "gamma",
        "equalize",
        "gaussian-blur",
        "sharpness",
        "gaussian-noise",
        "cutout",
        "rand-augment",
        "trivial-augment",
        "bias-field",
        "rician-noise",
        "ghosting",
        "motion",
        "spike",
        "gibbs",
        "anisotropic",
        "low-resolution",
        "mri-gamma",
        "histogram-shift"
    })
    public String augmentation;

    /** Side of the image. */
    @Param("224")
    public int size;

    /** Colour or grey; a grey image has a third of the work. */
    @Param({"colour", "grey"})
    public String image;

    private ImageAugmentation chosen;
    private RgbImage picture;
    private long seed;

    /** Looks the augmentation up and draws a picture. */
    @Setup(Level.Trial)
    public void prepare() throws IOException {
        chosen = AugmentationPresets.names().contains(augmentation)
                ? AugmentationPresets.byName(augmentation)
                : ofCase(augmentation);
        picture = waves(size, image.equals("grey"));
    }

    private static AugmentationPolicy ofCase(String name) throws IOException {
        try (InputStream in = AugmentationBenchmark.class.getResourceAsStream("augmentations.json")) {
            JsonNode steps = new ObjectMapper().readTree(in).required(name);
            return AugmentationPolicy.parse("{\"name\": \"" + name + "\", \"steps\": " + steps + "}", name);
        }
    }

    private static RgbImage waves(int size, boolean grey) {
        byte[] pixels = new byte[3 * size * size];
        for (int i = 0; i < pixels.length; i++) {
            int x = i / 3 % size;
            int y = i / 3 / size;
            int channel = grey ? 0 : i % 3;
            pixels[i] = (byte) (127 + 60 * Math.sin(x * 0.11 + channel) + 60 * Math.cos(y * 0.07 + x * 0.02 * channel));
        }
        return new RgbImage(size, size, pixels);
    }

    /** One image. */
    @Benchmark
    public RgbImage image() {
        return chosen.apply(picture, seed++);
    }
}
