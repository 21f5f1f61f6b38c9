package dev.graft.search;

import dev.graft.engine.Engine;
import dev.graft.engine.EngineOptions;
import dev.graft.error.GraftException;
import dev.graft.feature.FeatureCache;
import dev.graft.model.InputProfile;
import dev.graft.run.TransferGroup;
import dev.graft.run.TransferResult;
import dev.graft.run.TransferRun;
import dev.graft.run.TransferTask;
import dev.graft.train.Checkpoints;
import dev.graft.train.SharedTrainer;
import dev.graft.train.TrainingEnd;
import dev.graft.train.TrainingListener;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Runs trials on this machine, one group in each slot. Trials that share frozen layers run in lock-step, or back to back and
 * find each other's features in files.
 */
public final class LocalTrialExecutor implements TrialExecutor {
    private final SearchTools tools;
    private final LocalOptions options;
    private final EnginePool engines;
    private final TrialTask tasks;
    private final TrialArrangement arrangement;
    private final TrialCosts costs;
    private final MemoryBudget memory;
    private final FeatureFolders features;

    /**
     * All slots compute with one engine.
     *
     * @param tools where names are looked up
     * @param engines makes an engine of so many threads and that precision, for example {@code Engines.load()::best}
     * @param options how the machine may be used
     * @param features folder for the features of frozen layers, made if need be; may be emptied at any time
     */
    public LocalTrialExecutor(
            SearchTools tools, Function<EngineOptions, Engine> engines, LocalOptions options, Path features) {
        this(tools, new EnginePool(List.of(engines.apply(asked(options)))), options, features);
    }

    private LocalTrialExecutor(SearchTools tools, EnginePool engines, LocalOptions options, Path features) {
        this.tools = tools;
        this.options = options;
        this.engines = engines;
        this.tasks = new TrialTask(tools, asked(options).threads());
        this.arrangement = new TrialArrangement(tools.backbones());
        this.costs = new TrialCosts(tools.backbones());
        this.memory = new MemoryBudget(options.memoryBytes());
        this.features = new FeatureFolders(features, options.featureBytes());
    }

    /**
     * Each group of trials computes with the engine that has the fewest at the moment. As many slots as engines keep all at
     * work.
     *
     * @param engines makes equal engines on different devices, for example {@code asked -> Engines.load().all("cuda:all",
     *     asked)}
     * @throws GraftException if the engines differ in what they say of themselves: so would their numbers
     */
    public static LocalTrialExecutor onDevices(
            SearchTools tools, Function<EngineOptions, List<Engine>> engines, LocalOptions options, Path features) {
        return new LocalTrialExecutor(tools, new EnginePool(engines.apply(asked(options))), options, features);
    }

    private static EngineOptions asked(LocalOptions options) {
        return new EngineOptions(options.threads() / options.slots(), options.precision());
    }

    @Override
    public String engine() {
        return engines.describe();
    }

    @Override
    public int slots() {
        return options.slots();
    }

    /** As {@link TrialArrangement} does. */
    @Override
    public List<TrialGroup> arrange(List<Trial> trials) {
        return arrangement.groups(trials, TrialArrangement.MOST_TOGETHER);
    }

    /** Weights: a search should not end in the third hour because a file is not to be had. */
    @Override
    public void prepare(List<Trial> trials) {
        tools.prepare(trials);
    }

    @Override
    public void run(List<TrialJob> together) {
        long bytes = together.stream()
                .mapToLong(job -> costs.bytes(job.trial()))
                .max()
                .orElse(0);
        try {
            memory.run(bytes, () -> placed(together));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new GraftException("The search was interrupted while trials waited for memory.", e);
        }
    }

    private void placed(List<TrialJob> together) {
        try (FeatureFolders.Place place =
                features.use(TrialArrangement.sharing(together.get(0).trial()))) {
            engines.use(engine -> train(together, engine, options.cache().in(place.folder())));
        }
    }

    private void train(List<TrialJob> together, Engine engine, FeatureCache cache) {
        List<EpochLimit> limits = together.stream()
                .map(job -> new EpochLimit(job.epochLimit().orElse(Integer.MAX_VALUE), job.deadline()))
                .toList();
        List<TransferTask> prepared = IntStream.range(0, together.size())
                .mapToObj(i -> task(together.get(i), engine, limits.get(i), cache))
                .toList();
        TransferGroup.of(prepared)
                .memory(Math.min(options.memoryBytes(), SharedTrainer.defaultMemory()) / options.slots())
                .run((number, result) -> report(together.get(number), limits.get(number), result));
    }

    private TransferTask task(TrialJob job, Engine engine, EpochLimit limit, FeatureCache cache) {
        return tasks.of(job.trial(), engine, job.data(), cache)
                .checkpoints(Checkpoints.in(job.checkpoint()).withShareOfTime(options.checkpointShare()))
                .listener(TrainingListener.all(List.of(job.listener(), limit)))
                .record("trial", TrialTask.provenance(job.trial()));
    }

    private void report(TrialJob job, EpochLimit limit, TransferResult result) {
        if (result instanceof TransferResult.Failed failed) {
            job.report().failed(failed.cause());
            return;
        }
        try (TransferRun run = ((TransferResult.Finished) result).run()) {
            if (run.end() instanceof TrainingEnd.Failed failed) {
                // Half a trial must not be compared with whole ones; what it left can be gone on with.
                job.report().failed(failed.cause());
            } else {
                finished(job, limit, run);
            }
        }
    }

    private void finished(TrialJob job, EpochLimit limit, TransferRun run) {
        if (limit.paused()) {
            job.report().paused(run.result());
            return;
        }
        if (options.keepModels()) {
            InputProfile inputs = InputProfile.of(
                    job.data().images(), job.data().division(job.trial()).split());
            run.withInputs(inputs).saveModel(job.folder().resolve(TransferRun.MODEL_FILE));
        }
        job.report().finished(run.result());
    }
}
