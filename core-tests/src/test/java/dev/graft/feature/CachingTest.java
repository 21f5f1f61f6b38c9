package dev.graft.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.backbone.Backbone;
import dev.graft.data.ImageDataset;
import dev.graft.data.ImageFolder;
import dev.graft.data.ImageSample;
import dev.graft.data.ReadOptions;
import dev.graft.data.Split;
import dev.graft.engine.Engine;
import dev.graft.engine.EngineOptions;
import dev.graft.engine.dl4j.Dl4jEngine;
import dev.graft.freeze.BatchNormMode;
import dev.graft.freeze.FreezePolicy;
import dev.graft.freeze.FrozenPrefix;
import dev.graft.freeze.ResolvedFreeze;
import dev.graft.head.DenseHead;
import dev.graft.image.DecodedPictures;
import dev.graft.metrics.Prediction;
import dev.graft.model.TransferModel;
import dev.graft.optimizer.Optimizer;
import dev.graft.progress.Progress;
import dev.graft.testkit.data.TinyPictures;
import dev.graft.testkit.model.PlainBackbone;
import dev.graft.testkit.model.Snapshot;
import dev.graft.testkit.model.TestModels;
import dev.graft.testkit.model.TinyBackbone;
import dev.graft.train.EpochRecord;
import dev.graft.train.Phase;
import dev.graft.train.Trainer;
import dev.graft.train.TrainingListener;
import dev.graft.train.TrainingOutcome;
import dev.graft.train.TrainingPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Whether and where features are kept changes no number, only how often they are computed. */
class CachingTest {
    /** Neither a multiple of the extractor's chunk nor of the batch. */
    private static final int IMAGES = 22;

    private static final int BATCH = 5;

    @TempDir
    static Path pictures;

    private static ImageDataset images;
    private static Split split;

    private final Engine engine = new Dl4jEngine(new EngineOptions(2));

    @TempDir
    Path directory;

    @BeforeAll
    static void writePictures() {
        images = TinyPictures.write(pictures, IMAGES);
        split = TinyPictures.split(images, 12, 6);
    }

    private static Phase phase(FreezePolicy policy, int epochs) {
        return new Phase(policy, epochs, Optimizer.adam(3e-3));
    }

    static Stream<List<Phase>> plans() {
        FreezePolicy half = FreezePolicy.lastLayers(6);
        return Stream.of(
                List.of(phase(FreezePolicy.allFrozen(), 3)),
                List.of(phase(half, 2)),
                List.of(phase(FreezePolicy.from("block_se_expand").withBatchNorm(BatchNormMode.INFERENCE), 2)),
                List.of(phase(FreezePolicy.allTrainable(), 2)),
                List.of(phase(FreezePolicy.allFrozen(), 2), phase(half.withBatchNorm(BatchNormMode.INFERENCE), 2)));
    }

    @ParameterizedTest
    @MethodSource("plans")
    void everyCacheGivesTheSameNumbersToTheLastBit(List<Phase> phases) {
        Result off = train(phases, FeatureCache.off());
        Result memory = train(phases, FeatureCache.off().withMemory(1 << 20));
        Result temporary = train(phases, new FeatureCache(0, Optional.empty(), 1 << 20));
        Result first = train(phases, new FeatureCache(0, Optional.of(directory), 1 << 20));
        Result second = train(phases, new FeatureCache(0, Optional.of(directory), 1 << 20));

        assertThat(off.numbers).hasSizeGreaterThan(20);
        assertThat(memory.numbers).isEqualTo(off.numbers);
        assertThat(temporary.numbers).isEqualTo(off.numbers);
        assertThat(first.numbers).isEqualTo(off.numbers);
        assertThat(second.numbers).isEqualTo(off.numbers);
        for (Result cached : List.of(memory, temporary, first, second)) {
            assertThat(off.parameters.changed(cached.parameters)).isEmpty();
        }
    }

    @Test
    void eachImageGoesThroughTheFrozenLayersOnceForAllPhasesAndNeverAgain() {
        List<Phase> phases = List.of(phase(FreezePolicy.allFrozen(), 1), phase(FreezePolicy.lastLayers(6), 1));
        FeatureCache cache = new FeatureCache(0, Optional.of(directory), 1 << 20);

        assertThat(train(phases, FeatureCache.off()).computed).isZero();
        assertThat(train(phases, FeatureCache.off().withMemory(1 << 20)).computed)
                .isEqualTo(IMAGES);
        assertThat(train(phases, cache).computed).isEqualTo(IMAGES);
        assertThat(train(phases, cache).computed).isZero();
    }

