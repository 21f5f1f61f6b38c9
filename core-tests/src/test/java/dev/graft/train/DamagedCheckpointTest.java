package dev.graft.train;

import dev.graft.data.ImageDataset;
import dev.graft.data.Split;
import dev.graft.engine.EngineOptions;
import dev.graft.engine.TrainingSession;
import dev.graft.engine.dl4j.Dl4jEngine;
import dev.graft.feature.FeatureCache;
import dev.graft.freeze.FreezePolicy;
import dev.graft.freeze.ResolvedFreeze;
import dev.graft.model.TransferModel;
import dev.graft.optimizer.Optimizer;
import dev.graft.optimizer.WeightAveraging;
import dev.graft.progress.Progress;
import dev.graft.testkit.data.TinyPictures;
import dev.graft.testkit.io.Mutations;
import dev.graft.testkit.io.ZipContent;
import dev.graft.testkit.model.TestModels;
import dev.graft.testkit.model.TinyBackbone;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DamagedCheckpointTest {
    private static final FreezePolicy POLICY = FreezePolicy.lastLayers(5);
    private static final Optimizer OPTIMIZER = Optimizer.adam(1e-3);
    private static final WeightAveraging AVERAGING = new WeightAveraging.Exponential(0.9);

    @TempDir
    Path directory;

    /** As if the process were killed. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    @Test
    void damagedCheckpointsAreReadOrRefused() throws Exception {
        Dl4jEngine engine = new Dl4jEngine(new EngineOptions(1));
        Path file = directory.resolve("training.checkpoint");
        leave(engine);
        ZipContent good = ZipContent.of(file);
        TransferModel model = model();
        ResolvedFreeze freeze = model.resolve(POLICY);

        try (TrainingSession session =
                engine.training(model.graph(), model.frozenPrefix(freeze), freeze, model.headLayers(), OPTIMIZER)) {
            new Mutations(32 << 20).check("checkpoint", random -> Mutations.zip(good, random), content -> {
                Files.write(file, content);
                CheckpointFile checkpoint = new CheckpointFile(file);
                checkpoint.read();
                checkpoint.restoreBest(model.graph());
                checkpoint.restore(new CheckpointFile.UnderWay(session, new ParameterAverage(AVERAGING)));
            });
        }
    }

    private static TransferModel model() {
        return TestModels.builder(new TinyBackbone(0.2)).build();
    }

    /** Of a training that ended in the middle of its third epoch. */
    private void leave(Dl4jEngine engine) {
        ImageDataset images = TinyPictures.write(directory.resolve("pictures"), 24);
        Split split = TinyPictures.split(images, 12, 6);
        TrainingPlan plan = new TrainingPlan(List.of(new Phase(POLICY, 5, OPTIMIZER).withAveraging(AVERAGING)), 5, 3);
        Trainer trainer = new Trainer(engine, FeatureCache.off(), 1)
                .withCheckpoints(Checkpoints.in(directory).withEveryBatches(1));
        try {
            trainer.train(model(), images, split, plan, killer(), Progress.NONE);
        } catch (Killed e) {
            return;
        }
        throw new AssertionError("It was to be killed");
    }

    private static TrainingListener killer() {
        return new TrainingListener() {
            @Override
            public void batchFinished(int phase, int epoch, int batch, double loss) {
                if (epoch == 3 && batch == 2) {
                    throw new Killed();
                }
            }
        };
    }
}
