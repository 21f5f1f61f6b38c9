package dev.graft.train;

import dev.graft.engine.InferenceSession;
import dev.graft.error.GraftException;
import dev.graft.feature.FeatureBatch;
import dev.graft.feature.FeatureCache;
import dev.graft.feature.FeatureSource;
import dev.graft.feature.FeatureSources;
import dev.graft.feature.PassRequest;
import dev.graft.feature.TrainingPass;
import dev.graft.metrics.Prediction;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.nd4j.linalg.api.ndarray.INDArray;

/** One training from its beginning, or where a checkpoint left it, to its outcome, in steps of an epoch. */
final class TrainingLoop implements AutoCloseable {
    private final TrainingJob job;
    private final CheckpointStore checkpoints;
    private final TrainingRun run;
    private final PhaseFeatures features;

    private TrainingLoop(TrainingJob job, CheckpointStore checkpoints, PhaseFeatures features) {
        this.job = job;
        this.checkpoints = checkpoints;
        this.run = new TrainingRun(job, checkpoints);
        this.features = features;
    }

    /** @throws GraftException if there is a checkpoint and it is of another training or damaged */
    static TrainingLoop open(TrainingJob job, Optional<Checkpoints> where, FeatureCache cache, int decodingThreads) {
        CheckpointStore checkpoints = CheckpointStore.open(where, job);
        try {
            return new TrainingLoop(job, checkpoints, new PhaseFeatures(job, cache, decodingThreads));
        } catch (RuntimeException | Error e) {
            checkpoints.close();
            throw e;
        }
    }

    /** Where its features come from. */
    PhaseFeatures features() {
        return features;
    }

    /** The present phase, or the last one if all are over. */
    int phase() {
        return Math.min(run.position().phase(), job.plan().phases().size() - 1);
    }

    /** Prepares the present phase's features and tells the listener that the training begins. */
    void begin() {
        explaining(() -> {
            features.of(phase());
            job.listener().trainingStarted(run.position().epochs());
            return null;
        });
    }

    boolean isOver() {
        return run.isOver();
    }

    /** The epoch that {@link #epoch} will do. */
    TrainingPass next() {
        return new TrainingPass(run.position().phase(), run.position().epoch() + 1);
    }

    /** What it will see, if that comes from features that are shared with others. */
    Optional<PassRequest> next(FeatureSources shared) {
        return features.of(phase(), shared).map(run::next);
    }

    /**
     * One epoch, or the rest of it.
     *
     * @param before seconds that were spent on it already
     */
    void epoch(double before) {
        try {
            explaining(() -> {
                run.epoch(features.of(phase()), before);
                return null;
            });
        } catch (RuntimeException e) {
            // Who interrupts wants no result.
            Interruption.check();
            if (!run.position().hasBest()) {
                throw e;
            }
            run.fail(e);
        }
    }

    /**
     * Predicts with the best parameters and tells the listener that the training is over.
     *
     * @throws GraftException if it diverged and no epoch was good, or the best one does not answer with numbers; the test
     *     part has then not been looked at, or only in vain
     */
    TrainingOutcome outcome() {
        if (run.end() instanceof TrainingEnd.Diverged diverged
                && !run.position().hasBest()) {
            throw new GraftException(diverged.what());
        }
        try {
            return explaining(() -> {
                TrainingOutcome outcome = measured(features.of(lastPhase()));
                job.listener().trainingFinished(outcome.history(), outcome.stopped());
                return outcome;
            });
        } catch (RuntimeException e) {
            if (run.end() instanceof TrainingEnd.Failed failed) {
                failed.cause().addSuppressed(e);
                throw failed.cause();
            }
            throw e;
        }
    }

    /** The one whose features were used last: another phase's need not be there, and give the same predictions. */
    private int lastPhase() {
        int begun = run.position().features().size();
        return begun == 0 ? phase() : begun - 1;
    }

    private TrainingOutcome measured(FeatureSource source) {
        List<String> output = job.model().graph().getConfiguration().getNetworkOutputs();
        Predictor predictor = new Predictor(job.dataset(), job.plan().batchSize());
        try (InferenceSession best = job.engine()
                .inference(job.model().graph(), job.prefixes().get(lastPhase()).cut(), output)) {
            Function<FeatureBatch, INDArray> probabilities = features -> features.run(best)[0];
            return new TrainingOutcome(
                    new History(run.position().epochs()),
                    job.freezes(),
                    run.position().features(),
                    finite(predictor.predict(source, job.split().validation(), probabilities)),
                    finite(predictor.predict(source, job.split().test(), probabilities)),
                    features.seconds(),
                    run.position().trainedSeconds(),
                    run.end(),
                    job.computing());
        }
    }

    private static List<Prediction> finite(List<Prediction> predictions) {
        if (!Predictor.allFinite(predictions)) {
            throw new GraftException("The trained network answers with something else than finite numbers for at least"
                    + " one image: the training diverged. Use a lower learning rate, a warm-up, or clip gradients by"
                    + " their norm.");
        }
        return predictions;
    }

    private <T> T explaining(Supplier<T> step) {
        int phase = phase();
        try {
            return step.get();
        } catch (OutOfMemoryError | RuntimeException e) {
            if (OutOfMemory.caused(e)) {
                throw OutOfMemory.explained(e, job.plan(), phase);
            }
            throw e;
        }
    }

    @Override
    public void close() {
        try (checkpoints;
                features) {
            run.close();
        }
    }
}
