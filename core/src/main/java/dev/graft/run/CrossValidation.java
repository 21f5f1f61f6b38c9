package dev.graft.run;

import dev.graft.GraftException;
import dev.graft.data.ImageDataset;
import dev.graft.data.Split;
import dev.graft.report.CrossValidationResult;
import java.util.ArrayList;
import java.util.List;
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
     * Does it.
     *
     * @param tasks makes the training of a fold, counted from 1; its split is replaced
     * @throws RuntimeException what the first fold that failed threw
     */
    public CrossValidationRun run(IntFunction<TransferTask> tasks) {
        List<TransferTask> prepared = new ArrayList<>();
        for (int fold = 1; fold <= folds.size(); fold++) {
            prepared.add(tasks.apply(fold).split(folds.get(fold - 1)));
        }
        List<TransferRun> runs = new ArrayList<>();
        for (TransferResult result : TransferGroup.of(prepared).run()) {
            if (result instanceof TransferResult.Failed failed) {
                throw failed.cause();
            }
            runs.add(((TransferResult.Finished) result).run());
        }
        return new CrossValidationRun(
                runs,
                CrossValidationResult.of(runs.stream().map(TransferRun::result).toList(), images.groups()));
    }
}
