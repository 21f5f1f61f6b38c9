package dev.graft.train;

import dev.graft.engine.PendingStep;
import dev.graft.engine.StepResult;
import dev.graft.engine.TrainingSession;
import dev.graft.engine.TrainingState;
import dev.graft.feature.FeatureBatch;
import dev.graft.feature.FeatureSource;
import dev.graft.feature.PassRequest;
import dev.graft.feature.TrainingPass;
import dev.graft.progress.Progress;
import dev.graft.schedule.LearningRatePolicy;
import dev.graft.schedule.PolicyState;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/** One training under way, epoch by epoch; keeps the session of the present phase. */
final class TrainingRun implements AutoCloseable {
    private final TrainingJob job;
    private final CheckpointStore checkpoints;
    private final Predictor predictor;
    private Position position;
    private Optional<Stage> stage = Optional.empty();
    private Optional<TrainingEnd> ended = Optional.empty();

    /** What a phase under way holds. */
    private record Stage(
            LearningRatePolicy policy, TrainingSession session, ParameterAverage average, Progress.Task task)
            implements AutoCloseable {
        CheckpointFile.UnderWay underWay() {
            return new CheckpointFile.UnderWay(session, average);
        }

        @Override
        public void close() {
            try (session) {
                task.close();
            }
        }
    }

    /**
     * A batch whose step was begun.
     *
     * @param number in the epoch, from 1 on
     * @param seconds spent to begin it
     */
    private record BegunBatch(int number, int images, PendingStep step, double seconds) {}

    TrainingRun(TrainingJob job, CheckpointStore checkpoints) {
        this.job = job;
        this.checkpoints = checkpoints;
        this.predictor = new Predictor(job.dataset(), job.plan().batchSize());
        this.position = checkpoints.resume(job);
    }

    Position position() {
        return position;
    }

    /** How it ended, if it is over. */
    TrainingEnd end() {
        return ended.orElseGet(TrainingEnd.Completed::new);
    }

    /** Ends it where it is; the model keeps the best epoch so far. */
    void fail(RuntimeException cause) {
        ended = Optional.of(new TrainingEnd.Failed(cause));
        close();
    }

    boolean isOver() {
        return ended.isPresent() || position.phase() == job.plan().phases().size();
    }

    /** What the next epoch, or the rest of it, will see. */
    PassRequest next(FeatureSource source) {
        int epoch = position.epoch() + 1;
        List<Integer> order = job.order(position.phase(), epoch);
        return new PassRequest(
                source,
                order.subList(position.sums().seen(), order.size()),
                job.plan().batchSize(),
                new TrainingPass(position.phase(), epoch));
    }

    /**
     * One epoch, or the rest of it.
     *
     * @param source of the present phase
     * @param before seconds that were spent on it already
     */
    void epoch(FeatureSource source, double before) {
        int number = position.phase();
        Phase phase = job.plan().phases().get(number);
        if (stage.isEmpty()) {
            begin(number, phase, source);
        }
        position = position.within(position.sums().plusSeconds(before));
        epoch(phase, source);
        if (isOver() || position.phase() != number) {
            close();
        }
    }

    private void begin(int number, Phase phase, FeatureSource source) {
        position = position.begun(source.describe());
        LearningRatePolicy policy = phase.rates().policy(phase.epochs(), updates(phase, job.batchesPerEpoch()));
        if (position.rates() == null) {
            position = position.with(policy.start(phase.optimizer().learningRate()));
        }
        job.listener()
                .phaseStarted(
                        number + 1,
                        phase,
                        job.freezes().get(number),
                        position.features().get(number));
        TrainingSession session = job.session(number);
        Progress.Task task =
                job.progress().start("Training, phase " + (number + 1), (long) job.batchesPerEpoch() * phase.epochs());
        Stage begun = new Stage(policy, session, new ParameterAverage(phase.averaging()), task);
        stage = Optional.of(begun);
        checkpoints.restore(begun.underWay());
        task.advance((long) job.batchesPerEpoch() * position.epoch()
                + position.sums().batches());
    }

