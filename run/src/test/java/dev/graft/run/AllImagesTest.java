package dev.graft.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.backbone.BackboneRegistry;
import dev.graft.data.Split;
import dev.graft.engine.EngineOptions;
import dev.graft.engine.dl4j.Dl4jEngine;
import dev.graft.feature.FeatureCache;
import dev.graft.freeze.FreezePolicy;
import dev.graft.optimizer.Optimizer;
import dev.graft.result.ResultWriters;
import dev.graft.testkit.data.TinyPictures;
import dev.graft.testkit.model.Snapshot;
import dev.graft.testkit.model.TinyBackbone;
import dev.graft.train.Phase;
import dev.graft.weights.WeightStore;
import dev.graft.weights.WeightStoreOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A training on all images, with none left to choose or to judge by. */
class AllImagesTest {
    @TempDir
    Path folder;

    private TransferRun run(int epochs, Split split) {
        return new TransferTask(
                        TinyPictures.write(folder.resolve("pictures" + epochs), 24),
                        new BackboneRegistry(List.of(new TinyBackbone())),
                        new Dl4jEngine(new EngineOptions(2)),
                        FeatureCache.off().withMemory(1 << 20),
                        new WeightStore(WeightStoreOptions.defaults().withOffline(true)),
                        2)
                .backbone("tiny")
                .split(split)
                .headPhase(new Phase(FreezePolicy.allTrainable(), epochs, Optimizer.adam(1e-2)))
                .pictures(false)
                .batchSize(8)
                .run();
    }

    @Test
    void theLastEpochIsKept() {
        List<Integer> all = IntStream.range(0, 24).boxed().toList();
        Split split = new Split(all, List.of(), List.of(), 1, List.of(), List.of());

        try (TransferRun one = run(1, split);
                TransferRun three = run(3, split)) {
            assertThat(Snapshot.of(one.model().graph())
                            .changed(Snapshot.of(three.model().graph())))
                    .isNotEmpty();
            three.save(folder.resolve("result"), ResultWriters.NUMBERS);
            assertThat(three.result().history().epochs()).hasSize(3);
            assertThat(three.result().findings()).isEmpty();
            assertThat(folder.resolve("result/model.graft")).exists();
        }
    }
}
