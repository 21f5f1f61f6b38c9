package dev.graft.run;

import dev.graft.data.ImageDataset;
import dev.graft.data.Split;
import dev.graft.error.GraftException;
import dev.graft.result.CrossValidationResult;
import dev.graft.train.TrainingEnd;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * Trains once for each fold, see {@link dev.graft.data.KFold}, and evaluates every image by the model that has not seen it.
 * What the frozen layers of the folds have in common is computed once, see {@link TransferGroup}; all models are in memory
 * at the end.
 *
 * @param images what is learnt from
 * @param folds the splits, whose test parts are the folds
 */
public record CrossValidation(ImageDataset images, List<Split> folds) {
    /** @throws GraftException if there are fewer than two folds, or one without a test part */
    public CrossValidation {
        folds = List.copyOf(folds);
        if (folds.size() < 2 || folds.stream().anyMatch(fold -> fold.test().isEmpty())) {
            throw new GraftException("Found " + folds.size() + " folds, some perhaps without a test part. Expected at"
                    + " least two, each with one, as KFold makes them.");
        }
    }

    /**
     * Does it. A fold that fails, even after a good epoch, fails all: folds must be comparable.
     *
     * @param tasks makes the training of a fold, counted from 1; its split is replaced
     * @return to be closed
     * @throws RuntimeException what the first fold that failed threw
     */
    public CrossValidationRun run(IntFunction<TransferTask> tasks) {
        List<TransferTask> prepared = new ArrayList<>();
        for (int fold = 1; fold <= folds.size(); fold++) {
            prepared.add(tasks.apply(fold).on(folds.get(fold - 1)));
        }
        List<TransferRun> runs = new ArrayList<>();
        List<RuntimeException> failures = new ArrayList<>();
        for (TransferResult result : TransferGroup.of(prepared).run()) {
            if (result instanceof TransferResult.Finished finished) {
                runs.add(finished.run());
                failureOf(finished.run()).ifPresent(failures::add);
            } else {
                failures.add(((TransferResult.Failed) result).cause());
            }
        }
        if (!failures.isEmpty()) {
            runs.forEach(TransferRun::close);
            throw failures.get(0);
        }
        return new CrossValidationRun(
                runs,
                CrossValidationResult.of(runs.stream().map(TransferRun::result).toList(), images.groups()));
    }

    private static Optional<RuntimeException> failureOf(TransferRun run) {
        return run.end() instanceof TrainingEnd.Failed failed ? Optional.of(failed.cause()) : Optional.empty();
    }
}
