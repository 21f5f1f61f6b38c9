package dev.graft.search;

import dev.graft.augmentation.ImageAugmentation;
import dev.graft.engine.Engine;
import dev.graft.feature.FeatureCache;
import dev.graft.optimizer.Optimizer;
import dev.graft.optimizer.UpdateRule;
import dev.graft.preprocess.Preprocessing;
import dev.graft.run.TransferTask;
import dev.graft.train.Phase;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes a training of a trial's settings. */
final class TrialTask {
    /** One for all trials: repeats then see the same augmented images, and share the work on them. */
    private static final long AUGMENTATION_SEED = 0;

    private final SearchTools tools;
    private final Engine engine;
    private final int threads;

    TrialTask(SearchTools tools, Engine engine, int threads) {
        this.tools = tools;
        this.engine = engine;
        this.threads = threads;
    }

    /** One phase: the head, and the layers that are unfrozen if any are, together. */
    TransferTask of(TrialSettings s, SearchData data, FeatureCache cache) {
        UpdateRule rule = UpdateRule.of(Optimizer.byName(s.optimizer(), s.learningRate()));
        ImageAugmentation augmentation = tools.augmentations().find(s.augmentation());
        TransferTask task = new TransferTask(data.images(), tools.backbones(), engine, cache, tools.weights(), threads)
                .backbone(s.backbone())
                .weights(s.weights())
                .size(s.size())
                .head(HeadNotation.read(s.head()))
                .preprocessing(Preprocessing.byId(s.preprocessing()))
                .headPhase(new Phase(
                        s.unfrozen().policy(s.batchNorm()),
                        s.epochs(),
                        rule,
                        s.schedule().plan(),
                        s.patience()))
                .batchSize(s.batchSize())
                .augment(augmentation, s.views())
                .augmentationSeed(AUGMENTATION_SEED)
                .seed(s.seed())
                .pictures(false);
        if (data.images().givenParts().isEmpty()) {
            task.split(data.fractions()).splitSeed(data.splitSeed());
        } else {
            task.split(data.split());
        }
        data.positiveClass().ifPresent(task::positiveClass);
        return task;
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
