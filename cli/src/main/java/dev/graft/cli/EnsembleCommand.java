package dev.graft.cli;

import dev.graft.result.TrainingResult;
import dev.graft.run.SealBook;
import dev.graft.search.Ledger;
import dev.graft.search.Measure;
import dev.graft.search.SearchResult;
import dev.graft.search.ensemble.CombinationFile;
import dev.graft.search.ensemble.EnsembleOptions;
import dev.graft.search.ensemble.TrialEnsemble;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ensemble}: trials of a ledger whose mean is better than each. */
@Command(
        name = "ensemble",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Selects trials of a ledger whose mean of probabilities is best on the validation part, with weights, from their"
                    + " stored predictions alone.",
            "",
            "The test part is opened for it once and compared with the best single trial. See docs/recipes.md.",
            ""
        })
final class EnsembleCommand implements Callable<Integer> {
    private static final EnsembleOptions USUAL = EnsembleOptions.defaults();

    @Parameters(paramLabel = "LEDGER", description = "Folder that grid was given.")
    private Path ledger;

    @Option(
            names = "--measure",
            paramLabel = "NAME",
            description = "What to select by, as grid's (default: ${DEFAULT-VALUE}).")
    private String measure = Measure.ACCURACY.name();

    @Option(
            names = "--best",
            paramLabel = "N",
            description = "Consider the N best single trials alone (default: ${DEFAULT-VALUE}).")
    private int best = USUAL.best();

    @Option(
            names = "--rounds",
            paramLabel = "N",
            description =
                    "Add a trial so many times; the best ensemble on the way is kept (default: ${DEFAULT-VALUE}).")
    private int rounds = USUAL.rounds();

    @Option(
            names = "--bags",
            paramLabel = "N",
            description =
                    "Select N times from a random half of the trials and put all together; 0 selects once from all"
                            + " (default: ${DEFAULT-VALUE}).")
    private int bags = USUAL.bags();

    @Option(names = "--seed", paramLabel = "N", description = "Seed of the halves (default: ${DEFAULT-VALUE}).")
    private long seed = USUAL.seed();

    @Mixin
    private SealOptions seals = new SealOptions();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Console console = new Console(spec.commandLine().getOut());
        Measure chosenBy = Measure.of(measure);
        EnsembleOptions options = new EnsembleOptions(best, rounds, bags, seed);
        Ledger read = Ledger.read(ledger);
        TrialEnsemble ensemble = TrialEnsemble.of(read, SearchResult.of(read, chosenBy), options);
        new CombinationSummary(console).print(ensemble, chosenBy);
        TrainingResult any = read.result(ensemble.best().trial().address());
        SealBook.part(any)
                .ifPresent(part -> seals.book()
                        .open(part, ledger.toAbsolutePath().normalize() + ", " + CombinationSummary.name(ensemble))
                        .ifPresent(sentence -> console.line("Note: " + sentence)));
        console.line("Ensemble: " + CombinationFile.write(ensemble, chosenBy, options, read));
        console.line(
                ensemble.canBeOpened(read)
                        ? "predict and evaluate open this file as they open a model."
                        : "predict cannot open it: models of members were not kept, or have several input sizes. Search with"
                                + " --keep-models, and with one size, into a new ledger.");
        return 0;
    }
}
