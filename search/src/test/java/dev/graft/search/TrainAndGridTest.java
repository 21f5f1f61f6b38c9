package dev.graft.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.data.ImageDataset;
import dev.graft.data.SplitFractions;
import dev.graft.engine.Engine;
import dev.graft.engine.EngineOptions;
import dev.graft.engine.dl4j.Dl4jEngine;
import dev.graft.feature.FeatureCache;
import dev.graft.result.TrainingResult;
import dev.graft.run.Reproduction;
import dev.graft.run.TransferRun;
import dev.graft.run.TransferTask;
import dev.graft.settings.SplitSettings;
import dev.graft.settings.TrainingSettings;
import dev.graft.testkit.data.TinyPictures;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A search of one cell is the training of the same settings, to the last bit. */
class TrainAndGridTest {
    @TempDir
    static Path shared;

    private static ImageDataset images;

    @TempDir
    Path folder;

    private final Engine engine = new Dl4jEngine(new EngineOptions(1));

    @BeforeAll
    static void write() {
        images = TinyPictures.write(shared.resolve("pictures"), 24);
    }

    /** What nobody changed, but for a network and a number of epochs that tests can afford; and much that is changed. */
    private static Stream<TrainingSettings> settings() {
        TrainingSettings usual = TrainingSettings.defaults().withModel(model -> model.withBackbone("tiny"));
        return Stream.of(
                usual.withPhases(List.of(TrainingSettings.headPhase().withEpochs(2))),
                TrainingSettings.parse("""
                        {"model": {"backbone": "tiny", "size": 24, "preprocessing": "tf",
                                   "head": "reference, dense 8, dropout 0.4, sigmoid"},
                         "phases": [{"unfrozen": 6, "batchNorm": "keras", "epochs": 3, "patience": 2,
                                     "optimizer": {"name": "sgd", "learningRate": 0.01, "momentum": 0.9},
                                     "schedule": "cosine, warm-up 1", "clipping": {"by": "globalNorm", "limit": 1},
                                     "accumulation": 2, "layerRates": {"below": 0.5}}],
                         "batchSize": 5, "loss": {"labelSmoothing": 0.1, "balanced": true},
                         "augmentation": {"policy": "shift", "views": 2},
                         "seeds": {"training": 7, "split": 8, "augmentation": 9},
                         "evaluation": {"positiveClass": "healthy", "threshold": "sensitivity:0.9", "trainMetrics": true}}
                        """, "a test"));
    }

    @ParameterizedTest
    @MethodSource("settings")
    void aSearchOfOneCellIsTheTraining(TrainingSettings plain) {
        SplitFractions fractions = new SplitFractions(0.5, 0.25, 0.25);
        TrainingSettings settings = plain.withSplit(SplitSettings.of(fractions));
        SearchData data = SearchData.of(images, fractions, settings.seeds().split());
        String positive = settings.evaluation().positiveClass();
        SearchTools tools = SearchFixture.tools();

        SearchResult found = new GridSearch(
                        tools,
                        SearchFixture.executor(folder),
                        positive.isEmpty() ? data : data.withPositiveClass(positive))
                .settings(settings)
                .space(SearchSpace.builder().build())
                .run(folder.resolve("ledger"));
        TrainingResult trial = Ledger.read(folder.resolve("ledger"))
                .result(found.trials().get(0).address());

        try (TransferRun run = new TransferTask(
                        images, tools.backbones(), engine, FeatureCache.off(), tools.weights(), 1)
                .augmentations(tools.augmentations())
                .settings(settings)
                .run()) {
            Reproduction compared = Reproduction.of(trial, run.result());
            assertThat(compared.lines()).hasSizeGreaterThan(6).allMatch(Reproduction.Line::equal);
            assertThat(run.result().thresholds()).isEqualTo(trial.thresholds());
        }
    }
}
