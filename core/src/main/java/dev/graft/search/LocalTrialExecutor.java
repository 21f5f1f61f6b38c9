package dev.graft.search;

import dev.graft.GraftException;
import dev.graft.backbone.WeightsByName;
import dev.graft.engine.Engine;
import dev.graft.engine.EngineOptions;
import dev.graft.feature.FeatureCache;
import dev.graft.model.ModelFile;
import dev.graft.run.TransferRun;
import dev.graft.run.TransferTask;
import dev.graft.train.TrainingListener;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/**
 * Runs trials on this machine, one by one in each slot. Trials that share frozen layers run back to back and find each
 * other's features in files.
 */
public final class LocalTrialExecutor implements TrialExecutor {
    private final SearchTools tools;
    private final LocalOptions options;
    private final Engine engine;
    private final TrialTask tasks;
    private final TrialCosts costs;
    private final MemoryBudget memory;
    private final FeatureShelf features;

    /**
     * @param tools where names are looked up
     * @param engines makes an engine of so many threads, for example {@code Engines.load()::best}
     * @param options how the machine may be used
     * @param features folder for the features of frozen layers, made if need be; may be emptied at any time
     */
    public LocalTrialExecutor(
            SearchTools tools, Function<EngineOptions, Engine> engines, LocalOptions options, Path features) {
        int threads = options.threads() / options.slots();
        this.tools = tools;
        this.options = options;
        this.engine = engines.apply(new EngineOptions(threads));
        this.tasks = new TrialTask(tools, engine, threads);
        this.costs = new TrialCosts(tools.backbones());
        this.memory = new MemoryBudget(options.memoryBytes());
        this.features = new FeatureShelf(features, options.featureBytes());
    }

    @Override
    public String engine() {
        return engine.describe();
    }

    @Override
    public int slots() {
        return options.slots();
    }

    /** Cheap backbones first; those that share features together, and of those the same cut together. */
    @Override
    public List<TrialGroup> arrange(List<Trial> trials) {
        List<Trial> ordered = new ArrayList<>(trials);
        ordered.sort(Comparator.<Trial>comparingDouble(trial -> costs.forward(trial.settings()))
                .thenComparing(LocalTrialExecutor::sharing)
                .thenComparing(trial -> trial.settings().unfrozen().layers())
                .thenComparing(trial -> trial.settings().head())
                .thenComparing(trial -> trial.settings().augmentationIdentity()));
        return ordered.stream()
                .map(trial -> new TrialGroup(sharing(trial), List.of(trial)))
                .toList();
    }

    /** What the features of the frozen layers of two trials must have in common to be of use to both. */
    static String sharing(Trial trial) {
        TrialSettings s = trial.settings();
        boolean drawn = s.weights().equals(WeightsByName.RANDOM);
        return String.join(
                "; ",
                s.backbone(),
                s.weightsIdentity() + (drawn ? " " + s.seed() : ""),
                String.valueOf(s.size()),
                s.preprocessing());
    }

    /** Weights: a search should not end in the third hour because a file is not to be had. */
    @Override
    public void prepare(List<Trial> trials) {
        WeightsByName weights = new WeightsByName(tools.weights());
        trials.stream()
                .map(trial ->
                        List.of(trial.settings().backbone(), trial.settings().weights()))
                .distinct()
                .forEach(named -> weights.of(tools.backbones().get(named.get(0)).spec(), named.get(1))
                        .prepare());
    }

    @Override
    public void run(List<TrialJob> together) {
        together.forEach(this::run);
    }

    private void run(TrialJob job) {
        try {
            memory.run(costs.bytes(job.trial().settings()), () -> placed(job));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new GraftException("The search was interrupted while a trial waited for memory.", e);
        }
    }

    private void placed(TrialJob job) {
        try (FeatureShelf.Place place = features.use(sharing(job.trial()))) {
            train(job, place.folder());
        }
    }

    private void train(TrialJob job, Path place) {
        FeatureCache cache = options.cache().in(place);
        EpochLimit limit = new EpochLimit(job.epochLimit().orElse(Integer.MAX_VALUE));
        TransferTask task = tasks.of(job.trial().settings(), job.data(), cache)
                .checkpoints(job.checkpoint())
                .listener(TrainingListener.all(List.of(job.listener(), limit)))
                .record("trial", TrialTask.provenance(job.trial()));
        TransferRun run = task.run();
        if (limit.paused()) {
            job.report().paused(run.result());
            return;
        }
        if (options.keepModels()) {
            ModelFile.save(run.model(), run.result().provenance(), job.folder().resolve(TransferRun.MODEL_FILE));
        }
        job.report().finished(run.result());
    }
}
