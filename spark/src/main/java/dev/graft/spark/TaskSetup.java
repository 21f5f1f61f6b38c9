package dev.graft.spark;

import dev.graft.augmentation.AugmentationCatalog;
import dev.graft.backbone.BackboneRegistry;
import dev.graft.engine.Engine;
import dev.graft.engine.EngineOptions;
import dev.graft.engine.Engines;
import dev.graft.engine.Precision;
import dev.graft.search.ClusterOptions;
import dev.graft.search.LocalOptions;
import dev.graft.search.SearchTools;
import dev.graft.weights.WeightStore;
import dev.graft.weights.WeightStoreOptions;
import java.io.Serializable;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/**
 * What all tasks of a search have in common, in a form that travels. An empty text is what was not said.
 *
 * @param threads of a task
 * @param engine name
 * @param slots tasks that an executor may run at a time
 * @param imageRoot folder of the images on executors
 * @param weights folder of published weights on executors
 * @param mirrors of published weights
 */
record TaskSetup(
        int threads,
        String engine,
        Precision precision,
        int slots,
        String imageRoot,
        String weights,
        boolean offline,
        List<String> mirrors,
        double checkpointShare,
        boolean keepModels)
        implements Serializable {
    private static final String GPU_ENGINE = "cuda";

    static TaskSetup of(ClusterOptions options, int threads, int slots) {
        return new TaskSetup(
                threads,
                options.engine().orElse(""),
                options.precision(),
                slots,
                options.imageRoot().map(Path::toString).orElse(""),
                options.weights().map(w -> w.directory().toString()).orElse(""),
                options.weights().map(WeightStoreOptions::offline).orElse(false),
                options.weights()
                        .map(w -> w.mirrors().stream().map(URI::toString).toList())
                        .orElse(List.of()),
                options.checkpointShare(),
                options.keepModels());
    }

    /** Looks names up on the executor. */
    SearchTools tools() {
        WeightStoreOptions places = WeightStoreOptions.defaults();
        if (!weights.isEmpty()) {
            places = places.withDirectory(Path.of(weights))
                    .withMirrors(mirrors.stream().map(URI::create).toList());
        }
        return new SearchTools(
                BackboneRegistry.load(), new WeightStore(places.withOffline(offline)), AugmentationCatalog.installed());
    }

    /** @param device number of the GPU that Spark gave; empty for none */
    Engine engine(String device) {
        EngineOptions options = new EngineOptions(threads, precision);
        String name = engineName(engine, device);
        return name.isEmpty() ? Engines.load().best(options) : Engines.load().get(name, options);
    }

    /** The only engine that counts devices computes on a GPU if none is named; another that is named does without. */
    static String engineName(String engine, String device) {
        if (device.isEmpty() || !engine.isEmpty() && !engine.equals(GPU_ENGINE)) {
            return engine;
        }
        return GPU_ENGINE + ":" + device;
    }

    /** How tasks share the executor. */
    LocalOptions local() {
        return LocalOptions.of(threads * slots)
                .withPrecision(precision)
                .withSlots(slots, Long.MAX_VALUE)
                .withCheckpoints(checkpointShare)
                .withModels(keepModels);
    }
}
