package dev.graft.examples.cli;

import dev.graft.Graft;
import dev.graft.data.ImageDataset;
import dev.graft.io.OutputDirectory;
import dev.graft.report.LearningRateFiles;
import dev.graft.run.TransferRun;
import dev.graft.run.TransferTask;
import dev.graft.schedule.LearningRateCurve;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code train}: from images to a model and its report. */
@Command(
        name = "train",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Trains a classifier on your images and explains how good it is.",
            "",
            "DIR holds one folder of images per class, or is a CSV file with the columns path, label and, if known, group.",
            ""
        })
final class TrainCommand implements Callable<Integer> {
    @Parameters(paramLabel = "DIR", description = "Folder of class folders, or a CSV manifest.")
    private Path images;

    @Option(
            names = "--output",
            paramLabel = "DIR",
            description = "New directory for model and report (default: ${DEFAULT-VALUE}).")
    private Path output = Path.of("graft-result");

    @Mixin
    private DataOptions data;

    @Option(
            names = "--find-learning-rate",
            description = "Do not train: try rising learning rates on the first phase, suggest one, and write the curve"
                    + " as learning-rate.html and learning-rate.csv.")
    private boolean findLearningRate;

    @Mixin
    private TrainingOptions training;

    @Mixin
    private CourseOptions course;

    @Mixin
    private WeightsOptions weights;

    @Mixin
    private MachineOptions machine;

    @Mixin
    private CacheOptions storage;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        new OutputDirectory(output).requireAbsent();
        Console console = new Console(spec.commandLine().getOut());
        if (findLearningRate) {
            return findLearningRate(console);
        }
        TransferRun run = train(console, dataset -> {});
        Path report = run.save(output);
        console.summary(run);
        console.line("Model:  " + output.resolve(TransferRun.MODEL_FILE));
        console.line("Report: " + report);
        return 0;
    }

    /**
     * Trains without writing a result.
     *
     * @param check may refuse the images
     */
    TransferRun train(Console console, Consumer<ImageDataset> check) {
        Graft graft = machine.graft(storage.cache(), weights.store());
        ImageDataset dataset = data.read(images, machine.threads(), console);
        check.accept(dataset);
        return task(graft, dataset, console)
                .record(RecordedOptions.SECTION, recorded(graft))
                .run();
    }

    private TransferTask task(Graft graft, ImageDataset dataset, Console console) {
        return course.configure(training.configure(graft.transfer(dataset)), console)
                .split(data.fractions())
                .positiveClass(data.positive())
                .progress(console);
    }

    private int findLearningRate(Console console) {
        Graft graft = machine.graft(storage.cache(), weights.store());
        LearningRateCurve curve = task(graft, data.read(images, machine.threads(), console), console)
                .findLearningRate(training.finder());
        new OutputDirectory(output).write(directory -> new LearningRateFiles(directory).write(curve));
        console.line(LearningRateFiles.suggestion(curve));
        console.line("Curve: " + new LearningRateFiles(output).page());
        return 0;
    }

    /** The engine that was chosen, not that one was to be chosen. */
    private Map<String, String> recorded(Graft graft) {
        Map<String, String> values = RecordedOptions.of(spec, images);
        values.put("--engine", graft.engine().id());
        return values;
    }
}
