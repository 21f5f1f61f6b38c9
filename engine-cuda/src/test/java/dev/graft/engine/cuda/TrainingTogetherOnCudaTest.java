package dev.graft.engine.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.augmentation.AugmentationPlan;
import dev.graft.data.ImageDataset;
import dev.graft.data.Split;
import dev.graft.engine.Engine;
import dev.graft.engine.Precision;
import dev.graft.feature.FeatureCache;
import dev.graft.freeze.FreezePolicy;
import dev.graft.model.TransferModel;
import dev.graft.optimizer.Optimizer;
import dev.graft.progress.Progress;
import dev.graft.testkit.augmentation.ShiftingAugmentation;
import dev.graft.testkit.data.TinyPictures;
import dev.graft.testkit.model.Snapshot;
import dev.graft.testkit.model.TestModels;
import dev.graft.testkit.model.TinyBackbone;
import dev.graft.train.EpochRecord;
import dev.graft.train.Phase;
import dev.graft.train.SharedResult;
import dev.graft.train.SharedTrainer;
import dev.graft.train.SharedTraining;
import dev.graft.train.Trainer;
import dev.graft.train.TrainingListener;
import dev.graft.train.TrainingOutcome;
import dev.graft.train.TrainingPlan;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The trainings of a grid that share frozen layers, on one device. */
class TrainingTogetherOnCudaTest {
    private static final FeatureCache MEMORY = FeatureCache.off().withMemory(1 << 24);

    @TempDir
    static Path pictures;

    private final Engine engine = Simulation.engine(Precision.F32);

    private static TransferModel model() {
        return TestModels.builder(new TinyBackbone(0.2)).build();
    }

    private static List<TrainingPlan> plans() {
        AugmentationPlan augmentation = new AugmentationPlan(new ShiftingAugmentation(), 9, 0);
        return List.of(
                new TrainingPlan(List.of(new Phase(FreezePolicy.allFrozen(), 2, Optimizer.adam(1e-2))), 5, 3)
                        .withAugmentation(augmentation),
                new TrainingPlan(List.of(new Phase(FreezePolicy.lastLayers(6), 2, Optimizer.rmsProp(1e-3))), 5, 3)
                        .withAugmentation(augmentation),
                new TrainingPlan(List.of(new Phase(FreezePolicy.allTrainable(), 2, Optimizer.adam(1e-3))), 5, 3)
                        .withAugmentation(augmentation));
    }

    @Test
    void theyEndAsEachAlone() {
        ImageDataset images = TinyPictures.write(pictures, 24);
        Split split = TinyPictures.split(images, 12, 6);
        List<SharedTraining> trainings = plans().stream()
                .map(plan -> new SharedTraining(TrainingTogetherOnCudaTest::model, split, plan))
                .toList();

        List<SharedResult> together = new SharedTrainer(engine, MEMORY, 1, 1L << 30).train(images, trainings);

        for (int i = 0; i < together.size(); i++) {
            SharedResult.Finished shared = (SharedResult.Finished) together.get(i);
            TransferModel alone = model();
            TrainingOutcome outcome = new Trainer(engine, MEMORY, 1)
                    .train(alone, images, split, plans().get(i), TrainingListener.NONE, Progress.NONE);
            assertThat(numbers(shared.outcome())).isEqualTo(numbers(outcome));
            assertThat(Snapshot.of(shared.model().graph()).changed(Snapshot.of(alone.graph())))
                    .isEmpty();
            assertThat(outcome.computing().engine().id()).isEqualTo(CudaEngine.ID);
        }
    }

    private static List<List<Double>> numbers(TrainingOutcome outcome) {
        List<List<Double>> numbers = new ArrayList<>();
        for (EpochRecord epoch : outcome.history().epochs()) {
            numbers.add(List.of(
                    epoch.trainLoss(), epoch.trainAccuracy(), epoch.validationLoss(), epoch.validationAccuracy()));
        }
        return numbers;
    }
}
