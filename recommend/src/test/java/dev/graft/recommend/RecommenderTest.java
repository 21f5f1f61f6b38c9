package dev.graft.recommend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.augmentation.AugmentationCatalog;
import dev.graft.backbone.BackboneRegistry;
import dev.graft.backbone.baseline.SimpleCnn;
import dev.graft.data.ImageDataset;
import dev.graft.data.SplitFractions;
import dev.graft.engine.EngineOptions;
import dev.graft.engine.Precision;
import dev.graft.engine.dl4j.Dl4jEngine;
import dev.graft.error.GraftException;
import dev.graft.feature.FeatureCache;
import dev.graft.graph.InputShape;
import dev.graft.model.BackboneOutline;
import dev.graft.progress.Progress;
import dev.graft.search.Axis;
import dev.graft.search.GridSearch;
import dev.graft.search.LocalOptions;
import dev.graft.search.LocalTrialExecutor;
import dev.graft.search.SearchData;
import dev.graft.search.SearchSpace;
import dev.graft.search.SearchTools;
import dev.graft.testkit.data.TinyPictures;
import dev.graft.testkit.model.PlainBackbone;
import dev.graft.testkit.model.TinyBackbone;
import dev.graft.weights.WeightStore;
import dev.graft.weights.WeightStoreOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tiny networks on tiny pictures: what is kept, what is sealed, what is written. */
class RecommenderTest {
    private static final SearchTools TOOLS = new SearchTools(
            new BackboneRegistry(List.of(new TinyBackbone(), new PlainBackbone())),
            new WeightStore(WeightStoreOptions.defaults().withOffline(true)),
            AugmentationCatalog.EMPTY);

    private static final RecommendOptions OPTIONS =
            RecommendOptions.defaults().withWeights(List.of("random")).withFolds(4, 2);

    @TempDir
    static Path directory;

    private static SearchData data;

    @BeforeAll
    static void draw() {
        ImageDataset images = TinyPictures.write(directory.resolve("images"), 48);
        data = SearchData.of(images, new SplitFractions(0.5, 0.25, 0.25), 7);
    }

    private static Recommender recommender(String folder) {
        return new Recommender(
                        TOOLS,
                        new Dl4jEngine(new EngineOptions(1, Precision.F32)),
                        FeatureCache.defaults(),
                        1,
                        data,
                        directory.resolve(folder))
                .options(OPTIONS);
    }

    @Test
    void ranksAllCutsAndWritesASpace() {
        Recommendation found = recommender("plain").run();

        assertThat(found.images()).isEqualTo(36);
        assertThat(found.sealed()).isEqualTo(12);
        assertThat(found.ranking())
                .extracting(each -> each.candidate().network().backbone() + " "
                        + each.candidate().cut().layer() + " "
                        + each.candidate().cut().unfrozen())
                .containsExactlyInAnyOrder(
                        "tiny block_add 3", "tiny top_activation 0", "plain conv1 1", "plain conv2 0");
        assertThat(found.best().toBest().value()).isZero();
        assertThat(found.best().accuracy().value()).isGreaterThan(0.8);
        assertThat(found.best().rocAuc()).isPresent();
        assertThat(found.ranking())
                .isSortedAccordingTo((a, b) ->
                        Double.compare(b.accuracy().value(), a.accuracy().value()));
        assertThat(found.leftOut()).isEmpty();
        assertThat(found.proposals()).isNotEmpty().allSatisfy(each -> {
            assertThat(each.unfrozen()).containsExactly("all");
            assertThat(each.minutes().orElseThrow()).allMatch(minutes -> minutes > 0);
        });
        assertThat(SearchSpace.read(directory.resolve("plain").resolve("space.yaml"))
                        .cells())
                .hasSize(found.proposals().size())
                .allSatisfy(cell -> assertThat(cell.values()).containsEntry(Axis.UNFROZEN, "all"));
        assertThat(RecommendationFiles.read(directory.resolve("plain").resolve("recommendation.json")))
                .isEqualTo(found);
        assertThat(found.networks())
                .extracting(each -> each.network().backbone() + " "
                        + each.network().unfrozen() + " " + each.network().size() + " " + each.clearlyWorse())
                .containsExactlyElementsOf(found.ranking().stream()
                        .map(each -> each.candidate().network().backbone() + " "
                                + each.candidate().cut().unfrozen() + " "
                                + each.candidate().network().size() + " " + each.clearlyWorse())
                        .toList());
    }