    @Test
    void onlyMissingImagesAreComputed() {
        List<Phase> phases = List.of(phase(FreezePolicy.allFrozen(), 1));
        FeatureCache cache = new FeatureCache(0, Optional.of(directory), 1 << 20);
        Split smaller = new Split(split.train(), split.validation(), List.of(), split.seed(), List.of(), List.of());

        assertThat(train(new TinyBackbone(0.2), phases, cache, smaller).computed)
                .isEqualTo(18);
        assertThat(train(phases, cache).computed).isEqualTo(IMAGES - 18);
    }

    @Test
    void imagesOfEqualContentAreComputedOnce(@TempDir Path folder) throws IOException {
        TinyPictures.write(folder, 6);
        Files.copy(folder.resolve("healthy/000.png"), folder.resolve("healthy/copy.png"));
        ImageDataset withCopy = new ImageFolder(folder).read(ReadOptions.defaults());
        assertThat(withCopy.samples()).hasSize(7);
        TransferModel model = TestModels.tiny();
        FrozenPrefix prefix = model.frozenPrefix(model.resolve(FreezePolicy.allFrozen()));
        Computed computed = new Computed();
        List<Integer> all = List.of(0, 1, 2, 3, 4, 5, 6);

        FeatureCache cache = FeatureCache.off().withMemory(1 << 20);
        FeatureRequest request = new FeatureRequest(model, engine, FeatureDemand.plain(all), List.of(prefix));
        FeatureSources.open(withCopy, List.of(request), cache, 2, computed).close();

        assertThat(computed.images).hasValue(6);
    }

    @Test
    void withoutFrozenWeightsNothingIsKept() {
        Result result = train(List.of(phase(FreezePolicy.allTrainable(), 1)), FeatureCache.defaults());

        assertThat(result.features).containsExactly("computed anew for every epoch");
        assertThat(result.computed).isZero();
    }

    @Test
    void aBackboneWhoseFirstLayerLearnsTrainsOnTheImagesThemselves() {
        List<Phase> phases = List.of(phase(FreezePolicy.allTrainable(), 2));

        Result result = train(new PlainBackbone(), phases, FeatureCache.defaults(), split);

        assertThat(result.numbers).doesNotContain(Double.NaN);
        assertThat(result.numbers).isEqualTo(train(new PlainBackbone(), phases, FeatureCache.off(), split).numbers);
    }

    @Test
    void featuresSayWhereTheyAre() {
        List<Phase> phases = List.of(phase(FreezePolicy.allFrozen(), 1));

        assertThat(train(phases, FeatureCache.off()).features).containsExactly("computed anew for every epoch");
        assertThat(train(phases, FeatureCache.off().withMemory(1 << 20)).features)
                .containsExactly("computed once, kept in memory");
        assertThat(train(phases, new FeatureCache(0, Optional.of(directory), 1 << 20))
                        .features
                        .get(0))
                .startsWith("computed once, kept in " + directory)
                .endsWith(".features");
    }

    @Test
    void aTemporaryFileIsGoneAfterwards() {
        Result result =
                train(List.of(phase(FreezePolicy.allFrozen(), 1)), new FeatureCache(0, Optional.empty(), 1 << 20));

        assertThat(result.features.get(0)).startsWith("computed once, kept in a temporary file in ");
    }

