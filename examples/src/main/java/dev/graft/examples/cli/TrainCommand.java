package dev.graft.examples.cli;

import dev.graft.Graft;
import dev.graft.data.ImageDataset;
import dev.graft.data.ImageFolder;
import dev.graft.data.ImageManifest;
import dev.graft.data.ReadOptions;
import dev.graft.data.SplitFractions;
import dev.graft.io.OutputDirectory;
import dev.graft.report.LearningRateFiles;
import dev.graft.run.TransferRun;
import dev.graft.run.TransferTask;
import dev.graft.schedule.LearningRateCurve;
import java.nio.file.Files;
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

    @Option(
            names = "--group-pattern",
            paramLabel = "REGEX",
            description = "What in a file name must stay together, for example 'patient-(\\d+)': a group's images never"
                    + " fall on both sides of the split.")
    private String groupPattern;

    @Option(
            names = "--on-unreadable",
            paramLabel = "skip|fail",
            description = "What to do with unreadable files (default: skip, and list them).")
    private ReadOptions.OnUnreadable onUnreadable = ReadOptions.OnUnreadable.SKIP;

    @Option(
            names = "--validation",
            paramLabel = "SHARE",
            description = "Share of images to choose by (default: ${DEFAULT-VALUE}).")
    private double validation = 0.15;

    @Option(
            names = "--test",
            paramLabel = "SHARE",
            description = "Share of images kept sealed until the end; may be 0 (default: ${DEFAULT-VALUE}).")
    private double test = 0.15;

    @Option(
            names = "--positive",
            paramLabel = "CLASS",
            description = "Class that sensitivity and ROC describe (default: the last by name).")
    private String positive;

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
        ImageDataset dataset = read(console);
        check.accept(dataset);
        return task(graft, dataset, console)
                .record(RecordedOptions.SECTION, recorded(graft))
                .run();
    }

    private TransferTask task(Graft graft, ImageDataset dataset, Console console) {
        return course.configure(training.configure(graft.transfer(dataset)), console)
                .split(new SplitFractions(train(), validation, test))
                .positiveClass(positive)
                .progress(console);
    }

    private int findLearningRate(Console console) {
        Graft graft = machine.graft(storage.cache(), weights.store());
        LearningRateCurve curve = task(graft, read(console), console).findLearningRate(training.finder());
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

    /** What is left, without the dust of binary fractions. */
    private double train() {
        return Math.round((1 - validation - test) * 1e9) / 1e9;
    }

    private ImageDataset read(Console console) {
        ReadOptions options = ReadOptions.defaults()
                .withThreads(machine.threads())
                .withOnUnreadable(onUnreadable)
                .withProgress(console);
        if (groupPattern != null) {
            options = options.withGroupPattern(groupPattern);
        }
        ImageDataset dataset = Files.isRegularFile(images)
                ? new ImageManifest(images).read(options)
                : new ImageFolder(images).read(options);
        console.dataset(dataset);
        return dataset;
    }
}
