package dev.graft.train;

import dev.graft.GraftException;
import dev.graft.data.ImageDataset;
import dev.graft.data.Split;
import dev.graft.engine.Engine;
import dev.graft.engine.InferenceSession;
import dev.graft.engine.StepResult;
import dev.graft.engine.TrainingSession;
import dev.graft.feature.FeatureCache;
import dev.graft.feature.FeatureSource;
import dev.graft.feature.FeatureSources;
import dev.graft.freeze.FrozenPrefix;
import dev.graft.freeze.ResolvedFreeze;
import dev.graft.metrics.Prediction;
import dev.graft.model.TransferModel;
import dev.graft.progress.Progress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Trains a model: data, model and plan in, history out; the model holds the parameters of the epoch with the lowest
 * validation loss. With equal seeds, engine and number of threads, two trainings give identical numbers.
 */
public final class Trainer {
    private final Engine engine;
    private final FeatureCache cache;
    private final int decodingThreads;

    /**
     * @param engine computes
     * @param cache keeps the features of frozen layers
     * @param decodingThreads how many images are decoded at a time
     */
    public Trainer(Engine engine, FeatureCache cache, int decodingThreads) {
        this.engine = engine;
        this.cache = cache;
        this.decodingThreads = decodingThreads;
    }

    /**
     * Trains.
     *
     * @param model is changed
     * @param split its train part is learned from, its validation part chooses the epoch, its test part is looked at
     *     once, after everything else
     * @throws GraftException if an image cannot be read any more, a policy does not fit the backbone, or the thread is
     *     interrupted; the model then holds the best parameters so far
     */
    public TrainingOutcome train(
            TransferModel model,
            ImageDataset dataset,
            Split split,
            TrainingPlan plan,
            TrainingListener listener,
            Progress progress) {
        List<ResolvedFreeze> freezes =
                plan.phases().stream().map(p -> model.resolve(p.freeze())).toList();
        List<FrozenPrefix> prefixes = freezes.stream().map(model::frozenPrefix).toList();
        List<Integer> all = Stream.of(split.train(), split.validation(), split.test())
                .flatMap(List::stream)
                .toList();
        long start = System.nanoTime();
        try (FeatureSources sources =
                FeatureSources.open(model, dataset, all, prefixes, engine, cache, decodingThreads, progress)) {
            double featureSeconds = secondsSince(start);
            Run run = new Run(model, dataset, split, plan, listener, progress);
            long trainingStart = System.nanoTime();
            List<String> features = new ArrayList<>();
            for (int i = 0; i < prefixes.size(); i++) {
                FeatureSource source = sources.of(prefixes.get(i));
                features.add(source.describe());
                listener.phaseStarted(i + 1, plan.phases().get(i), freezes.get(i), source.describe());
                run.phase(i, freezes.get(i), prefixes.get(i), source);
            }
            double trainingSeconds = secondsSince(trainingStart);
            FrozenPrefix last = prefixes.get(prefixes.size() - 1);
            List<String> output = model.graph().getConfiguration().getNetworkOutputs();
            try (InferenceSession best = engine.inference(model.graph(), last.cut(), output)) {
                Function<INDArray[], INDArray> probabilities = cut -> best.run(cut)[0];
                return new TrainingOutcome(
                        new History(run.epochs),
                        freezes,
                        features,
                        run.predict(sources.of(last), split.validation(), probabilities),
                        run.predict(sources.of(last), split.test(), probabilities),
                        featureSeconds,
                        trainingSeconds);
            }
        }
    }

    private static double secondsSince(long nanos) {
        return (System.nanoTime() - nanos) / 1e9;
    }

    /** One training under way. */
    private final class Run {
        private final TransferModel model;
        private final ImageDataset dataset;
        private final Split split;
        private final TrainingPlan plan;
        private final TrainingListener listener;
        private final Progress progress;
        private final List<EpochRecord> epochs = new ArrayList<>();
        private double bestLoss = Double.POSITIVE_INFINITY;

        Run(
                TransferModel model,
                ImageDataset dataset,
                Split split,
                TrainingPlan plan,
                TrainingListener listener,
                Progress progress) {
            this.model = model;
            this.dataset = dataset;
            this.split = split;
            this.plan = plan;
            this.listener = listener;
            this.progress = progress;
        }

