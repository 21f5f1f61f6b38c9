package dev.graft.train;

import dev.graft.data.ImageDataset;
import dev.graft.data.Split;
import dev.graft.engine.Engine;
import dev.graft.engine.TrainingSession;
import dev.graft.error.GraftException;
import dev.graft.feature.FeatureCache;
import dev.graft.model.TransferModel;
import dev.graft.progress.Progress;
import dev.graft.schedule.LearningRateCurve;
import dev.graft.schedule.LearningRateFinder;
import java.util.Optional;

/**
 * Trains a model: data, model and plan in, history out; the model holds the parameters of the epoch with the lowest
 * validation loss. With equal seeds, engine and number of threads, two trainings give identical numbers, whether they
 * were interrupted and continued from checkpoints or not.
 */
public final class Trainer {
    private final Engine engine;
    private final FeatureCache cache;
    private final int decodingThreads;
    private final Optional<Checkpoints> checkpoints;

    /**
     * @param engine computes
     * @param cache keeps the features of frozen layers
     * @param decodingThreads how many images are decoded at a time
     */
    public Trainer(Engine engine, FeatureCache cache, int decodingThreads) {
        this(engine, cache, decodingThreads, Optional.empty());
    }

    private Trainer(Engine engine, FeatureCache cache, int decodingThreads, Optional<Checkpoints> checkpoints) {
        this.engine = engine;
        this.cache = cache;
        this.decodingThreads = decodingThreads;
        this.checkpoints = checkpoints;
    }

    /** The same, but leaving checkpoints, and continuing from the last one if there is one. */
    public Trainer withCheckpoints(Checkpoints where) {
        return new Trainer(engine, cache, decodingThreads, Optional.of(where));
    }

    /**
     * Trains. A loss or a parameter that becomes infinite or NaN ends the training at once. So does an exception, once an
     * epoch was worth keeping: the outcome then is that epoch's, and says what happened.
     *
     * @param model is changed
     * @param split its train part is learned from, its validation part chooses the epoch, its test part is looked at
     *     once, after everything else
     * @throws GraftException if no epoch is worth keeping, as the training diverged at once, an image cannot be read, a
     *     policy does not fit the backbone, memory is exhausted, a checkpoint cannot be written or is of another training;
     *     or if the thread is interrupted: the model then holds the best parameters so far
     */
    public TrainingOutcome train(
            TransferModel model,
            ImageDataset dataset,
            Split split,
            TrainingPlan plan,
            TrainingListener listener,
            Progress progress) {
        TrainingJob job = TrainingJob.of(model, dataset, split, plan, engine, listener, progress);
        try (TrainingLoop course = TrainingLoop.open(job, checkpoints, cache, decodingThreads)) {
            course.begin();
            while (!course.isOver()) {
                course.epoch(0);
            }
            return course.outcome();
        }
    }

    /**
     * Tries rising learning rates on the first phase of a plan. The model is not changed.
     *
     * @param finder which rates
     */
    public LearningRateCurve findLearningRate(
            TransferModel model,
            ImageDataset dataset,
            Split split,
            TrainingPlan plan,
            LearningRateFinder finder,
            Progress progress) {
        TrainingPlan first = new TrainingPlan(
                plan.phases().subList(0, 1), plan.batchSize(), plan.seed(), false, plan.loss(), plan.augmentation());
        TrainingJob job = TrainingJob.of(model, dataset, split, first, engine, TrainingListener.NONE, progress);
        try (PhaseFeatures features = new PhaseFeatures(job, cache, decodingThreads);
                TrainingSession session = job.session(0);
                EndlessBatches batches = new EndlessBatches(job, features.of(0))) {
            return finder.find(session, batches::next);
        }
    }
}
