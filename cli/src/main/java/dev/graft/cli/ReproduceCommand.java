package dev.graft.cli;

import dev.graft.Graft;
import dev.graft.data.ImageDataset;
import dev.graft.engine.EngineOptions;
import dev.graft.error.GraftException;
import dev.graft.feature.FeatureCache;
import dev.graft.io.OutputDirectory;
import dev.graft.result.ResultFiles;
import dev.graft.result.RunFacts;
import dev.graft.result.TrainingResult;
import dev.graft.run.Reproduction;
import dev.graft.run.TransferRun;
import dev.graft.run.TransferTask;
import dev.graft.settings.TrainingSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
            "Repeats a training from what its result says and tells line by line whether its numbers are equal.",
            "",
            "Exit code 1 if a number differs.",
            ""
        })
final class ReproduceCommand implements Callable<Integer> {
    /** A difference in every epoch and image would hide what matters. */
    private static final int SHOWN = 3;

    @Parameters(paramLabel = "RESULT", description = "The folder that graft train wrote, or its result.json.")
    private Path result;

    @Option(
            names = "--images",
            paramLabel = "DIR",
            description = "Where the images are now, if not where they were (default: where they were).")
    private @Nullable Path images;

    @Option(
            names = "--output",
            paramLabel = "DIR",
            description = "New directory for model and report of the repetition (default: none are written).")
    private @Nullable Path output;

    @Mixin
    private WeightsOptions weights;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Path file = Files.isDirectory(result) ? new ResultFiles(result).result() : result;
        TrainingResult was = ResultFiles.read(file);
        if (output != null) {
            new OutputDirectory(output).requireAbsent();
        }
        SettingsTraining training = training(was, file);
        ImageDataset dataset = training.read();
        requireEqual(was, dataset.manifestHash());
        Console console = training.console();
        try (TransferRun run = training.task(dataset, console).run()) {
            if (output != null) {
                run.save(output);
            }
            Reproduction reproduction = Reproduction.of(was, run.result());
            reproduction.lines().forEach(line -> print(console, line));
            console.line(reproduction.equal() ? "All numbers are equal." : "Not all numbers are equal.");
            return reproduction.equal() ? 0 : 1;
        }
    }

    private static Map<String, Object> section(String name, TrainingResult was, Path file) {
        Map<String, Object> section = was.provenance().sections().get(name);
        if (section == null) {
            throw new GraftException(file + " does not say how it was made: its provenance has no section '" + name
                    + "'. Expected a result of graft train of this version; use the version of Graft that wrote it.");
        }
        return section;
    }

    private SettingsTraining training(TrainingResult was, Path file) {
        TrainingSettings settings = TrainingSettings.of(section(TrainingSettings.SECTION, was, file), file.toString());
        ImageSource source = ImageSource.of(section(ImageSource.SECTION, was, file), Optional.ofNullable(images), file);
        Map<String, Object> computing = section(TransferTask.COMPUTING, was, file);
        if (!(computing.get("engine") instanceof String engine)
                || !(computing.get("threads") instanceof Integer threads)) {
            throw new GraftException(file + " does not say by what it was computed: found " + computing
                    + ", expected an engine and a number of threads. Restore the file.");
        }
        Graft graft = MachineOptions.graft(
                Optional.of(engine),
                new EngineOptions(threads, settings.precision()),
                FeatureCache.defaults(),
                weights.store());
        Console console = new Console(spec.commandLine().getOut());
        return new SettingsTraining(graft, settings, source, threads, console);
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
