package dev.graft.cli;

import dev.graft.report.PageWriter;
import dev.graft.search.Ledger;
import dev.graft.search.Measure;
import dev.graft.search.SearchReport;
import dev.graft.search.SearchResult;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code report}: what a ledger holds now. */
@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {"Writes the page, the table and the best of what a ledger holds now, while a grid runs too.", ""
        })
final class ReportCommand implements Callable<Integer> {
    @Parameters(paramLabel = "LEDGER", description = "Folder that grid was given.")
    private Path ledger;

    @Option(names = "--measure", paramLabel = "NAME", description = "As grid's (default: accuracy).")
    private String measure = Measure.ACCURACY.name();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Ledger read = Ledger.read(ledger);
        SearchReport.of(read).write(SearchResult.of(read, Measure.of(measure)));
        new Console(spec.commandLine().getOut()).line("Report: " + ledger.resolve(PageWriter.REPORT));
        return 0;
    }
}
