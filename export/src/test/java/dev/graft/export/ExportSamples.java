package dev.graft.export;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.graft.backbone.Backbone;
import dev.graft.backbone.baseline.SimpleCnn;
import dev.graft.backbone.efficientnet.EfficientNetB0;
import dev.graft.backbone.inception.InceptionV3;
import dev.graft.backbone.resnet.ResNet50;
import dev.graft.backbone.vgg.Vgg19;
import dev.graft.engine.EngineOptions;
import dev.graft.engine.dl4j.Dl4jEngine;
import dev.graft.head.HeadOutput;
import dev.graft.head.HeadPreset;
import dev.graft.image.RgbImage;
import dev.graft.model.Classifier;
import dev.graft.model.TransferModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Writes models of all backbones as weights for Keras, safetensors and ONNX, with images and our answers for them, for
 * {@code src/test/scripts/check_export.py} to compare with what real Keras makes of the files. Runs only if the property
 * {@code graft.export.samples} names a folder.
 */
class ExportSamples {
    private record Sample(String name, Backbone backbone, int size, HeadPreset head, HeadOutput output) {}

    private static final List<Sample> SAMPLES = List.of(
            new Sample("simple_cnn", new SimpleCnn(), 40, HeadPreset.GAP, HeadOutput.SOFTMAX),
            new Sample("vgg19", new Vgg19(), 40, HeadPreset.GAP_DENSE_DROPOUT, HeadOutput.SIGMOID),
            new Sample("resnet50", new ResNet50(), 40, HeadPreset.DENSE_GAP_BATCH_NORM, HeadOutput.SOFTMAX),
            new Sample("inception_v3", new InceptionV3(), 80, HeadPreset.DENSE_GAP_DROPOUT, HeadOutput.SIGMOID),
            new Sample("efficientnet_b0", new EfficientNetB0(), 64, HeadPreset.GAP_DROPOUT, HeadOutput.SOFTMAX));

    @Test
    @EnabledIfSystemProperty(named = "graft.export.samples", matches = ".+")
    void write() throws IOException {
        Path folder = Path.of(System.getProperty("graft.export.samples"));
        for (Sample sample : SAMPLES) {
            TransferModel model = OnnxFileTest.model(
                    TransferModel.on(sample.backbone()).size(sample.size()),
                    sample.head().head(sample.backbone().spec(), 16, 0.2, sample.output()));
            ExportFormat.KERAS.write(model, folder.resolve(sample.name() + ".weights.h5"));
            ExportFormat.SAFETENSORS.write(model, folder.resolve(sample.name() + ".safetensors"));
            ExportFormat.ONNX.write(model, folder.resolve(sample.name() + ".onnx"));
            List<RgbImage> images = images(sample.size());
            try (Classifier classifier = new Classifier(model, new Dl4jEngine(EngineOptions.defaults()))) {
                Map<String, Object> expected = Map.of(
                        "size", sample.size(),
                        "head", sample.head().id(),
                        "output", sample.output().name(),
                        "probabilities", classifier.probabilities(images));
                new ObjectMapper()
                        .writeValue(folder.resolve(sample.name() + ".json").toFile(), expected);
            }
            try (var out = Files.newOutputStream(folder.resolve(sample.name() + ".rgb"))) {
                for (RgbImage image : images) {
                    out.write(image.pixels());
                }
            }
        }
    }

    private static List<RgbImage> images(int size) {
        Random random = new Random(4);
        List<RgbImage> images = new ArrayList<>();
        for (int n = 0; n < 3; n++) {
            byte[] pixels = new byte[size * size * 3];
            for (int i = 0; i < pixels.length; i++) {
                pixels[i] = (byte) (random.nextInt(128) + 60 * n);
            }
            images.add(new RgbImage(size, size, pixels));
        }
        return images;
    }
}
