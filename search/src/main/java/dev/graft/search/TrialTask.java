package dev.graft.search;

import dev.graft.engine.Engine;
import dev.graft.feature.FeatureCache;
import dev.graft.run.TransferTask;
import dev.graft.settings.TrainingSettings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes a training of a trial's settings. */
final class TrialTask {
    private final SearchTools tools;
    private final int threads;

    TrialTask(SearchTools tools, int threads) {
        this.tools = tools;
        this.threads = threads;
    }

    /** One phase: the head, and the last layers if any are unfrozen, together. */
    TransferTask of(Trial trial, Engine engine, SearchData data, FeatureCache cache) {
        Division division = data.division(trial);
        TrainingSettings settings = division.on(trial.settings())
                .withEvaluation(e -> e.withPositiveClass(data.positiveClass().orElse("")))
                .withPrecision(engine.precision());
        return new TransferTask(data.images(), tools.backbones(), engine, cache, tools.weights(), threads)
                .augmentations(tools.augmentations())
                .settings(settings)
                .dealt(division.split())
                .pictures(false);
    }

    /** What provenance says of a trial. */
    static Map<String, Object> provenance(Trial trial) {
        List<String> cells = trial.cells().stream().map(Cell::describe).toList();
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("address", trial.address().sha256());
        values.put("cells", cells);
        return values;
    }
}
