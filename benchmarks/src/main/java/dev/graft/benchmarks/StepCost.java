package dev.graft.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.graft.engine.Engine;
import dev.graft.engine.InferenceSession;
import dev.graft.engine.TrainingSession;
import dev.graft.error.GraftException;
import dev.graft.freeze.FrozenPrefix;
import dev.graft.freeze.ResolvedFreeze;
import dev.graft.model.TransferModel;
import dev.graft.optimizer.Optimizer;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * One forward pass or one whole training step in a process of its own, so that its peak memory can be told. Prints a line of
 * JSON like {@code peers/step.py}; JMH is for finer questions.
 *
 * <p>Arguments: engine, backbone, {@code forward} or {@code train}, unfrozen layers or {@code all}, size in pixels or {@code
 * default}, batch, threads, steps, and {@code f32} (if nothing is said) or {@code bf16}.
 */
public final class StepCost {
    private static final int WARM_UP = 2;

    private StepCost() {}

    /**
     * Seconds.
     *
     * @param first until the first step returns, preparing included
     * @param median of a step that follows
     * @param processor time of a step, all threads together; a mean, since systems count it in coarse steps
     */
    private record Seconds(double first, double median, double processor) {}

    /** Runs; what cannot be measured is one line on the error output. */
    public static void main(String[] args) throws IOException {
        try {
            System.out.println(new ObjectMapper().writeValueAsString(cost(args)));
        } catch (GraftException e) {
            System.err.println(e.getMessage());
            System.exit(2);
        }
    }

    private static Map<String, Object> cost(String... args) throws IOException {
        String precision = args.length > 8 ? args[8] : "f32";
        EngineCase chosen = EngineCase.of(
                args[0], args[1], args[3], Integer.parseInt(args[5]), args[4], Integer.parseInt(args[6]), precision);
        Engine engine = chosen.create(Optional.empty());
        int steps = Integer.parseInt(args[7]);
        Seconds seconds = args[2].equals("forward") ? forward(engine, chosen, steps) : train(engine, chosen, steps);
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("program", "graft " + args[0]);
        result.put("model", args[1]);
        result.put("mode", args[2]);
        result.put("unfrozen", args[3]);
        result.put("size", chosen.size());
        result.put("batch", chosen.batch());
        result.put("threads", chosen.options().threads());
        result.put("precision", precision);
        result.put("engine", engine.describe());
        result.put("seconds", seconds.median);
        result.put("cpu_seconds", seconds.processor);
        result.put("compile_seconds", seconds.first);
        result.put("peak_mib", peakMebibytes());
        return result;
    }

    private static Seconds forward(Engine engine, EngineCase chosen, int steps) {
        TransferModel model = chosen.model();
        INDArray images = chosen.images();
        String last =
                model.backboneLayers().get(model.backboneLayers().size() - 1).name();
        long start = System.nanoTime();
        try (InferenceSession session = engine.inference(model.graph(), List.of(last))) {
            return measure(start, steps, () -> session.run(images));
        }
    }

    /** The frozen prefix counts too: it is what a step costs whose images were never seen before. */
    private static Seconds train(Engine engine, EngineCase chosen, int steps) {
        TransferModel model = chosen.model();
        ResolvedFreeze freeze = model.resolve(chosen.freeze());
        FrozenPrefix prefix = model.frozenPrefix(freeze);
        INDArray images = chosen.images();
        INDArray labels = chosen.labels();
        long start = System.nanoTime();
        try (InferenceSession frozen = engine.inference(model.graph(), prefix.cut());
                TrainingSession session =
                        engine.training(model.graph(), prefix, freeze, model.headLayers(), Optimizer.adam(1e-4))) {
            return measure(start, steps, () -> session.step(frozen.run(images), labels));
        }
    }

    private static Seconds measure(long start, int steps, Runnable step) {
        step.run();
        double first = (System.nanoTime() - start) / 1e9;
        for (int i = 1; i < WARM_UP; i++) {
            step.run();
        }
        double[] seconds = new double[steps];
        long used = processorTime();
        for (int i = 0; i < steps; i++) {
            long began = System.nanoTime();
            step.run();
            seconds[i] = (System.nanoTime() - began) / 1e9;
        }
        return new Seconds(first, median(seconds), (processorTime() - used) / 1e9 / steps);
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        return (values[(values.length - 1) / 2] + values[values.length / 2]) / 2;
    }

    /** Of this process; 0 where the system does not tell. */
    private static long processorTime() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                ? system.getProcessCpuTime()
                : 0;
    }

    /** Linux only; elsewhere 0. */
    static double peakMebibytes() throws IOException {
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
