package dev.graft.cli;

import dev.graft.error.GraftException;
import dev.graft.evaluate.EvaluationFiles;
import dev.graft.evaluate.EvaluationSummary;
import dev.graft.model.ModelFile;
import dev.graft.report.ModelCard;
import dev.graft.result.ResultFiles;
import dev.graft.result.RunFacts;
import dev.graft.result.TrainingResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code card}: a page about a model. */
@Command(
        name = "card",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Writes a page about a saved model: data, figures with intervals, limits, how it was made; as model-card.md and"
                    + " model-card.html.",
            ""
        })
final class CardCommand implements Callable<Integer> {
    @Parameters(paramLabel = "MODEL", description = "A model.graft file.")
    private Path model;

    @Option(names = "--output", paramLabel = "DIR", description = "Existing folder (default: the model's).")
    private @Nullable Path output;

    @Option(
            names = "--result",
            paramLabel = "FILE",
            description = "Result of its training (default: result.json beside the model, if there).")
    private @Nullable Path result;

    @Option(
            names = "--evaluation",
            paramLabel = "DIR",
            description = "What evaluate wrote of this model; may be given several times.")
    private List<Path> evaluations = new ArrayList<>();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Path beside = model.toAbsolutePath().resolveSibling("");
        Path folder = output == null ? beside : output;
        if (!Files.isDirectory(folder)) {
            throw new GraftException("There is no folder " + folder + " to write to. Make it first.");
        }
        Console console = new Console(spec.commandLine().getOut());
        ModelCard card = card(beside, console);
        for (String name : List.of("model-card.md", "model-card.html")) {
            card.write(folder.resolve(name));
            console.line("Written: " + folder.resolve(name));
        }
        return 0;
    }

    private ModelCard card(Path beside, Console console) {
        try (ModelFile.Saved saved = ModelFile.load(model)) {
            return new ModelCard(
                    saved.model().description(),
                    saved.model().parameters(),
                    saved.provenance(),
                    saved.calibration(),
                    saved.inputs(),
                    training(saved, beside, console),
                    evaluations.stream()
                            .map(folder -> evaluation(saved, folder))
                            .toList());
        }
    }

    private static Object finished(ModelFile.Saved saved) {
        return saved.provenance().sections().getOrDefault("machine", Map.of()).getOrDefault("finished", "unknown");
    }

    private static EvaluationSummary evaluation(ModelFile.Saved saved, Path folder) {
        EvaluationSummary summary = new EvaluationFiles(folder).summary();
        if (!summary.trainingFinished().equals(finished(saved))) {
            throw new GraftException(
                    folder + " holds an evaluation of another model (training finished " + summary.trainingFinished()
                            + ") than this one (" + finished(saved) + "). Name those of this model.");
        }
        return summary;
    }

    private Optional<TrainingResult> training(ModelFile.Saved saved, Path beside, Console console) {
        Path file = result == null ? new ResultFiles(beside).result() : result;
        if (result == null && !Files.exists(file)) {
            console.line("There is no " + file + ": the card has no figures. Name the result with --result.");
            return Optional.empty();
        }
        TrainingResult read = ResultFiles.read(file);
        // Another model's figures under this one's name would be worse than none.
        Object finished = finished(saved);
        String recorded = read.facts().map(RunFacts::finished).orElse("unknown");
        if (finished.equals("unknown") || !finished.equals(recorded)) {
            throw new GraftException(file + " is the result of another training (finished " + recorded
                    + ") than this model's (" + finished + "). Name the right one with --result.");
        }
        return Optional.of(read);
    }
}
