package dev.graft.feature;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.augmentation.AugmentationPlan;
import dev.graft.data.ImageDataset;
import dev.graft.engine.EngineOptions;
import dev.graft.engine.dl4j.Dl4jEngine;
import dev.graft.freeze.FreezePolicy;
import dev.graft.freeze.FrozenPrefix;
import dev.graft.model.TransferModel;
import dev.graft.progress.Progress;
import dev.graft.testkit.augmentation.ShiftingAugmentation;
import dev.graft.testkit.data.TinyPictures;
import dev.graft.testkit.engine.CountingEngine;
import dev.graft.testkit.model.PlainBackbone;
import dev.graft.testkit.model.Snapshot;
import dev.graft.testkit.model.TestModels;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A network that learns from its input on gets images; what it learns from is what the shared pass of several such gives. */
class ImageBatchesTest {
    /** The last batch is smaller. */
    private static final int SIZE = 5;

    private static final TrainingPass PASS = new TrainingPass(0, 2);
    private static final List<Integer> ORDER = List.of(7, 2, 9, 0, 11, 4, 3, 8, 10, 1, 6, 5);

    @TempDir
    private Path pictures;

    private final CountingEngine engine = new CountingEngine(new Dl4jEngine(new EngineOptions(1)));

    private record Seen(List<float[]> values, List<Optional<Mixture>> mixtures) {}

    private static Seen seen(FeatureSource.Batches batches, Class<?> kind) {
        Seen seen = new Seen(new ArrayList<>(), new ArrayList<>());
        try (batches) {
            while (batches.hasNext()) {
                try (FeatureBatch batch = batches.next();
                        FeatureBatch.Maps maps = batch.maps()) {
                    assertThat(batch).isInstanceOf(kind);
                    assertThat(maps.size()).isEqualTo(batch.size());
                    seen.values.add(Snapshot.floats(maps.arrays()[0]));
                    seen.mixtures.add(batches.mixture());
                }
            }
        }
        return seen;
    }

    @Test
    void imagesAreWhatASharedPassWouldGive() {
        ImageDataset images = TinyPictures.write(pictures, 12);
        TransferModel model = TestModels.builder(new PlainBackbone()).build();
        FrozenPrefix prefix = model.frozenPrefix(model.resolve(FreezePolicy.allTrainable()));
        for (ShiftingAugmentation augmentation :
                List.of(new ShiftingAugmentation(), new ShiftingAugmentation().mixed())) {
            FeatureDemand demand = new FeatureDemand(ORDER, ORDER, new AugmentationPlan(augmentation, 9, 0));
            List<FeatureRequest> two = List.of(
                    new FeatureRequest(model, engine, demand, List.of(prefix)),
                    new FeatureRequest(model, engine, demand, List.of(prefix)));
            try (FeatureSources sources =
                    FeatureSources.open(images, two, FeatureCache.off().withMemory(1 << 20), 2, Progress.NONE)) {
                FeatureSource source = sources.of(two.get(0), prefix);
                Seen alone = seen(source.training(ORDER, SIZE, PASS), FeatureBatch.Images.class);
                assertThat(engine.open()).as("sessions").isZero();

                sources.share(two.stream()
                        .map(each -> new PassRequest(sources.of(each, prefix), ORDER, SIZE, PASS))
                        .toList());
                Seen together = seen(source.training(ORDER, SIZE, PASS), FeatureBatch.Maps.class);

                assertThat(alone).usingRecursiveComparison().isEqualTo(together);
                assertThat(alone.values).hasSize(3);
                assertThat(alone.mixtures.get(2).isPresent())
                        .isEqualTo(augmentation.mixing().isPresent());
            }
        }
    }
}