    /** A link leads the file to a disk that is always full. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void onAFullDiskFeaturesAreComputedAgainInEveryEpoch() throws IOException {
        List<Phase> phases = List.of(phase(FreezePolicy.allFrozen(), 3));
        FeatureCache cache = new FeatureCache(0, Optional.of(directory), 1 << 20);
        Result before = train(phases, cache);
        Path file = Path.of(before.features.get(0).replace("computed once, kept in ", ""));
        Files.delete(file);
        Files.createSymbolicLink(file, Path.of("/dev/full"));

        Result full = train(phases, cache);

        assertThat(full.features).containsExactly("computed anew for every epoch");
        assertThat(full.numbers).isEqualTo(before.numbers);
        assertThat(before.parameters.changed(full.parameters)).isEmpty();
    }

    @Test
    void freeSpaceIsAskedForBeforehand() {
        FeatureCache cache = new FeatureCache(0, Optional.of(directory), 1 << 20);
        Set<String> ten = hashes(10);
        long needed = 10 * FileFeatureStore.rowBytes(10);
        String key = "0".repeat(64);

        assertThat(cache.open(key, 10, ten, 0, folder -> needed - 1)).isEmpty();
        assertThat(cache.withMemory(400)
                        .open(key, 10, ten, 0, folder -> needed - 1)
                        .orElseThrow())
                .isInstanceOf(MemoryFeatureStore.class);
        try (FeatureStore store = cache.open(key, 10, ten, 0, folder -> needed).orElseThrow()) {
            ten.forEach(hash -> store.put(hash, row -> row.put(new float[10])));
        }
        // What is there needs no more space.
        cache.open(key, 10, ten, 0, folder -> 0).orElseThrow().close();
    }

    private static Set<String> hashes(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> String.format(Locale.ROOT, "%064x", i))
                .collect(Collectors.toSet());
    }

    /** Rows in memory, decoded pictures and rows of shared passes are within one limit. */
    @Test
    void decodedPicturesTakeWhatRowsLeaveAndNothingOnceAllIsStored() {
        TransferModel model = TestModels.tiny();
        ResolvedFreeze freeze = model.resolve(FreezePolicy.allFrozen());
        FrozenPrefix prefix = model.frozenPrefix(freeze);
        DecodedPictures kept = new DecodedPictures(32, 32, IMAGES * 32L * 32 * 3);
        Extractors extractors = new Extractors(images, kept, 2);
        FeatureKeys keys = FeatureKeys.of(model, List.of(prefix), engine);
        CutStore store = new CutStore(
                keys.cut(prefix), new FrozenNetwork(model, engine, prefix, keys), CutShape.of(model, prefix.cut()));
        store.demand(
                FeatureDemand.plain(IntStream.range(0, IMAGES).boxed().toList()).fixed(images));
        store.open(FeatureCache.off().withMemory(1 << 20), 0);
        new FeatureFill(extractors, List.of(store)).run(Progress.NONE);
        assertThat(kept.bytes()).isEqualTo(IMAGES * 32L * 32 * 3);

        kept.limit(5 * 32 * 32 * 3 + 7);
        assertThat(kept.bytes()).isEqualTo(5 * 32 * 32 * 3);
        kept.limit(0);
        assertThat(kept.bytes()).isZero();
    }

    /** What was decoded to check a file is what a training would decode; without it the file is read again. */
    @Test
    void picturesKeptWhileFilesAreCheckedAreNotDecodedAgain(@TempDir Path folder) throws IOException {
        ImageDataset plain = TinyPictures.write(folder, 6);
        DecodedPictures kept = new DecodedPictures(32, 32, 1 << 20);
        ImageDataset checked = new ImageFolder(folder)
                .read(ReadOptions.defaults().withThreads(2).withPictures(kept));
        assertThat(kept.bytes()).isEqualTo(6 * 32L * 32 * 3);
        List<float[]> expected = features(plain);
        for (ImageSample sample : checked.samples()) {
            Files.write(sample.path(), new byte[1]);
        }

        assertThat(features(checked)).usingRecursiveComparison().isEqualTo(expected);
        assertThat(kept.bytes()).as("all features are stored").isZero();
        assertThatThrownBy(() -> features(plain)).hasMessageContaining("changed since");
    }

    private List<float[]> features(ImageDataset of) {
        TransferModel model = TestModels.tiny();
        FrozenPrefix prefix = model.frozenPrefix(model.resolve(FreezePolicy.allFrozen()));
        List<Integer> all = List.of(0, 1, 2, 3, 4, 5);
        FeatureRequest request = new FeatureRequest(model, engine, FeatureDemand.plain(all), List.of(prefix));
        List<float[]> features = new ArrayList<>();
        try (FeatureSources sources = FeatureSources.open(
                        of, List.of(request), FeatureCache.off().withMemory(1 << 20), 2, Progress.NONE);
                FeatureSource.Batches batches = sources.of(request, prefix).batches(all, 4)) {
            while (batches.hasNext()) {
                for (INDArray map : batches.next().maps().arrays()) {
                    features.add(Snapshot.floats(map));
                }
            }
        }
        return features;
    }

