package dev.graft.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.data.ImageDataset;
import dev.graft.data.Split;
import dev.graft.engine.Engine;
import dev.graft.engine.EngineOptions;
import dev.graft.engine.dl4j.Dl4jEngine;
import dev.graft.feature.FeatureCache;
import dev.graft.freeze.BatchNormMode;
import dev.graft.freeze.FreezePolicy;
import dev.graft.metrics.Prediction;
import dev.graft.model.Classifier;
import dev.graft.model.TransferModel;
import dev.graft.optimizer.Optimizer;
import dev.graft.optimizer.UpdateRule;
import dev.graft.progress.Progress;
import dev.graft.testkit.data.TinyPictures;
import dev.graft.testkit.model.TestModels;
import dev.graft.testkit.model.TinyBackbone;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Features are computed as seldom as possible, and never those of layers as they were before they learned. */
class PhaseFeaturesTest {
    private static final int IMAGES = 24;

    @TempDir
    static Path pictures;

    private static ImageDataset images;
    private static Split split;

    private final Engine engine = new Dl4jEngine(new EngineOptions(2));
    private final AtomicLong computed = new AtomicLong();
    private final TransferModel model = TestModels.tiny(new TinyBackbone(0), 7);

    @BeforeAll
    static void writePictures() {
        images = TinyPictures.write(pictures, IMAGES);
        split = TinyPictures.split(images, 12, 6);
    }

    private TrainingOutcome train(List<Phase> phases) {
        Progress counting = (name, total) -> new Progress.Task() {
            @Override
            public void advance(long steps) {
                if (name.equals("Computing frozen features")) {
                    computed.addAndGet(steps);
                }
            }
        };
        return new Trainer(engine, FeatureCache.off().withMemory(1 << 24), 2)
                .train(model, images, split, new TrainingPlan(phases, 5, 3), TrainingListener.NONE, counting);
    }

    private static Phase phase(FreezePolicy freeze) {
        return new Phase(freeze.withBatchNorm(BatchNormMode.INFERENCE), 2, Optimizer.adam(0.01));
    }

    @Test
    void gradualUnfreezingSendsEachImageThroughTheFrozenLayersOnce() {
        UpdateRule rule = UpdateRule.of(Optimizer.adam(0.01));

        train(GradualUnfreezing.parse("0:1,3:1,8:1").phases(rule, rule, BatchNormMode.INFERENCE, 0));

        assertThat(computed).hasValue(IMAGES);
    }

    @Test
    void layersThatLearnedAndAreFrozenAgainAreComputedAsTheyAreNow() throws Exception {
        TrainingOutcome outcome = train(List.of(
                phase(FreezePolicy.lastLayers(10)), phase(FreezePolicy.allFrozen()), phase(FreezePolicy.allFrozen())));

        assertThat(outcome.history().epochs().get(1).validationLoss())
                .isNotEqualTo(outcome.history().epochs().get(0).validationLoss());
        // Once for the first phase and once for the other two together.
        assertThat(computed).hasValue(2 * IMAGES);
        try (Classifier classifier = new Classifier(model, engine)) {
            List<Path> files = new ArrayList<>();
            split.validation().forEach(i -> files.add(images.samples().get(i).path()));
            List<Prediction> told = outcome.validation();
            for (int i = 0; i < told.size(); i++) {
                assertThat(classifier
                                .predict(List.of(files.get(i)))
                                .get(0)
                                .probabilities()
                                .get(0))
                        .isCloseTo(told.get(i).probabilities().get(0), Offset.offset(1e-5));
            }
        }
    }
}
