package dev.graft.search;

import dev.graft.engine.Precision;
import dev.graft.weights.WeightStoreOptions;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How a search uses a cluster. Immutable.
 *
 * @param engine name of the engine that every task computes with; empty for the best of the executor. Where tasks are given
 *     GPUs by the cluster, its device is the task's
 * @param precision of feature maps; another one is another engine
 * @param slots tasks at a time; empty for as many as the cluster has room for when the search begins. More of them wait
 *     and begin when executors come
 * @param imageRoot the folder that holds all images on the executors; empty for the driver's
 * @param weights where executors look for published weights; empty for the usual place on each of them
 * @param checkpointShare the most of a trial's time that its checkpoints may take, above 0; 1 for one after every epoch
 * @param keepModels whether every trial's model is kept in its folder as {@code model.graft}
 */
public record ClusterOptions(
        Optional<String> engine,
        Precision precision,
        OptionalInt slots,
        Optional<Path> imageRoot,
        Optional<WeightStoreOptions> weights,
        double checkpointShare,
        boolean keepModels) {
    /** The best engine in single precision, as many tasks as there is room for, a twentieth of the time for checkpoints. */
    public static ClusterOptions defaults() {
        return new ClusterOptions(
                Optional.empty(), Precision.F32, OptionalInt.empty(), Optional.empty(), Optional.empty(), 0.05, false);
    }

    /** Computing with another engine. */
    public ClusterOptions withEngine(String name) {
        return new ClusterOptions(Optional.of(name), precision, slots, imageRoot, weights, checkpointShare, keepModels);
    }

    /** Computing in another precision. */
    public ClusterOptions withPrecision(Precision other) {
        return new ClusterOptions(engine, other, slots, imageRoot, weights, checkpointShare, keepModels);
    }

    /** @param tasks at a time, at least 1 */
    public ClusterOptions withSlots(int tasks) {
        return new ClusterOptions(
                engine, precision, OptionalInt.of(tasks), imageRoot, weights, checkpointShare, keepModels);
    }

    /** With images in another folder on the executors. */
    public ClusterOptions withImageRoot(Path folder) {
        return new ClusterOptions(engine, precision, slots, Optional.of(folder), weights, checkpointShare, keepModels);
    }

    /** With another place of published weights on the executors. */
    public ClusterOptions withWeights(WeightStoreOptions places) {
        return new ClusterOptions(
                engine, precision, slots, imageRoot, Optional.of(places), checkpointShare, keepModels);
    }

    /** With checkpoints more often, or more seldom. */
    public ClusterOptions withCheckpoints(double share) {
        return new ClusterOptions(engine, precision, slots, imageRoot, weights, share, keepModels);
    }

    /** Keeping models or not. */
    public ClusterOptions withModels(boolean keep) {
        return new ClusterOptions(engine, precision, slots, imageRoot, weights, checkpointShare, keep);
    }
}
