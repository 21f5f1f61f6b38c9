package dev.graft.cli;

import dev.graft.augmentation.AugmentationCatalog;
import dev.graft.backbone.BackboneRegistry;
import dev.graft.data.ImageDataset;
import dev.graft.data.ReadOptions;
import dev.graft.data.SplitFractions;
import dev.graft.engine.Engine;
import dev.graft.engine.EngineOptions;
import dev.graft.error.GraftException;
import dev.graft.feature.FeatureCache;
import dev.graft.recommend.RecommendationFiles;
import dev.graft.report.PageWriter;
import dev.graft.search.Axis;
import dev.graft.search.Cluster;
import dev.graft.search.ClusterOptions;
import dev.graft.search.ClusterProvider;
import dev.graft.search.GridSearch;
import dev.graft.search.Ledger;
import dev.graft.search.LocalOptions;
import dev.graft.search.LocalTrialExecutor;
import dev.graft.search.Measure;
import dev.graft.search.NestedSearch;
import dev.graft.search.NestedVerdict;
import dev.graft.search.ReferenceGrid;
import dev.graft.search.SearchData;
import dev.graft.search.SearchReport;
import dev.graft.search.SearchResult;
import dev.graft.search.SearchSpace;
import dev.graft.search.SearchStrategy;
import dev.graft.search.SearchTools;
import dev.graft.search.Trial;
import dev.graft.search.TrialExecutor;
import dev.graft.search.WinnerTraining;
import dev.graft.search.ensemble.CombinationFile;
import dev.graft.search.ensemble.GreedySoup;
import dev.graft.search.ensemble.Soup;
import dev.graft.settings.TrainingSettings;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code grid}: many trainings, and which is best. */
@Command(
        name = "grid",
        resourceBundle = DefaultValues.NAME,
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Trains every combination of a search space on your images and says which is best.",
            "",
            "May be interrupted at any time: the same call goes on where it was. Several processes may work on one ledger."
                    + " Every training is chosen by its validation part; the test part stays sealed until the end.",
            ""
        })
final class GridCommand implements Callable<Integer> {
    /** Folder of the ledger. */
    private static final String FEATURES = "features";

    @Parameters(paramLabel = "DIR", description = "Folder of class folders, or a CSV manifest.")
    private Path images;

    @ArgGroup(multiplicity = "1")
    private Space space = new Space();

    /** Where the space comes from. */
    private static final class Space {
        @Option(
                names = "--space",
                paramLabel = "FILE",
                required = true,
                description = "What to try, YAML or JSON; see docs/search.md.")
        private @Nullable Path file;

        @Option(
                names = "--reference",
                required = true,
                description =
                        "Try the reference experiment: seven networks by unfrozen layers, optimizer, learning rate"
                                + " and augmentation, each twice.")
        private boolean reference; // Without a file it is given: one of both is required.
    }

    @Option(
            names = "--set",
            paramLabel = "AXIS=VALUE[,VALUE...]",
            description = "Another value for an axis of the whole space, for example size=96 or repeats through"
                    + " seed=1,2,3; may be given several times.")
    private Map<String, String> changes = new LinkedHashMap<>();

    @Option(
            names = {"--output", "--ledger"},
            paramLabel = "DIR",
            description = "The ledger, where trials are kept (default: ${DEFAULT-VALUE}).")
    private Path ledger = Path.of("graft-grid");

    @Option(
            names = "--strategy",
            paramLabel = "NAME",
            description =
                    "grid, all trials to their end; random:N configurations; tpe:N configurations, each chosen by what came"
                            + " of those before, or tpe without an end; halving:EPOCHS:FACTOR or"
                            + " hyperband:EPOCHS:FACTOR, which end weak ones early; bohb:EPOCHS:FACTOR, which does both, or"
                            + " bohb:EPOCHS:FACTOR:N for N configurations (default: ${DEFAULT-VALUE}).")
    private String strategy = "grid";