    @Test
    void aSecondCallComputesNothing() {
        Recommendation first = recommender("twice").run();
        List<String> work = new ArrayList<>();
        Progress watching = (name, total) -> {
            work.add(name);
            return new Progress.Task() {};
        };

        Recommendation second = recommender("twice").progress(watching).run();

        assertThat(second.ranking()).usingRecursiveComparison().isEqualTo(first.ranking());
        assertThat(work).hasSize(2).noneMatch(name -> name.contains("Decoding"));
    }

    /** Features lie under the network's name alone: other labels need no other pass. */
    @Test
    void shuffledLabelsUseTheFeaturesThatAreThere() {
        recommender("shuffled").run();
        List<String> work = new ArrayList<>();
        Recommendation shuffled = recommender("shuffled")
                .options(OPTIONS.withShuffledLabels(3))
                .progress((name, total) -> {
                    work.add(name);
                    return new Progress.Task() {};
                })
                .run();

        assertThat(work).hasSize(2).noneMatch(name -> name.contains("Decoding"));
        assertThat(shuffled.best().accuracy().value()).isLessThan(0.8);
        assertThatThrownBy(shuffled::networks).hasMessageContaining("exchanged labels (--shuffle-labels 3)");
    }

    @Test
    void anInterruptedCallGoesOn() {
        Progress interrupting = (name, total) -> new Progress.Task() {
            @Override
            public void advance(long steps) {
                Thread.currentThread().interrupt();
            }
        };
        try {
            assertThatThrownBy(() ->
                            recommender("interrupted").progress(interrupting).run())
                    .isInstanceOf(GraftException.class)
                    .hasMessageContaining("interrupted");
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(recommender("interrupted").run().ranking()).hasSize(4);
    }

    @Test
    void aLedgerOfTheSameImagesIsComparedWith() {
        Path ledger = directory.resolve("ledger");
        LocalTrialExecutor executor = new LocalTrialExecutor(
                TOOLS,
                asked -> new Dl4jEngine(new EngineOptions(1, Precision.F32)),
                LocalOptions.of(1),
                ledger.resolve("features"));
        SearchSpace space = SearchSpace.builder()
                .backbones("tiny", "plain")
                .unfrozen("0", "1", "3")
                .epochs(1)
                .batchSizes(12)
                .build();
        new GridSearch(TOOLS, executor, data).space(space).run(ledger);

        Recommendation found = recommender("compared").ledger(ledger).run();

        assertThat(found.ranking())
                .filteredOn(each -> each.trained().isPresent())
                .hasSize(4);
        assertThat(found.agreement()).containsOnlyKeys("accuracy", "logLoss", "neighbours", "hScore", "logMe");
        SearchData others = SearchData.of(data.images().only(List.of(0, 1, 2, 3, 30, 31, 32, 33, 34, 35, 36, 37)));
        assertThatThrownBy(() -> new Recommender(
                                TOOLS,
                                new Dl4jEngine(new EngineOptions(1, Precision.F32)),
                                FeatureCache.defaults(),
                                1,
                                others,
                                directory.resolve("other"))
                        .options(OPTIONS)
                        .ledger(ledger)
                        .run())
                .hasMessageContaining("is of other images");
    }

    @Test
    void plainNetworksAreCutAtTheirPoolings() {
        assertThat(Cut.of(BackboneOutline.of(new SimpleCnn(), InputShape.square(64))))
                .extracting(Cut::layer)
                .containsExactly("block1_pool", "block2_pool", "block3_pool", "block4_pool", "block5_conv1");
    }
}
