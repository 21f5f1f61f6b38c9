package dev.graft.spark;

import dev.graft.augmentation.AugmentationCatalog;
import dev.graft.backbone.BackboneRegistry;
import dev.graft.data.ImageDataset;
import dev.graft.data.SplitFractions;
import dev.graft.engine.Engines;
import dev.graft.metrics.Prediction;
import dev.graft.result.TrainingResult;
import dev.graft.search.GridSearch;
import dev.graft.search.Ledger;
import dev.graft.search.LocalOptions;
import dev.graft.search.LocalTrialExecutor;
import dev.graft.search.SearchData;
import dev.graft.search.SearchSpace;
import dev.graft.search.SearchTools;
import dev.graft.search.Trial;
import dev.graft.search.TrialExecutor;
import dev.graft.search.TrialState;
import dev.graft.train.EpochRecord;
import dev.graft.weights.WeightStore;
import dev.graft.weights.WeightStoreOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Tiny networks on tiny pictures. */
final class GridFixture {
    private GridFixture() {}

    static SearchTools tools() {
        return new SearchTools(
                BackboneRegistry.load(),
                new WeightStore(WeightStoreOptions.defaults().withOffline(true)),
                AugmentationCatalog.installed());
    }

    /** Four configurations of each network, each so often. */
    static SearchSpace space(int epochs, int repeats) {
        return network("plain", epochs, repeats).and(network("tiny", epochs, repeats));
    }

    private static SearchSpace network(String name, int epochs, int repeats) {
        return SearchSpace.builder()
                .backbones(name)
                .unfrozen("0", "1")
                .learningRates(0.01, 0.001)
                .epochs(epochs)
                .patiences(0)
                .batchSizes(6)
                .repeats(repeats)
                .build();
    }

    static SearchData data(ImageDataset images) {
        return SearchData.of(images, new SplitFractions(0.5, 0.25, 0.25), 7);
    }

    static GridSearch search(TrialExecutor executor, SearchData data, SearchSpace space) {
        return new GridSearch(tools(), executor, data).space(space);
    }

    static LocalTrialExecutor local(Path folder) {
        return new LocalTrialExecutor(tools(), Engines.load()::best, LocalOptions.of(1), folder.resolve("features"));
    }

    /** Everything that must be equal of two runs of a search, by trial. */
    static Map<String, Object> numbers(Path ledger) {
        Ledger read = Ledger.read(ledger);
        Map<String, Object> numbers = new TreeMap<>();
        for (Trial trial : read.trials()) {
            TrialState state = read.state(trial.address());
            TrainingResult result = read.result(trial.address());
            numbers.put(
                    trial.address().sha256(),
                    List.of(
                            state.status(),
                            state.scores().orElseThrow().course(),
                            result.history().epochs().stream()
                                    .map(GridFixture::withoutTime)
                                    .toList(),
                            probabilities(result.validationPredictions()),
                            probabilities(result.testPredictions())));
        }
        return numbers;
    }

    private static List<Double> withoutTime(EpochRecord e) {
        return List.of(
                (double) e.epoch(), e.trainLoss(), e.trainAccuracy(), e.validationLoss(), e.validationAccuracy());
    }

    private static List<List<Double>> probabilities(List<Prediction> predictions) {
        return predictions.stream().map(Prediction::probabilities).toList();
    }
}