    /** Ends the present phase's session. */
    @Override
    public void close() {
        Optional<Stage> ending = stage;
        stage = Optional.empty();
        ending.ifPresent(Stage::close);
    }

    private TrainingSession session() {
        return stage.orElseThrow().session();
    }

    /** Set when the phase began. */
    private PolicyState rates() {
        return Objects.requireNonNull(position.rates(), "The phase has not begun");
    }

    private void epoch(Phase phase, FeatureSource source) {
        batches(phase, source);
        if (ended.isPresent() && !diverged()) {
            return;
        }
        if (ended.isEmpty() && !session().parametersAreFinite()) {
            ended = Optional.of(Divergence.inParameters(position));
        }
        long start = System.nanoTime();
        Optional<TrainingState> own = ended.isEmpty() && phase.averages(position.epoch() + 1)
                ? Optional.of(exchangedForMean())
                : Optional.empty();
        EpochRecord done = measured(source, start);
        // With nothing to choose by the last epoch is the one to keep.
        boolean unjudged = job.split().validation().isEmpty();
        boolean best = unjudged ? ended.isEmpty() : position.improvedBy(done);
        if (best) {
            session().writeBack();
        }
        own.ifPresent(session()::restore);
        int number = position.phase();
        double monitored = unjudged ? done.trainLoss() : done.validationLoss();
        position = position.after(done, stage.orElseThrow().policy().afterEpoch(rates(), monitored));
        stage.orElseThrow()
                .task()
                .note(String.format(
                        Locale.ROOT,
                        "epoch %d/%d  validation loss %.4f  accuracy %.1f %%",
                        done.epoch(),
                        phase.epochs(),
                        done.validationLoss(),
                        100 * done.validationAccuracy()));
        if (ended.isEmpty() && !job.split().validation().isEmpty()) {
            ended = Divergence.of(number, done, position);
        }
        if (ended.isEmpty()) {
            boolean over = position.isOver(phase);
            position = over ? position.nextPhase() : position;
        }
        boolean written = ended.isEmpty() && checkpoints.isDueAfterEpoch(position);
        if (written) {
            checkpoint(number);
        }
        job.listener().epochFinished(number + 1, done, best);
        if (ended.isEmpty() && position.phase() < job.plan().phases().size()) {
            ended = job.listener().reasonToStop().map(TrainingEnd.Stopped::new);
            if (ended.isPresent() && !written) {
                checkpoint(number);
            }
        }
    }

    /**
     * Lets the epoch's parameters count in the mean, and puts the mean in their place.
     *
     * @return the session as it was
     */
    private TrainingState exchangedForMean() {
        TrainingState own = session().state();
        ParameterAverage average = stage.orElseThrow().average();
        average.add(own);
        session().restore(average.in(own));
        return own;
    }

    /** @param phase the one that the session trains; when it is over, the session is not needed again */
    private void checkpoint(int phase) {
        checkpoints.write(position, position.phase() == phase ? stage.map(Stage::underWay) : Optional.empty());
    }

    private boolean diverged() {
        return ended.filter(TrainingEnd.Diverged.class::isInstance).isPresent();
    }

    private void batches(Phase phase, FeatureSource source) {
        PassRequest next = next(source);
        List<Integer> order = job.order(position.phase(), position.epoch() + 1);
        try (FeatureSource.Batches batches = source.training(next.order(), next.batchSize(), next.pass())) {
            Optional<BegunBatch> before = Optional.empty();
            while (batches.hasNext() && ended.isEmpty()) {
                Interruption.check();
                BegunBatch begun = begin(phase, batches, order, before);
                before.ifPresent(this::finish);
                before = Optional.of(begun);
                if (ended.isEmpty() && mustBeKnown(begun)) {
                    finish(begun);
                    before = Optional.empty();
                    if (ended.isEmpty() && batches.hasNext()) {
                        betweenBatches();
                    }
                }
            }
            if (ended.isEmpty()) {
                before.ifPresent(this::finish);
            }
        }
    }

