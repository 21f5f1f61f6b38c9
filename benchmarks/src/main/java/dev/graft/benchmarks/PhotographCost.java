package dev.graft.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import dev.graft.data.ImageDataset;
import dev.graft.data.ImageFolder;
import dev.graft.data.ImageLoader;
import dev.graft.data.LoadOptions;
import dev.graft.data.ReadOptions;
import dev.graft.error.GraftException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Reads a folder of images and loads each of them once at 224 x 224, in a process of its own, so that its peak memory can be
 * told. Prints one line.
 *
 * <p>Arguments: the folder, with one folder for each class, and the number of threads.
 */
public final class PhotographCost {
    private static final int SIZE = 224;

    private PhotographCost() {}

    /** Runs; what cannot be read is one line on the error output. */
    public static void main(String[] args) throws IOException {
        try {
            System.out.println(cost(Path.of(args[0]), Integer.parseInt(args[1])));
        } catch (GraftException e) {
            System.err.println(e.getMessage());
            System.exit(2);
        }
    }

    private static String cost(Path folder, int threads) throws IOException {
        long start = System.nanoTime();
        ImageDataset images =
                new ImageFolder(folder).read(ReadOptions.defaults().withThreads(threads));
        long read = System.nanoTime();
        int count = images.samples().size();
        LoadOptions options = LoadOptions.size(SIZE, SIZE).withThreads(threads);
        try (ImageLoader loader =
                new ImageLoader(images, IntStream.range(0, count).boxed().toList(), options)) {
            loader.forEachRemaining(image -> {});
        }
        long loaded = System.nanoTime();
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return String.format(
                Locale.ROOT,
                "%d images: read in %.1f s, loaded in %.1f s, processor time %.1f s, peak %.0f MiB",
                count,
                (read - start) / 1e9,
                (loaded - read) / 1e9,
                system.getProcessCpuTime() / 1e9,
                StepCost.peakMebibytes());
    }
}
