package dev.graft.search;

import dev.graft.augmentation.AugmentationCatalog;
import dev.graft.backbone.BackboneRegistry;
import dev.graft.data.ImageDataset;
import dev.graft.data.SplitFractions;
import dev.graft.engine.dl4j.Dl4jEngine;
import dev.graft.feature.FeatureCache;
import dev.graft.metrics.Prediction;
import dev.graft.result.TrainingResult;
import dev.graft.testkit.augmentation.ShiftingAugmentation;
import dev.graft.testkit.model.PlainBackbone;
import dev.graft.testkit.model.TinyBackbone;
import dev.graft.weights.WeightStore;
import dev.graft.weights.WeightStoreOptions;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Tiny networks on tiny pictures. */
final class SearchFixture {
    /** Two networks, two cuts that are one, two rates, two seeds: 16 cells, 12 trials. */
    static final SearchSpace SPACE = SearchSpace.builder()
            .backbones("plain")
            .unfrozen("1")
            .learningRates(0.01, 0.001)
            .epochs(3)
            .patiences(0)
            .batchSizes(6)
            .repeats(2)
            .build()
            .and(SearchSpace.builder()
                    .backbones("tiny")
                    .unfrozen("0", "1")
                    .learningRates(0.01, 0.001)
                    .epochs(3)
                    .patiences(0)
                    .batchSizes(6)
                    .repeats(2)
                    .build())
            .and(SearchSpace.builder()
                    .backbones("tiny")
                    .unfrozen("2")
                    .optimizers("rmsprop")
                    .learningRates(0.01, 0.001)
                    .augmentations("shift")
                    .epochs(3)
                    .patiences(0)
                    .batchSizes(6)
                    .repeats(2)
                    .build());

    private SearchFixture() {}

    static SearchTools tools() {
        return new SearchTools(
                new BackboneRegistry(List.of(new TinyBackbone(), new PlainBackbone())),
                new WeightStore(WeightStoreOptions.defaults().withOffline(true)),
                name -> name.equals("shift") ? new ShiftingAugmentation() : AugmentationCatalog.EMPTY.byName(name));
    }

    static SearchData data(ImageDataset images) {
        return SearchData.of(images, new SplitFractions(0.5, 0.25, 0.25), 7);
    }

    static LocalOptions options() {
        return LocalOptions.of(1)
                .withFeatures(new FeatureCache(1 << 20, java.util.Optional.empty(), 1 << 24), 1 << 26)
                .withCheckpoints(1);
    }

    static LocalTrialExecutor executor(Path folder, LocalOptions options) {
        return new LocalTrialExecutor(tools(), Dl4jEngine::new, options, folder.resolve("features"));
    }

    static LocalTrialExecutor executor(Path folder) {
        return executor(folder, options());
    }

    static GridSearch search(ImageDataset images, TrialExecutor executor) {
        return new GridSearch(tools(), executor, data(images)).space(SPACE);
    }

    /** Ends a search as the end of its process would. */
    static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    /**
     * Runs a search until it is over, and kills it whenever so many trials have ended.
     *
     * @param search is given the listener that kills
     * @return how often it was killed
     */
    static int untilDone(int trials, Consumer<SearchListener> search) {
        for (int kills = 0; ; kills++) {
            SearchListener killer = new SearchListener() {
                private int left = trials;

                @Override
                public void trialEnded(Trial trial, TrialState state, SearchProgress progress) {
                    left--;
                    if (left == 0) {
                        throw new Killed();
                    }
                }
            };
            try {
                search.accept(killer);
                return kills;
            } catch (Killed e) {
                // Once more.
            }
        }
    }

    /** Everything that must be equal of two runs of a search, by trial. */
    static Map<String, Object> numbers(Path ledger) {
        Ledger read = Ledger.read(ledger);
        Map<String, Object> numbers = new LinkedHashMap<>();
        for (Trial trial : read.trials()) {
            TrialState state = read.state(trial.address());
            numbers.put(
                    trial.address().shortForm(),
                    state.scores().isEmpty() ? List.of(state.status()) : numbers(state, read.result(trial.address())));
        }
        return numbers;
    }

    private static List<Object> numbers(TrialState state, TrainingResult result) {
        TrialScores scores = state.scores().orElseThrow();
        return List.of(
                state.status(),
                scores.validation(),
                scores.test(),
                scores.course(),
                result.history().epochs().stream().map(e -> e.trainLoss()).toList(),
                result.testPredictions().stream().map(Prediction::probabilities).toList(),
                result.validationPredictions().stream()
                        .map(Prediction::probabilities)
                        .toList());
    }
}
