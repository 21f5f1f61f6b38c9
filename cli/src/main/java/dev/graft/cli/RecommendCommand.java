package dev.graft.cli;

import dev.graft.data.ImageDataset;
import dev.graft.data.ReadOptions;
import dev.graft.recommend.RecommendOptions;
import dev.graft.recommend.Recommendation;
import dev.graft.recommend.Recommender;
import dev.graft.search.SearchData;
import dev.graft.settings.TrainingSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code recommend}: what is worth training. */
@Command(
        name = "recommend",
        resourceBundle = DefaultValues.NAME,
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Ranks networks and where to cut them for your images, before any training.",
            "",
            "Frozen features of each cut go to a logistic regression, cross-validated by group. What is clearly worse than"
                    + " the best is left out of the search space that is written. The test part stays sealed.",
            ""
        })
final class RecommendCommand implements Callable<Integer> {
    @Parameters(paramLabel = "DIR", description = "Folder of class folders, or a CSV manifest.")
    private Path images;

    @Option(
            names = "--output",
            paramLabel = "DIR",
            description = "Where recommendation.json, space.yaml and what is kept for the next call go (default:"
                    + " ${DEFAULT-VALUE}).")
    private Path output = Path.of("graft-recommendation");

    @Option(
            names = "--backbones",
            paramLabel = "ID",
            split = ",",
            description = "Backbones to look at (default: all whose weights are on this machine).")
    private List<String> backbones = List.of();

    @Option(
            names = "--weights",
            paramLabel = "NAME|FILE",
            split = ",",
            description =
                    "Weights to look at: names, files, or random, which nothing should be worse than (default: all"
                            + " published ones on this machine).")
    private List<String> weightsNames = List.of();

    @Option(
            names = "--sizes",
            paramLabel = "PX",
            split = ",",
            description = "Sides of the square input (default: each backbone's own).")
    private List<Integer> sizes = List.of();

    @Option(
            names = "--preprocessing",
            paramLabel = "NAME",
            split = ",",
            description = "How pixels become numbers: caffe, tf, torch, none (default: what the weights expect).")
    private List<String> preprocessings = List.of();

    @Option(
            names = "--folds",
            paramLabel = "K",
            description = "Folds of the cross-validation, at least 3 (default: ${DEFAULT-VALUE}).")
    private int folds = RecommendOptions.defaults().folds();

    @Option(
            names = "--rounds",
            paramLabel = "N",
            description = "How often to deal images out to folds anew (default: ${DEFAULT-VALUE}).")
    private int rounds = RecommendOptions.defaults().rounds();

    @Option(
            names = "--ledger",
            paramLabel = "DIR",
            description = "A grid of the same images: tells how well each column orders what was trained there.")
    private @Nullable Path ledger;

    @Option(
            names = "--shuffle-labels",
            paramLabel = "SEED",
            description = "Exchange the labels of whole groups before: then nothing may beat chance.")
    private @Nullable Long shuffle;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Seed of the split and of the folds (default: ${bundle:default.seed}).")
    private @Nullable Long seed;

    @Mixin
    private SettingsOption base;

    @Mixin
    private DataOptions data;

    @Mixin
    private WeightsOptions weights;

    @Mixin
    private CacheOptions cache;

    @Mixin
    private MachineOptions machine;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Console console = new Console(spec.commandLine().getOut());
        TrainingSettings settings = machine.over(data.over(base.settings()));
        long splitSeed = seed == null ? settings.seeds().split() : seed;
        RecommendOptions options = new RecommendOptions(
                backbones, weightsNames, sizes, preprocessings, folds, rounds, splitSeed, Optional.ofNullable(shuffle));
        ImageDataset dataset = data.source(images)
                .read(
                        ReadOptions.defaults().withThreads(machine.threads()).withProgress(console),
                        settings.split().test(),
                        console);
        data.check(dataset);
        SearchData split = SearchData.of(dataset, settings.split().fractions(), splitSeed);
        Recommender recommender = machine.graft(settings, cache.cache(), weights.store())
                .recommend(split, output)
                .options(options)
                .progress(console);
        Recommendation recommendation = (ledger == null ? recommender : recommender.ledger(ledger)).run();
        new RecommendationTable(console).print(recommendation, output);
        return 0;
    }
}
