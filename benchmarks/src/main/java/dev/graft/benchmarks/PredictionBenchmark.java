package dev.graft.benchmarks;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.graft.backbone.Backbone;
import dev.graft.backbone.BackboneRegistry;
import dev.graft.engine.EngineOptions;
import dev.graft.engine.Engines;
import dev.graft.export.OnnxFile;
import dev.graft.image.RgbImage;
import dev.graft.model.Classifier;
import dev.graft.model.TransferModel;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Time of one prediction of a batch, from resized pixels to probabilities, beside ONNX Runtime on the exported model. With
 * one image it is the latency; images divided by the time of a batch is the throughput. Both use all processors and single
 * precision, and copy the pixels into floats.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class PredictionBenchmark {
    /** Backbone id. */
    @Param({"efficientnet-b0", "resnet50"})
    public String backbone;

    /** Images a batch. */
    @Param({"1", "16"})
    public int batch;

    /** Side of the images. */
    @Param("160")
    public int size;

    private Path file;
    private Classifier classifier;
    private OrtSession session;
    private List<RgbImage> images;

    /** Builds the model and exports it. */
    @Setup(Level.Trial)
    public void prepare() throws IOException, OrtException {
        Backbone found = BackboneRegistry.load().get(backbone);
        TransferModel model = TransferModel.on(found)
                .size(size)
                .classes(List.of("normal", "stroke"))
                .build();
        classifier = new Classifier(model, Engines.load().best(EngineOptions.defaults()));
        file = Files.createTempFile("graft-benchmark-", ".onnx");
        OnnxFile.write(model, file);
        OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        options.setIntraOpNumThreads(Runtime.getRuntime().availableProcessors());
        session = OrtEnvironment.getEnvironment().createSession(file.toString(), options);
        Random random = new Random(1);
        images = new ArrayList<>();
        for (int i = 0; i < batch; i++) {
            byte[] pixels = new byte[size * size * 3];
            random.nextBytes(pixels);
            images.add(new RgbImage(size, size, pixels));
        }
    }

    /** This library. */
    @Benchmark
    public List<List<Double>> graft() {
        return classifier.probabilities(images);
    }

    /** ONNX Runtime. */
    @Benchmark
    public float[][] onnxRuntime() throws OrtException {
        int area = size * size;
        float[] values = new float[batch * 3 * area];
        for (int n = 0; n < batch; n++) {
            byte[] pixels = images.get(n).pixels();
            for (int i = 0; i < area; i++) {
                for (int c = 0; c < 3; c++) {
                    values[(n * 3 + c) * area + i] = pixels[3 * i + c] & 0xFF;
                }
            }
        }
        long[] shape = {batch, 3, size, size};
        try (OnnxTensor input =
                        OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), FloatBuffer.wrap(values), shape);
                OrtSession.Result result = session.run(Map.of(OnnxFile.INPUT, input))) {
            return (float[][]) result.get(0).getValue();
        }
    }

    /** Removes the exported model. */
    @TearDown(Level.Trial)
    public void close() throws IOException, OrtException {
        classifier.close();
        session.close();
        Files.deleteIfExists(file);
    }
}
