package dev.graft.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.graft.Graft;
import dev.graft.augment.policy.AugmentationPresets;
import dev.graft.data.ImageDataset;
import dev.graft.freeze.BatchNormMode;
import dev.graft.freeze.FreezePolicy;
import dev.graft.head.DenseHead;
import dev.graft.metrics.Prediction;
import dev.graft.optimizer.Optimizer;
import dev.graft.run.TransferGroup;
import dev.graft.run.TransferResult;
import dev.graft.run.TransferRun;
import dev.graft.run.TransferTask;
import dev.graft.train.Phase;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Six trainings that differ in optimizer, learning rate, head and number of unfrozen layers and see the same augmented
 * images: one after the other, then together. Checks that all predictions are equal and prints a line of JSON.
 *
 * <p>Arguments: folder of images, size in pixels, epochs, augmentation, and {@code frozen} for heads alone or {@code mixed}
 * for three trainings of heads and three with 3, 12 and 20 unfrozen layers.
 */
public final class SharedTrainingCost {
    private SharedTrainingCost() {}

    private record Settings(int size, int epochs, String augmentation, boolean mixed) {}

    /** Runs. */
    public static void main(String[] args) throws IOException {
        Settings settings =
                new Settings(Integer.parseInt(args[1]), Integer.parseInt(args[2]), args[3], args[4].equals("mixed"));
        Graft graft = Graft.create();
        ImageDataset images = graft.images(Path.of(args[0]));
        // Whoever goes first would pay for loading classes and native code.
        task(graft, images, settings, 0)
                .training(1, Optimizer.adam(1e-3), 0)
                .run()
                .close();

        double[] alone = new double[6];
        List<List<Prediction>> expected = IntStream.range(0, 6)
                .mapToObj(i -> {
                    long start = System.nanoTime();
                    try (TransferRun run = task(graft, images, settings, i).run()) {
                        alone[i] = seconds(start);
                        return run.result().testPredictions();
                    }
                })
                .toList();
        long start = System.nanoTime();
        List<TransferResult> results = TransferGroup.of(IntStream.range(0, 6)
                        .mapToObj(i -> task(graft, images, settings, i))
                        .toList())
                .run();
        double together = seconds(start);
        List<List<Prediction>> found = results.stream()
                .map(result -> {
                    try (TransferRun run = ((TransferResult.Finished) result).run()) {
                        return run.result().testPredictions();
                    }
                })
                .toList();
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("images", images.samples().size());
        line.put("settings", settings.toString());
        line.put("secondsAlone", alone);
        line.put(
                "secondsAloneInSum",
                IntStream.range(0, 6).mapToDouble(i -> alone[i]).sum());
        line.put("secondsTogether", together);
        line.put("equalPredictions", found.equals(expected));
        line.put("engine", graft.engine().describe());
        new ObjectMapper().writeValue(System.out, line);
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    private static TransferTask task(Graft graft, ImageDataset images, Settings settings, int number) {
        List<Optimizer> optimizers = List.of(
                Optimizer.adam(1e-2),
                Optimizer.adam(1e-3),
                Optimizer.adam(1e-4),
                Optimizer.rmsProp(1e-2),
                Optimizer.rmsProp(1e-3),
                Optimizer.rmsProp(1e-4));
        DenseHead head = DenseHead.averagePooling().withDropout(0.2);
        TransferTask task = graft.transfer(images)
                .weights("bundled")
                .size(settings.size())
                .head(number % 2 == 0 ? head : head.withHidden(64))
                .augment(AugmentationPresets.resolve(settings.augmentation()))
                .training(settings.epochs(), optimizers.get(number), 0);
        if (settings.mixed() && number > 2) {
            int unfrozen = List.of(3, 12, 20).get(number - 3);
            task.phases(List.of(new Phase(
                    FreezePolicy.lastLayers(unfrozen).withBatchNorm(BatchNormMode.INFERENCE),
                    settings.epochs(),
                    optimizers.get(number))));
        }
        return task;
    }
}