    /**
     * @param order of the epoch's images
     * @param before the batch whose outcome is not in the position yet
     */
    private BegunBatch begin(
            Phase phase, FeatureSource.Batches batches, List<Integer> order, Optional<BegunBatch> before) {
        long start = System.nanoTime();
        EpochSums sums = position.sums();
        int number = before.map(BegunBatch::number).orElse(sums.batches());
        int seen = sums.seen() + before.map(BegunBatch::images).orElse(0);
        FeatureBatch features = batches.next();
        int images = features.size();
        session()
                .learningRate(
                        stage.orElseThrow().policy().rate(rates(), updatesBefore(phase, number), position.epoch()));
        try (LabelledBatch batch =
                LabelledBatch.of(job, features, order.subList(seen, seen + images), batches.mixture())) {
            return new BegunBatch(number + 1, images, batch.begin(session()), secondsSince(start));
        }
    }

    /** Whether the outcome is needed before the next batch begins; otherwise both go on at a time. */
    private boolean mustBeKnown(BegunBatch begun) {
        return begun.step().isDone()
                || checkpoints.isDueAfterBatch(begun.number())
                || reasonToStop().isPresent();
    }

    private void finish(BegunBatch begun) {
        long start = System.nanoTime();
        StepResult step = begun.step().result();
        position = position.within(position.sums()
                .plus(begun.images(), step.loss(), step.correct(), begun.seconds() + secondsSince(start)));
        job.listener().batchFinished(position.phase() + 1, position.epoch() + 1, begun.number(), step.loss());
        stage.orElseThrow().task().advance(1);
        if (!Double.isFinite(step.loss())) {
            ended = Optional.of(Divergence.inBatch(position, step.loss()));
        }
    }

    /**
     * Of the phase so far; gradients may be gathered across the end of an epoch.
     *
     * @param begun batches of the epoch
     */
    private long updatesBefore(Phase phase, int begun) {
        return ((long) position.epoch() * job.batchesPerEpoch() + begun)
                / phase.rule().accumulation();
    }

    private static long updates(Phase phase, int batches) {
        return Math.max(1, batches / phase.rule().accumulation());
    }

    /** Without a best epoch there would be nothing to show. */
    private Optional<String> reasonToStop() {
        return position.hasBest() ? job.listener().reasonToStop() : Optional.empty();
    }

    private void betweenBatches() {
        Optional<String> reason = reasonToStop();
        if (reason.isPresent() || checkpoints.isDueAfterBatch(position.sums().batches())) {
            checkpoints.write(position, stage.map(Stage::underWay));
        }
        ended = reason.map(TrainingEnd.Stopped::new);
    }

    private EpochRecord measured(FeatureSource source, long start) {
        EpochSums sums = position.sums();
        boolean useless = ended.isPresent();
        Predictor.Score validation = useless
                ? Predictor.Score.NONE
                : Predictor.Score.of(predictor.predict(source, job.split().validation(), this::probabilities));
        Predictor.Score train = useless || !job.plan().trainMetrics()
                ? Predictor.Score.NONE
                : Predictor.Score.of(predictor.predict(source, job.split().train(), this::probabilities));
        return new EpochRecord(
                position.phase() + 1,
                position.epoch() + 1,
                sums.meanLoss(),
                sums.accuracy(),
                validation.loss(),
                validation.accuracy(),
                session().learningRate(),
                sums.seconds() + secondsSince(start),
                train.loss(),
                train.accuracy());
    }

    private INDArray probabilities(FeatureBatch features) {
        return features.probabilities(session());
    }

    private static double secondsSince(long nanos) {
        return (System.nanoTime() - nanos) / 1e9;
    }
}
