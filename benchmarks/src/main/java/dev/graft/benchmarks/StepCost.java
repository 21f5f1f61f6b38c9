package dev.graft.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.graft.backbone.BackboneRegistry;
import dev.graft.backbone.BackboneSpec;
import dev.graft.engine.Engine;
import dev.graft.engine.EngineOptions;
import dev.graft.engine.Engines;
import dev.graft.engine.InferenceSession;
import dev.graft.engine.Precision;
import dev.graft.engine.TrainingSession;
import dev.graft.freeze.FreezePolicy;
import dev.graft.freeze.FrozenPrefix;
import dev.graft.freeze.ResolvedFreeze;
import dev.graft.model.TransferModel;
import dev.graft.optimizer.Optimizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * One forward pass or one whole training step in a process of its own, so that its peak memory can be told. Prints a line of
 * JSON like {@code peers/step.py}; JMH is for finer questions.
 *
 * <p>Arguments: engine, backbone, {@code forward} or {@code train}, unfrozen layers or {@code all}, size in pixels, batch,
 * threads, steps, and, if it is not {@code f32}, {@code bf16}.
 */
public final class StepCost {
    private static final int WARM_UP = 2;

    private StepCost() {}

    /** Runs. */
    public static void main(String[] args) throws IOException {
        Precision precision = args.length > 8 ? Precision.valueOf(args[8].toUpperCase(Locale.ROOT)) : Precision.F32;
        EngineOptions options = new EngineOptions(Integer.parseInt(args[6]), precision);
        Engine engine = Engines.load().get(args[0], options);
        BackboneSpec spec = BackboneRegistry.load().get(args[1]).spec();
        int unfrozen = args[3].equals("all") ? spec.layers() : Integer.parseInt(args[3]);
        int size = Integer.parseInt(args[4]);
        int batch = Integer.parseInt(args[5]);
        TransferModel model = TransferModel.on(BackboneRegistry.load().get(args[1]))
                .size(size)
                .classes(List.of("a", "b"))
                .build();
        INDArray images = Nd4j.rand(batch, 3, size, size);
        double seconds = args[2].equals("forward")
                ? forward(engine, model, images, Integer.parseInt(args[7]))
                : train(engine, model, unfrozen, images, Integer.parseInt(args[7]));
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("program", "graft " + args[0]);
        result.put("model", args[1]);
        result.put("mode", args[2]);
        result.put("unfrozen", args[3]);
        result.put("size", size);
        result.put("batch", batch);
        result.put("threads", options.threads());
        result.put("precision", precision.toString());
        result.put("seconds", seconds);
        result.put("peak_mib", peakMebibytes());
        System.out.println(new ObjectMapper().writeValueAsString(result));
    }

    private static double forward(Engine engine, TransferModel model, INDArray images, int steps) {
        String last =
                model.backboneLayers().get(model.backboneLayers().size() - 1).name();
        try (InferenceSession session = engine.inference(model.graph(), List.of(last))) {
            return median(steps, () -> session.run(images));
        }
    }

    /** The frozen prefix counts too: it is what a step costs whose images were never seen before. */
    private static double train(Engine engine, TransferModel model, int unfrozen, INDArray images, int steps) {
        ResolvedFreeze freeze = model.resolve(FreezePolicy.lastLayers(unfrozen));
        FrozenPrefix prefix = model.frozenPrefix(freeze);
        INDArray labels = Nd4j.zeros(images.size(0), 2);
        for (int i = 0; i < images.size(0); i++) {
            labels.putScalar(i, i % 2, 1);
        }
        try (InferenceSession frozen = engine.inference(model.graph(), prefix.cut());
                TrainingSession session =
                        engine.training(model.graph(), prefix, freeze, model.headLayers(), Optimizer.adam(1e-4))) {
            return median(steps, () -> session.step(frozen.run(images), labels));
        }
    }

    private static double median(int steps, Runnable step) {
        for (int i = 0; i < WARM_UP; i++) {
            step.run();
        }
        double[] seconds = new double[steps];
        for (int i = 0; i < steps; i++) {
            long start = System.nanoTime();
            step.run();
            seconds[i] = (System.nanoTime() - start) / 1e9;
        }
        Arrays.sort(seconds);
        return (seconds[(steps - 1) / 2] + seconds[steps / 2]) / 2;
    }

    /** Linux only; elsewhere 0. */
    private static double peakMebibytes() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return 0;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElse(0);
    }
}
