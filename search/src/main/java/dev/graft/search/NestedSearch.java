package dev.graft.search;

import dev.graft.data.Split;
import dev.graft.data.SplitFractions;
import dev.graft.error.GraftException;
import dev.graft.metrics.Prediction;
import dev.graft.result.ResultFiles;
import dev.graft.run.TransferRun;
import dev.graft.search.SelectionVerdict.Unit;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Judges a whole search in folds by images that took no part in it: for each fold of the images the search is made anew on the
 * others, its winner is trained on all of them, and predicts the fold (nested cross-validation; Varma and Simon, BMC
 * Bioinformatics 7, 2006). What comes out is the figure of searching so, with as many searches as folds.
 *
 * <p>Each search has a ledger of its own in the folder {@code nested} of the whole search's ledger. It may be ended at any
 * moment and goes on when it is run again.
 *
 * @param whole what the whole search was given, in folds
 * @param searches makes the same search of other images
 * @param training trains winners on the images of the whole search
 */
public record NestedSearch(SearchData whole, Function<SearchData, GridSearch> searches, WinnerTraining training) {
    /** @throws GraftException if the search is not in folds */
    public NestedSearch {
        if (!whole.inFolds()) {
            throw new GraftException("Found a search by one split, expected one in folds: only those can be nested.");
        }
    }

    /**
     * Does it, as far as it is not done.
     *
     * @param ledger folder of the whole search's ledger
     * @return what winners say of images that took no part in choosing them, by what configurations are chosen by
     * @throws GraftException if a search has no complete configuration
     */
    public NestedVerdict run(Path ledger) {
        int folds = whole.divisions().get(0).settings().folds();
        List<Prediction> predictions = new ArrayList<>();
        for (Division fold : whole.divisions().subList(0, folds)) {
            Path folder = Folders.make(
                    ledger.resolve("nested").resolve("fold-" + fold.settings().fold()));
            predictions.addAll(predictions(fold, folder));
        }
        ImageFacts facts = ImageFacts.of(whole);
        Unit counted = facts.unit(predictions);
        return new NestedVerdict(facts.evaluation(predictions, counted), counted);
    }

    private List<Prediction> predictions(Division fold, Path folder) {
        Path kept = folder.resolve("winner");
        if (Files.exists(new ResultFiles(kept).result())) {
            return ResultFiles.read(new ResultFiles(kept).result()).testPredictions();
        }
        List<Integer> others = new ArrayList<>(fold.split().train());
        others.addAll(fold.split().validation());
        SplitFractions shares = fold.settings().fractions();
        int folds = fold.settings().folds();
        SearchData inner = SearchData.ofFolds(
                whole.images().only(others), shares, folds, whole.divisions().size() / folds, fold.seed());
        SearchResult found = searches.apply(
                        whole.positiveClass().map(inner::withPositiveClass).orElse(inner))
                .run(folder);
        ConfigurationResult winner = found.winner()
                .filter(ConfigurationResult::complete)
                .orElseThrow(() -> new GraftException(
                        "No configuration has all of its folds in " + folder + ". See the trials' errors there."));
        Split outer = new Split(
                others,
                List.of(),
                fold.split().test(),
                fold.seed(),
                fold.split().guarantees(),
                List.of(),
                List.of(),
                fold.split().fold());
        Path checkpoint = folder.resolve("checkpoint");
        try (TransferRun run = training.run(winner, outer, checkpoint, Map.of("nested", "a fold's winner"))) {
            new ResultFiles(Folders.make(kept)).write(run.result());
            Folders.remove(checkpoint);
            return run.result().testPredictions();
        }
    }
}
