package dev.graft.train;

import dev.graft.data.ImageDataset;
import dev.graft.engine.Engine;
import dev.graft.error.GraftException;
import dev.graft.feature.FeatureCache;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * Does several trainings together, each with the numbers it would have alone: bit for bit, with the same engine and number
 * of threads.
 *
 * <p>They go epoch by epoch, in one thread. What their frozen layers have in common, equal layers with equal parameters on
 * equal pictures, is computed once: for images as they are and fixed views before the first epoch, for images that are
 * augmented anew in every epoch once per epoch. So trainings gain from each other that differ in head, optimizer, learning
 * rates, unfrozen layers, batch size or seed, and have the seed of their augmentation in common. Where images are mixed
 * with others of their batch, seeds and batch sizes must be equal too. Trainings that have nothing in common are done
 * none the less.
 *
 * <p>An epoch's record counts the training's own time and its share of what was computed for several. A limit of time
 * counts the others' time too.
 */
public final class SharedTrainer {
    private final Engine engine;
    private final FeatureCache cache;
    private final int decodingThreads;
    private final long memoryBytes;

    /** Is told how trainings end, in the thread that trains. */
    public interface Results {
        /**
         * One training is over.
         *
         * @param number its place in the list, from 0
         */
        void ended(int number, SharedResult result);
    }

    /**
     * @param cache keeps the features of frozen layers; its limits hold for all trainings together
     * @param decodingThreads how many images are decoded at a time
     * @param memoryBytes how much memory the parameters of trainings that go on together may take, with gradients and
     *     optimizer state, by an estimate; those that do not fit wait for the others to end. One always goes on
     */
    public SharedTrainer(Engine engine, FeatureCache cache, int decodingThreads, long memoryBytes) {
        if (memoryBytes < 0) {
            throw new GraftException(
                    "The memory for parameters must not be negative, found " + memoryBytes + " bytes.");
        }
        this.engine = engine;
        this.cache = cache;
        this.decodingThreads = decodingThreads;
        this.memoryBytes = memoryBytes;
    }

    /** Half of the largest heap: what JavaCPP lets native arrays take by default is as much as the heap. */
    public static long defaultMemory() {
        return Runtime.getRuntime().maxMemory() / 2;
    }

    /**
     * Does all of them.
     *
     * @param dataset the images of all
     * @return one per training, in their order
     * @throws GraftException if the thread is interrupted
     */
    public List<SharedResult> train(ImageDataset dataset, List<SharedTraining> trainings) {
        SharedResult[] results = new SharedResult[trainings.size()];
        train(dataset, trainings, (number, result) -> results[number] = result);
        return Arrays.asList(results);
    }

    /**
     * Does all of them. One that fails does not stop the others.
     *
     * @param dataset the images of all
     * @param results is told about each as soon as it ends; what it throws ends all
     * @throws GraftException if the thread is interrupted; no result is told of trainings that were under way, but those with
     *     checkpoints can be continued
     */
    public void train(ImageDataset dataset, List<SharedTraining> trainings, Results results) {
        Deque<SharedMember> waiting = new ArrayDeque<>();
        for (int i = 0; i < trainings.size(); i++) {
            waiting.add(new SharedMember(i, trainings.get(i), dataset, engine));
        }
        while (!waiting.isEmpty()) {
            try (LockStep group = new LockStep(cache, decodingThreads, memoryBytes, results)) {
                while (!waiting.isEmpty() && group.takes(waiting.peek())) {
                    waiting.remove();
                }
                group.run();
            }
        }
    }
}