        void phase(int number, ResolvedFreeze freeze, FrozenPrefix prefix, FeatureSource source) {
            Phase phase = plan.phases().get(number);
            int steps = (split.train().size() + plan.batchSize() - 1) / plan.batchSize();
            try (TrainingSession session =
                            engine.training(model.graph(), prefix, freeze, model.headLayers(), phase.optimizer());
                    Progress.Task task =
                            progress.start("Training, phase " + (number + 1), (long) steps * phase.epochs())) {
                int sinceBest = 0;
                for (int epoch = 1; epoch <= phase.epochs(); epoch++) {
                    EpochRecord epochRecord = epoch(number, epoch, phase, session, source, task);
                    epochs.add(epochRecord);
                    boolean best = epochRecord.validationLoss() < bestLoss;
                    if (best) {
                        bestLoss = epochRecord.validationLoss();
                        session.writeBack();
                    }
                    sinceBest = best ? 0 : sinceBest + 1;
                    listener.epochFinished(number + 1, epochRecord, best);
                    // Nothing good comes after a loss that is no number; the model keeps its best epoch.
                    if (!Double.isFinite(epochRecord.trainLoss())
                            || (phase.patience() > 0 && sinceBest >= phase.patience())) {
                        break;
                    }
                }
            }
        }

        private EpochRecord epoch(
                int phaseNumber,
                int epoch,
                Phase phase,
                TrainingSession session,
                FeatureSource source,
                Progress.Task task) {
            long start = System.nanoTime();
            List<Integer> order = shuffled(phaseNumber, epoch);
            double lossSum = 0;
            long correct = 0;
            int seen = 0;
            try (FeatureSource.Batches batches = source.batches(order, plan.batchSize())) {
                while (batches.hasNext()) {
                    checkInterrupted();
                    INDArray[] cut = batches.next();
                    int size = (int) cut[0].size(0);
                    INDArray labels = labels(order.subList(seen, seen + size));
                    StepResult step = session.step(cut, labels);
                    release(cut);
                    release(labels);
                    lossSum += step.loss() * size;
                    correct += step.correct();
                    seen += size;
                    task.advance(1);
                }
            }
            double[] validation = validate(session, source);
            EpochRecord result = new EpochRecord(
                    epoch,
                    lossSum / seen,
                    (double) correct / seen,
                    validation[0],
                    validation[1],
                    phase.optimizer().learningRate(),
                    secondsSince(start));
            task.note(String.format(
                    Locale.ROOT,
                    "epoch %d/%d  validation loss %.4f  accuracy %.1f %%",
                    epoch,
                    phase.epochs(),
                    validation[0],
                    100 * validation[1]));
            return result;
        }

        private List<Integer> shuffled(int phaseNumber, int epoch) {
            List<Integer> order = new ArrayList<>(split.train());
            Collections.shuffle(order, new Random(plan.seed() * 1_000_003 + phaseNumber * 10_007L + epoch));
            return order;
        }

        private double[] validate(TrainingSession session, FeatureSource source) {
            List<Prediction> predictions = predict(source, split.validation(), session::probabilities);
            double loss = 0;
            int correct = 0;
            for (Prediction prediction : predictions) {
                loss -= Math.log(Math.max(prediction.probabilities().get(prediction.actual()), Double.MIN_NORMAL));
                correct += prediction.correct() ? 1 : 0;
            }
            return new double[] {loss / predictions.size(), (double) correct / predictions.size()};
        }

        List<Prediction> predict(
                FeatureSource source, List<Integer> indices, Function<INDArray[], INDArray> probabilities) {
            List<Prediction> predictions = new ArrayList<>();
            try (FeatureSource.Batches batches = source.batches(indices, plan.batchSize())) {
                while (batches.hasNext()) {
                    checkInterrupted();
                    INDArray[] cut = batches.next();
                    INDArray result = probabilities.apply(cut);
                    release(cut);
                    for (int row = 0; row < result.rows(); row++) {
                        var sample = dataset.samples().get(indices.get(predictions.size()));
                        predictions.add(new Prediction(sample.name(), sample.label(), row(result, row)));
                    }
                }
            }
            return predictions;
        }

        private INDArray labels(List<Integer> indices) {
            int classes = dataset.classNames().size();
            float[] values = new float[indices.size() * classes];
            for (int i = 0; i < indices.size(); i++) {
                values[i * classes + dataset.samples().get(indices.get(i)).label()] = 1;
            }
            return Nd4j.createFromArray(values).reshape(indices.size(), classes);
        }
    }

    /** Native memory that waits for the garbage collector can pile up, as it does not count as heap. */
    private static void release(INDArray... arrays) {
        for (INDArray array : arrays) {
            if (array.closeable()) {
                array.close();
            }
        }
    }

    private static List<Double> row(INDArray probabilities, int row) {
        List<Double> values = new ArrayList<>();
        for (int c = 0; c < probabilities.columns(); c++) {
            values.add(probabilities.getDouble(row, c));
        }
        return values;
    }

    private static void checkInterrupted() {
        if (Thread.currentThread().isInterrupted()) {
            throw new GraftException("The training was interrupted. The model holds the best epoch so far.");
        }
    }
}