    @Option(
            names = "--recommendation",
            paramLabel = "FILE",
            description =
                    "With tpe or bohb: begin with the networks that graft recommend ranked first, its recommendation.json"
                            + " (default: any).")
    private @Nullable Path recommendation;

    @Option(
            names = "--minutes",
            paramLabel = "N",
            description =
                    "Begin nothing new after so long, and pause what is under way at the end of its epoch; the same call"
                            + " goes on later (default: no limit).")
    private @Nullable Double minutes;

    @Option(
            names = "--measure",
            paramLabel = "NAME",
            description = "What to choose by on the validation part: accuracy, balanced_accuracy, roc_auc,"
                    + " log_likelihood or another name of docs/trust.md (default: accuracy).")
    private String measure = Measure.ACCURACY.name();

    @Option(
            names = "--folds",
            paramLabel = "K",
            description =
                    "Train every configuration on K folds: each image is judged by a model that has not seen it, no"
                            + " part is sealed, and the winner's figure is corrected for having been chosen.")
    private int folds;

    @Option(
            names = "--rounds",
            paramLabel = "R",
            description = "Cut the images into folds so many times (default: ${DEFAULT-VALUE}).")
    private int rounds = 1;

    @Option(
            names = "--drop",
            paramLabel = "P",
            description =
                    "In folds: give configurations up that will hardly be the best in the end; P is the probability,"
                            + " in the whole search, to lose the winner so, for example 0.1 (default: train all folds"
                            + " of all).")
    private double drop;

    @Option(
            names = "--nested",
            description =
                    "In folds: make the whole search again for each fold on the other images, and judge its winner by"
                            + " the fold; as many searches more as folds.")
    private boolean nested;

    @Option(names = "--retry-failed", description = "Try trials again that failed before.")
    private boolean retryFailed;

