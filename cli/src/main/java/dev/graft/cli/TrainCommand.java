package dev.graft.cli;

import dev.graft.Graft;
import dev.graft.data.ImageDataset;
import dev.graft.data.KFold;
import dev.graft.io.OutputDirectory;
import dev.graft.metrics.ChanceTest;
import dev.graft.metrics.SplitComparison;
import dev.graft.progress.Progress;
import dev.graft.report.PageWriter;
import dev.graft.result.CrossValidationResult;
import dev.graft.result.LearningRateFiles;
import dev.graft.result.ResultWriters;
import dev.graft.run.CrossValidation;
import dev.graft.run.CrossValidationRun;
import dev.graft.run.LeakageComparison;
import dev.graft.run.LeakageTest;
import dev.graft.run.SealBook;
import dev.graft.run.TransferRun;
import dev.graft.run.TransferTask;
import dev.graft.schedule.LearningRateCurve;
import dev.graft.train.TrainingEnd;
import dev.graft.train.TrainingListener;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
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
            "DIR holds one folder of images per class, or folders train, val and test with such folders inside, or is a CSV file"
                    + " with the columns path, label and, if known, group and split.",
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

    @Mixin
    private TrustOptions trust;

    @Mixin
    private SealOptions seals;

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
        trust.check();
        if (findLearningRate) {
            return findLearningRate(console);
        }
        return trust.crossValidates() ? crossValidate(console) : train(console);
    }

    private int train(Console console) {
        try (TransferRun run = train(console, dataset -> {}, Optional.of(seals.book()))) {
            run.save(output);
            console.summary(run);
            console.line("Model:  " + output.resolve(TransferRun.MODEL_FILE));
            console.line("Report: " + output.resolve(PageWriter.REPORT));
            // There is a model, but not the one that was asked for.
            return run.end() instanceof TrainingEnd.Failed ? 1 : 0;
        }
    }

    /**
     * Trains without writing a result; the run is to be closed.
     *
     * @param check may refuse the images
     * @param noted where it is noted that the test part was opened, if anywhere
     */
    TransferRun train(Console console, Consumer<ImageDataset> check, Optional<SealBook> noted) {
        Graft graft = machine.graft(storage.cache(), weights.store());
        ImageDataset dataset = data.read(images, machine.threads(), console);
        check.accept(dataset);
        Optional<LeakageComparison> comparison =
                trust.leakageComparison(dataset, data.fractions(dataset, training.seed()), training.seed());
        TransferTask task = task(graft, dataset, console, console, OptionalInt.empty())
                .record(RecordedOptions.SECTION, recorded(graft, dataset));
        trust.split(dataset, data.validation(), training.seed())
                .ifPresentOrElse(task::split, () -> data.configure(task, dataset));
        noted.ifPresent(
                book -> task.seal(book, output.toAbsolutePath().normalize().toString()));
        TransferRun run = task.run();
        try {
            TransferRun tested = trust.leakageTest() ? run.with(leakageTest(graft, dataset, task, console)) : run;
            return comparison.isPresent() ? tested.with(compare(comparison.get(), tested, graft, console)) : tested;
        } catch (RuntimeException | Error e) {
            run.close();
            throw e;
        }
    }

    private ChanceTest leakageTest(Graft graft, ImageDataset dataset, TransferTask trained, Console console) {
        console.line("Leakage test: the same training with the labels of whole groups exchanged.");
        return new LeakageTest(dataset, trained.split(), training.seed())
                .run(shuffled -> task(graft, shuffled, console, TrainingListener.NONE, OptionalInt.empty()));
    }

    private SplitComparison compare(LeakageComparison comparison, TransferRun run, Graft graft, Console console) {
        console.line("Leakage comparison: the same training on a split image by image.");
        TransferTask task = task(graft, comparison.images(), console, TrainingListener.NONE, OptionalInt.empty());
        return comparison.run(run.result(), task);
    }

    private int crossValidate(Console console) {
        Graft graft = machine.graft(storage.cache(), weights.store());
        ImageDataset dataset = data.read(images, machine.threads(), console);
        KFold plan = trust.folds(data.validation(), training.seed());
        try (CrossValidationRun run = new CrossValidation(dataset, plan.split(dataset))
                .run(fold -> task(graft, dataset, console, new FoldListener(console, fold), OptionalInt.of(fold))
                        .record(RecordedOptions.SECTION, recordedFold(graft, dataset, fold)))) {
            run.save(output);
            console.summary(run.result());
            console.line("Models: " + output.resolve(CrossValidationResult.folder(1)) + " to "
                    + CrossValidationResult.folder(plan.folds()));
            console.line("Report: " + output.resolve(PageWriter.REPORT));
            return 0;
        }
    }

    private TransferTask task(
            Graft graft, ImageDataset dataset, Progress progress, TrainingListener listener, OptionalInt fold) {
        return course.configure(training.configure(graft.transfer(dataset)), listener, fold)
                .positiveClass(data.positive())
                .threshold(trust.threshold())
                .intervalWidth(trust.intervalWidth())
                .progress(progress);
    }

    private int findLearningRate(Console console) {
        Graft graft = machine.graft(storage.cache(), weights.store());
        ImageDataset dataset = data.read(images, machine.threads(), console);
        TransferTask task = data.configure(task(graft, dataset, console, console, OptionalInt.empty()), dataset);
        LearningRateCurve curve = task.findLearningRate(training.finder());
        new OutputDirectory(output).write(directory -> ResultWriters.found().write(curve, directory));
        console.line(LearningRateFiles.suggestion(curve));
        console.line("Curve: " + output.resolve(PageWriter.LEARNING_RATE));
        return 0;
    }

    /** The engine that was chosen, not that one was to be chosen. */
    private Map<String, String> recorded(Graft graft, ImageDataset dataset) {
        Map<String, String> values = RecordedOptions.of(spec, images);
        data.record(values, dataset);
        values.put("--engine", graft.engine().id());
        return values;
    }

    /** So that each fold can be trained again alone. */
    private Map<String, String> recordedFold(Graft graft, ImageDataset dataset, int fold) {
        Map<String, String> values = recorded(graft, dataset);
        values.put("--fold", String.valueOf(fold));
        return values;
    }
}
