package dev.graft;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.augmentation.AugmentationCatalog;
import dev.graft.backbone.BackboneRegistry;
import dev.graft.data.ImageDataset;
import dev.graft.engine.Engine;
import dev.graft.engine.EngineOptions;
import dev.graft.engine.Engines;
import dev.graft.feature.FeatureCache;
import dev.graft.search.Ledger;
import dev.graft.search.SearchData;
import dev.graft.search.SearchResult;
import dev.graft.search.SearchSpace;
import dev.graft.testkit.augmentation.ShiftingAugmentation;
import dev.graft.testkit.data.TinyPictures;
import dev.graft.testkit.model.TinyBackbone;
import dev.graft.weights.WeightStore;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GraftTest {
    private static final EngineOptions OPTIONS = new EngineOptions(1);

    @TempDir
    Path directory;

    /** A search takes the parts that Graft was given, not those on the class path. */
    @Test
    void aSearchUsesItsParts() {
        Engine engine = Engines.load().get("dl4j", OPTIONS);
        AugmentationCatalog augmentations = name -> new ShiftingAugmentation();
        Graft graft = new Graft(
                new BackboneRegistry(List.of(new TinyBackbone())),
                engine,
                FeatureCache.off(),
                WeightStore.defaults(),
                augmentations,
                OPTIONS);
        ImageDataset images = TinyPictures.write(directory.resolve("images"), 30);
        Path ledger = directory.resolve("ledger");

        SearchResult result = graft.search(SearchData.of(images), ledger)
                .space(SearchSpace.builder()
                        .backbones("tiny")
                        .weights("random")
                        .unfrozen("1")
                        .augmentations("none", "shifting")
                        .epochs(1)
                        .build())
                .run(ledger);

        assertThat(result.failed()).isEmpty();
        assertThat(result.ranking()).hasSize(2);
        assertThat(Ledger.read(ledger).context().engine()).isEqualTo(engine.describe());
        assertThat(ledger.resolve("features")).isDirectory();
    }
}
