package dev.graft.search;

import dev.graft.data.Split;
import dev.graft.engine.Engine;
import dev.graft.error.GraftException;
import dev.graft.feature.FeatureCache;
import dev.graft.metrics.Metric;
import dev.graft.metrics.Prediction;
import dev.graft.metrics.SelectionFigure;
import dev.graft.model.Calibration;
import dev.graft.model.InputProfile;
import dev.graft.model.ModelFile;
import dev.graft.result.Numbers;
import dev.graft.run.TransferRun;
import dev.graft.train.Checkpoints;
import dev.graft.train.TrainingEnd;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Trains the winner of a search in folds on all images, for as many epochs as its folds did best with, and keeps the model in
 * the ledger's folder {@code winner}. No image is left to judge it by: what is known of it is what the search found of its
 * configuration, and the model says so. Its probabilities are calibrated on the predictions of images that the folds' models
 * had not seen.
 *
 * @param tools where names are looked up
 * @param data what the search was given
 * @param engine computes
 * @param cache of frozen features; its directory, if there is one, is that of a {@link LocalTrialExecutor}, whose features
 *     are then not computed again
 * @param threads for decoding and augmentation
 */
public record WinnerTraining(SearchTools tools, SearchData data, Engine engine, FeatureCache cache, int threads) {
    private static final String FOLDER = "winner";
    private static final String MADE = "winner.json";

    /** What a kept model was made of. */
    private record Made(TrialAddress trial, int epochs) {}

    /**
     * Does it, unless the same model is there; continues where it was interrupted.
     *
     * @return the model's file
     * @throws GraftException if the search was not in folds, no configuration is complete, or the training fails
     */
    public Path train(Ledger ledger, SearchResult result) {
        SelectionVerdict selection = result.selection()
                .orElseThrow(
                        () -> new GraftException("Found a search without folds, or in which no configuration has all of"
                                + " its folds. Only the winner of a search in folds is trained on all images."));
        ConfigurationResult winner = result.ranking().get(0);
        Trial trial = winner.repeats().get(0).trial();
        Made made = new Made(trial.address(), epochs(winner));
        Path folder = Folders.make(ledger.directory().resolve(FOLDER));
        Path model = folder.resolve(TransferRun.MODEL_FILE);
        LedgerJson json = new LedgerJson();
        if (Files.exists(model) && json.read(folder.resolve(MADE), Made.class).equals(Optional.of(made))) {
            return model;
        }
        Path checkpoint = folder.resolve("checkpoint-" + made.trial().shortForm() + "-" + made.epochs());
        Split all = new Split(
                everything(),
                List.of(),
                List.of(),
                0,
                List.of("The model learnt from all images; none is left to judge it by."),
                List.of());
        try (TransferRun run = run(winner, all, checkpoint, section(result.measure(), selection, made.epochs()))) {
            ModelFile.save(
                    new ModelFile.Saved(
                            run.model(),
                            run.result().provenance(),
                            Calibration.fit(unseen(ledger, winner)),
                            Optional.of(InputProfile.of(data.images(), all))),
                    model);
        }
        json.write(folder.resolve(MADE), made);
        Folders.remove(checkpoint);
        return model;
    }

    /**
     * Trains a configuration on the train part of a split, without a look at anything else. The schedule of learning rates is
     * the trials', and ends early as theirs did.
     *
     * @return to be closed
     */
    TransferRun run(ConfigurationResult winner, Split split, Path checkpoint, Map<String, Object> section) {
        Trial trial = winner.repeats().get(0).trial();
        TransferRun run = new TrialTask(tools, threads)
                .of(trial, engine, data, cacheOf(trial))
                .split(split)
                .listener(new EpochLimit(epochs(winner)))
                .checkpoints(Checkpoints.in(checkpoint))
                .record("selection", section)
                .run();
        if (run.end() instanceof TrainingEnd.Failed failed) {
            run.close();
            throw failed.cause();
        }
        return run;
    }

    /** Where the trials found their features. */
    private FeatureCache cacheOf(Trial trial) {
        return cache.directory()
                .map(features -> cache.in(FeatureFolders.folder(features, TrialArrangement.sharing(trial))))
                .orElse(cache);
    }

    /** The median of the folds' best, the lower one of two. */
    private static int epochs(ConfigurationResult winner) {
        int[] best = winner.repeats().stream()
                .mapToInt(repeat -> repeat.scores().bestEpoch())
                .sorted()
                .toArray();
        return Math.max(1, best[(best.length - 1) / 2]);
    }

    private List<Integer> everything() {
        return IntStream.range(0, data.images().samples().size()).boxed().toList();
    }

    private static List<Prediction> unseen(Ledger ledger, ConfigurationResult winner) {
        return new OutOfFold(ledger)
                .of(winner.repeats().stream().map(ScoredTrial::trial).toList())
                .orElseThrow()
                .passes()
                .get(0);
    }

    private Map<String, Object> section(Measure measure, SelectionVerdict verdict, int epochs) {
        SelectionFigure figure = verdict.figure();
        Map<String, Object> values = new LinkedHashMap<>();
        values.put(
                "this model",
                "learnt from all " + verdict.images() + " images for " + epochs
                        + " epochs; no image is left to judge it by");
        values.put(
                "what the figures are of",
                "its configuration in " + data.divisions().get(0).settings().folds() + " folds, by "
                        + verdict.counted().id());
        values.put("configurations compared", figure.configurations());
        Metric metric = measure.metric();
        values.put("chosen by", metric.title() + " " + Numbers.text(metric, figure.naive()));
        values.put(
                "corrected for having been chosen",
                Numbers.text(metric, figure.corrected()) + ", 95 % interval "
                        + Numbers.text(metric, figure.interval().low()) + " to "
                        + Numbers.text(metric, figure.interval().high()));
        values.put(verdict.byGroup() ? "groups" : "images", figure.units());
        return values;
    }
}
