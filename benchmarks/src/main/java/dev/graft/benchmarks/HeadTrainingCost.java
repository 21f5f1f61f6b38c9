package dev.graft.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.graft.Graft;
import dev.graft.data.ImageDataset;
import dev.graft.optimizer.Optimizer;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A head on features that are kept in memory: seconds and bytes of heap that the training thread allocates, for one epoch and
 * for many. Their difference is what the epochs take without reading images and computing features. Prints a line of JSON.
 *
 * <p>Arguments: folder of images, size in pixels, epochs.
 */
public final class HeadTrainingCost {
    private HeadTrainingCost() {}

    private record Cost(double seconds, long bytes) {}

    /** Runs. */
    public static void main(String[] args) throws IOException {
        int size = Integer.parseInt(args[1]);
        int epochs = Integer.parseInt(args[2]);
        Graft graft = Graft.create();
        ImageDataset images = graft.images(Path.of(args[0]));
        // Whoever goes first would pay for loading classes and native code.
        cost(graft, images, size, 1);
        Cost one = cost(graft, images, size, 1);
        Cost many = cost(graft, images, size, epochs + 1);
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("images", images.samples().size());
        line.put("secondsAnEpoch", (many.seconds() - one.seconds()) / epochs);
        line.put("bytesAnEpoch", (many.bytes() - one.bytes()) / epochs);
        line.put("secondsOfOneEpochWithFeatures", one.seconds());
        line.put("bytesOfOneEpochWithFeatures", one.bytes());
        line.put("engine", graft.engine().describe());
        new ObjectMapper().writeValue(System.out, line);
    }

    private static Cost cost(Graft graft, ImageDataset images, int size, int epochs) {
        long bytes = allocated();
        long start = System.nanoTime();
        graft.transfer(images)
                .weights("bundled")
                .size(size)
                .training(epochs, Optimizer.adam(1e-4), 0)
                .run()
                .close();
        return new Cost((System.nanoTime() - start) / 1e9, allocated() - bytes);
    }

    private static long allocated() {
        return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }
}
