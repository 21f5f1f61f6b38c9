package dev.graft.cli;

import dev.graft.GraftException;
import dev.graft.io.OutputDirectory;
import dev.graft.result.ResultFiles;
import dev.graft.result.RunFacts;
import dev.graft.result.TrainingResult;
import dev.graft.run.Reproduction;
import dev.graft.run.TransferRun;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code reproduce}: a training once more, from what its result says about it. */
@Command(
        name = "reproduce",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Repeats a training from its result.json and says line by line whether its numbers are equal.",
            "",
            "Exit code 1 if a number differs.",
            ""
        })
final class ReproduceCommand implements Callable<Integer> {
    /** A difference in every epoch and image would hide what matters. */
    private static final int SHOWN = 3;

    @Parameters(paramLabel = "RESULT.json", description = "The result.json that graft train wrote.")
    private Path result;

    @Option(
            names = "--images",
            paramLabel = "DIR",
            description = "Where the images are now, if not where they were (default: where they were).")
    private Path images;

    @Option(
            names = "--output",
            paramLabel = "DIR",
            description = "New directory for model and report of the repetition (default: none are written).")
    private Path output;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        TrainingResult was = ResultFiles.read(result);
        if (output != null) {
            new OutputDirectory(output).requireAbsent();
        }
        Console console = new Console(spec.commandLine().getOut());
        try (TransferRun run =
                command(was).train(console, dataset -> requireEqual(was, dataset.manifestHash()), Optional.empty())) {
            if (output != null) {
                run.save(output);
            }
            Reproduction reproduction = Reproduction.of(was, run.result());
            reproduction.lines().forEach(line -> print(console, line));
            console.line(reproduction.equal() ? "All numbers are equal." : "Not all numbers are equal.");
            return reproduction.equal() ? 0 : 1;
        }
    }

    private TrainCommand command(TrainingResult was) {
        Map<String, Object> recorded =
                new LinkedHashMap<>(was.provenance().sections().getOrDefault(RecordedOptions.SECTION, Map.of()));
        if (!recorded.containsKey(RecordedOptions.IMAGES)) {
            throw new GraftException(result + " does not say how it was made: its provenance has no section '"
                    + RecordedOptions.SECTION + "'. Expected a result.json that graft train wrote.");
        }
        // Earlier versions noted the backbone's own size so.
        if ("0".equals(String.valueOf(recorded.get("--size")))) {
            recorded.remove("--size");
        }
        if (images != null) {
            recorded.put(RecordedOptions.IMAGES, images.toString());
        }
        TrainCommand train = new TrainCommand();
        CommandLine commandLine = new CommandLine(train).setCaseInsensitiveEnumValuesAllowed(true);
        List<String> arguments = RecordedOptions.arguments(recorded, commandLine.getCommandSpec());
        try {
            commandLine.parseArgs(arguments.toArray(String[]::new));
        } catch (CommandLine.ParameterException e) {
            throw new GraftException(
                    result + " was made with options that this version does not understand (" + e.getMessage()
                            + "). Use the version of Graft that wrote it.",
                    e);
        }
        return train;
    }

    /** Before hours are spent on other images. */
    private void requireEqual(TrainingResult was, String hash) {
        String then = was.facts().map(RunFacts::manifestHash).orElse("unknown");
        if (!hash.equals(then)) {
            throw new GraftException("The images are not those of " + result + ": their manifest hash is " + hash
                    + ", it was " + then + ". Restore the images, or name their place with --images.");
        }
    }

    private static void print(Console console, Reproduction.Line line) {
        console.line((line.equal() ? "equal    " : "DIFFERS  ") + line.name());
        line.differences().stream().limit(SHOWN).forEach(difference -> console.line("           " + difference));
        if (line.differences().size() > SHOWN) {
            console.line("           and " + (line.differences().size() - SHOWN) + " more");
        }
    }
}