    @Option(names = "--dry-run", description = "Say what would be trained, and do no more.")
    private boolean dryRun;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description =
                    "Seed of the split and of a random strategy (default: ${bundle:default.seed}). Seeds of trials are an"
                            + " axis.")
    private @Nullable Long seed;

    @Mixin
    private SettingsOption base;

    @Mixin
    private DataOptions data;

    @Mixin
    private SealOptions seals;

    @Mixin
    private WeightsOptions weights;

    @Mixin
    private MachineOptions machine;

    @Option(
            names = "--master",
            paramLabel = "URL",
            description =
                    "Run the trials on a Spark cluster, for example spark://host:7077; see docs/spark.md. --threads are"
                            + " then those of each task (default: spark.task.cpus).")
    private @Nullable String master;

    @Option(
            names = "--slots",
            paramLabel = "N",
            description =
                    "Trials at a time, which share the threads (default: 1, or the number of GPUs named). On a cluster"
                            + " tasks at a time (default: as many as there is room for).")
    private @Nullable Integer slots;

    @Option(
            names = "--memory",
            paramLabel = "MIB",
            description = "Memory that trials at a time may need together (default: no limit).")
    private long memory = Long.MAX_VALUE >> 20;

    @Option(
            names = "--keep-models",
            description = "Keep every trial's model; the report then shows where the best ones look.")
    private boolean keepModels;

    @Option(
            names = "--soup",
            description = "Average the parameters of models that were kept, as far as the validation part does not get"
                    + " worse, into soup.graft in the ledger; see docs/recipes.md. Needs --keep-models.")
    private boolean soup;

    @Spec
    private CommandSpec spec;

    /** Of --master, once it is needed. */
    private @Nullable Cluster cluster;

    @Override
    public Integer call() {
        checkOptions();
        try {
            return search();
        } finally {
            if (cluster != null) {
                cluster.close();
            }
        }
    }

    private int search() {
        Console console = new Console(spec.commandLine().getOut());
        Measure chosenBy = Measure.of(measure);
        TrainingSettings settings = machine.over(data.over(base.settings()));
        long splitSeed = seed == null ? settings.seeds().split() : seed;
        SearchTools tools = new SearchTools(BackboneRegistry.load(), weights.store(), AugmentationCatalog.installed());
        SearchSpace chosen = chosenSpace();
        SearchStrategy chosenStrategy = new StrategyNotation(
                        splitSeed,
                        recommendation == null
                                ? List.of()
                                : RecommendationFiles.read(recommendation).networks())
                .read(strategy);
        ImageDataset dataset = data.source(images)
                .read(
                        ReadOptions.defaults().withThreads(machine.threads()).withProgress(console),
                        settings.split().test(),
                        console);
        data.check(dataset);
        SearchData split = divided(dataset, settings, splitSeed);
        String positive = settings.evaluation().positiveClass();
        if (!positive.isEmpty()) {
            split = split.withPositiveClass(positive);
        }
        TrialExecutor executor = executor(tools, settings);
        Function<SearchData, GridSearch> searches = of -> {
            GridSearch search = new GridSearch(tools, executor, of)
                    .settings(settings)
                    .space(chosen)
                    .strategy(chosenStrategy)
                    .measure(chosenBy)
                    .retryFailed(retryFailed)
                    .listener(new SearchConsole(console, chosenBy, TrialNames.among(chosen.cells(settings))));
            search = minutes == null ? search : search.minutes(minutes);
            return drop == 0 ? search : search.dropHopeless(drop);
        };
        GridSearch search = searches.apply(split);
        if (dryRun) {
            describe(console, chosen.cells(settings).size(), search.trials());
            return 0;
        }
        SearchResult result = search.run(ledger);
        new SearchSummary(console).print(result);
        noteOpening(result, split, console);
        Engine engine = machine.firstEngine(new EngineOptions(machine.threads(), settings.precision()));
        SearchReport report = SearchReport.of(Ledger.read(ledger));
        report.explain(result, split, engine);
        report.write(result);
        if (soup) {
            stir(result, split, engine, console);
        }
        if (result.selection().isPresent() && result.cutShort().isEmpty()) {
            WinnerTraining training = new WinnerTraining(
                    tools, split, engine, FeatureCache.defaults().in(ledger.resolve(FEATURES)), machine.threads());
            if (nested) {
                NestedVerdict judged = new NestedSearch(split, searches, training).run(ledger);
                new SearchSummary(console).nested(chosenBy, judged);
            }
            console.line("The first, trained on all images: " + training.train(Ledger.read(ledger), result));
        }
        console.line("Ledger: " + ledger);
        console.line("Report: " + ledger.resolve(PageWriter.REPORT));
        return result.failed().isEmpty() ? 0 : 1;
    }

    private void checkOptions() {
        if (folds < 0 || folds == 1) {
            throw new GraftException("Found --folds " + folds + ", expected at least 2. Leave it out for one split.");
        }
        if (folds == 0 && rounds != 1) {
            throw new GraftException("Found --rounds " + rounds
                    + " without --folds. Say into how many folds the images are cut, for example --folds 5.");
        }
        if (nested && folds == 0) {
            throw new GraftException("Found --nested without --folds. Say into how many folds the images are cut, for"
                    + " example --folds 5.");
        }
        if (soup && (!keepModels || folds != 0)) {
            throw new GraftException("Found --soup " + (folds == 0 ? "without --keep-models" : "with --folds")
                    + ". A soup is made of kept models that were judged on one validation part.");
        }
        if (nested && recommendation != null) {
            throw new GraftException(
                    "Found --nested with --recommendation, and the recommendation has looked at the images"
                            + " that judge the search. Leave one of both out.");
        }
        if (nested && minutes != null) {
            throw new GraftException("Found --nested with --minutes, and a search that is cut short cannot be judged."
                    + " Search with --minutes until all is done, then call again with --nested instead.");
        }
    }

    private void stir(SearchResult result, SearchData split, Engine engine, Console console) {
        try (Soup made = new GreedySoup(split, engine).of(Ledger.read(ledger), result)) {
            new CombinationSummary(console).print(made);
            if (made.soup().test().isPresent()) {
                noteOpening(split, CombinationSummary.name(made), console);
            }
            CombinationFile.write(made, ledger);
            Path file = ledger.resolve("soup.graft");
            made.save(file);
            console.line("Soup: " + file);
        }
    }

    private SearchData divided(ImageDataset dataset, TrainingSettings settings, long splitSeed) {
        SplitFractions shares = settings.split().fractions();
        return folds == 0
                ? SearchData.of(dataset, shares, splitSeed)
                : SearchData.ofFolds(dataset, shares, folds, rounds, splitSeed);
    }

    /** The winner's figures on the test part are told. Another winner of the same ledger is another look. */
    private void noteOpening(SearchResult result, SearchData split, Console console) {
        if (result.verdict().isPresent()) {
            Trial winner =
                    result.winner().orElseThrow().chosen(result.measure()).trial();
            noteOpening(split, "winner " + winner.address().shortForm(), console);
        }
    }

    private void noteOpening(SearchData split, String what, Console console) {
        String part = split.images().contentHash(split.split().test());
        String opened = ledger.toAbsolutePath().normalize() + ", " + what;
        seals.book().open(part, opened).ifPresent(sentence -> console.line("Note: " + sentence));
    }

    private TrialExecutor executor(SearchTools tools, TrainingSettings settings) {
        if (master == null) {
            return LocalTrialExecutor.onDevices(tools, machine::engines, options(settings), ledger.resolve(FEATURES));
        }
        boolean threads = spec.commandLine().getParseResult().hasMatchedOption("--threads");
        Cluster connected = ClusterProvider.installed()
                .connect(master, threads ? OptionalInt.of(machine.threads()) : OptionalInt.empty());
        cluster = connected;
        return connected.executor(tools, clusterOptions(settings));
    }

    private ClusterOptions clusterOptions(TrainingSettings settings) {
        ClusterOptions options =
                ClusterOptions.defaults().withPrecision(settings.precision()).withModels(keepModels);
        if (machine.engineName().isPresent()) {
            options = options.withEngine(machine.engineName().get());
        }
        if (weights.elsewhere().isPresent()) {
            options = options.withWeights(weights.elsewhere().get());
        }
        return slots == null ? options : options.withSlots(slots);
    }

    private LocalOptions options(TrainingSettings settings) {
        int several = Math.min(machine.engines(), machine.threads());
        return LocalOptions.of(machine.threads())
                .withPrecision(settings.precision())
                .withSlots(slots == null ? several : slots, memory << 20)
                .withModels(keepModels);
    }

    private SearchSpace chosenSpace() {
        SearchSpace chosen = space.file == null ? ReferenceGrid.space() : SearchSpace.read(space.file);
        for (Map.Entry<String, String> change : changes.entrySet()) {
            try {
                Axis axis = Axis.byId(change.getKey());
                List<String> values = List.of(change.getValue().split(","));
                chosen = chosen.with(builder -> builder.axis(axis, values));
            } catch (GraftException e) {
                throw new GraftException(
                        "--set " + change.getKey() + "=" + change.getValue() + ": " + e.getMessage(), e);
            }
        }
        return chosen;
    }

    private static void describe(Console console, int cells, List<Trial> trials) {
        console.line(cells + " cells are " + trials.size() + " different trainings.");
        Map<String, Integer> perBackbone = new LinkedHashMap<>();
        trials.forEach(trial -> perBackbone.merge(trial.settings().model().backbone(), 1, Integer::sum));
        perBackbone.forEach((backbone, count) -> console.line("  " + count + " of " + backbone));
    }
}