    @Test
    void aFileInUseElsewhereIsLeftAlone() {
        List<Phase> phases = List.of(phase(FreezePolicy.allFrozen(), 1));
        FeatureCache cache = new FeatureCache(1 << 20, Optional.of(directory), 1 << 20);
        Result before = train(phases, cache);
        Path file = Path.of(before.features.get(0).replace("computed once, kept in ", ""));
        TransferModel model = TestModels.tiny(new TinyBackbone(0.2), 42);
        int floats = CutShape.of(model, List.of("head_gap")).rowFloats();
        try (FeatureStore holder =
                FileFeatureStore.open(file, floats, 1 << 20, Set.of()).orElseThrow()) {
            assertThat(holder.contains(images.samples().get(0).contentHash())).isTrue();

            Result other = train(phases, cache);

            assertThat(other.features).containsExactly("computed once, kept in memory");
            assertThat(other.numbers).isEqualTo(before.numbers);
        }
    }

    @Test
    void whatAFileKeepsStaysInMemoryTooIfItTakesHalfOfIt() {
        String key = "0".repeat(64);
        FeatureCache cache = new FeatureCache(800, Optional.empty(), 1 << 20).in(directory.resolve("kept"));

        try (FeatureStore half = cache.open(key, 10, hashes(10), 0).orElseThrow()) {
            assertThat(half.onHeap()).isTrue();
        }
        try (FeatureStore more = cache.open(key, 10, hashes(11), 0).orElseThrow()) {
            assertThat(more.onHeap()).isFalse();
        }
    }

    @Test
    void limitsDecideBetweenMemoryDiskAndNothing() {
        String key = "0".repeat(64);
        FeatureCache cache = new FeatureCache(400, Optional.empty(), 11 * FileFeatureStore.rowBytes(10));

        assertThat(cache.open(key, 10, hashes(10), 0).orElseThrow()).isInstanceOf(MemoryFeatureStore.class);
        try (FeatureStore disk = cache.open(key, 10, hashes(11), 0).orElseThrow()) {
            assertThat(disk).isInstanceOf(FileFeatureStore.class);
        }
        try (FeatureStore besideOthers = cache.open(key, 10, hashes(10), 1).orElseThrow()) {
            assertThat(besideOthers).isInstanceOf(FileFeatureStore.class);
        }
        assertThat(cache.open(key, 10, hashes(12), 0)).isEmpty();
        assertThat(FeatureCache.off().open(key, 1, hashes(1), 0)).isEmpty();
    }

    // ---- helpers

    private record Result(List<Double> numbers, List<String> features, long computed, Snapshot parameters) {}

    private Result train(List<Phase> phases, FeatureCache cache) {
        return train(new TinyBackbone(0.2), phases, cache, split);
    }

    private Result train(Backbone backbone, List<Phase> phases, FeatureCache cache, Split parts) {
        TransferModel model = TestModels.builder(backbone)
                .head(DenseHead.averagePooling().withDropout(0.3))
                .build();
        Computed computed = new Computed();
        TrainingOutcome outcome = new Trainer(engine, cache, 2)
                .train(model, images, parts, new TrainingPlan(phases, BATCH, 3), TrainingListener.NONE, computed);
        List<Double> numbers = new ArrayList<>();
        for (EpochRecord epoch : outcome.history().epochs()) {
            numbers.addAll(List.of(
                    epoch.trainLoss(), epoch.trainAccuracy(), epoch.validationLoss(), epoch.validationAccuracy()));
        }
        for (Prediction prediction : outcome.validation()) {
            numbers.addAll(prediction.probabilities());
        }
        for (Prediction prediction : outcome.test()) {
            numbers.addAll(prediction.probabilities());
        }
        return new Result(numbers, outcome.features(), computed.images.get(), Snapshot.of(model.graph()));
    }

    /** Counts images that go through the frozen layers to be kept. */
    private static final class Computed implements Progress {
        private final AtomicLong images = new AtomicLong();

        @Override
        public Task start(String name, long total) {
            return new Task() {
                @Override
                public void advance(long steps) {
                    if (name.equals("Computing frozen features")) {
                        images.addAndGet(steps);
                    }
                }
            };
        }
    }
}
