package dev.graft.cli;

import dev.graft.Graft;
import dev.graft.data.ImageDataset;
import dev.graft.data.KFold;
import dev.graft.io.OutputDirectory;
import dev.graft.metrics.ChanceTest;
import dev.graft.metrics.SplitComparison;
import dev.graft.report.PageWriter;
import dev.graft.result.CrossValidationResult;
import dev.graft.result.LearningRateFiles;
import dev.graft.result.ResultWriters;
import dev.graft.run.CrossValidation;
import dev.graft.run.CrossValidationRun;
import dev.graft.run.LeakageComparison;
import dev.graft.run.LeakageTest;
import dev.graft.run.TransferRun;
import dev.graft.run.TransferTask;
import dev.graft.schedule.LearningRateCurve;
import dev.graft.schedule.LearningRateFinder;
import dev.graft.settings.TrainingSettings;
import dev.graft.train.TrainingEnd;
import dev.graft.train.TrainingListener;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code train}: from images to a model and its report. */
@Command(
        name = "train",
        resourceBundle = DefaultValues.NAME,
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
    private SettingsOption base;

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
        TrainingSettings settings = settings();
        Graft graft = machine.graft(settings, storage.cache(), weights.store());
        SettingsTraining whole = new SettingsTraining(graft, settings, data.source(images), machine.threads(), console);
        ImageDataset dataset = whole.read();
        data.check(dataset);
        if (findLearningRate) {
            return findLearningRate(whole, dataset);
        }
        OptionalInt folds = trust.crossValidation();
        return folds.isPresent() ? crossValidate(folds.getAsInt(), whole, dataset) : train(whole, dataset);
    }

    private TrainingSettings settings() {
        return machine.over(course.over(trust.over(data.over(training.over(base.settings())))));
    }

    private int train(SettingsTraining whole, ImageDataset dataset) {
        Optional<LeakageComparison> comparison = trust.leakageComparison(dataset, whole);
        TransferTask task = course.configure(whole.task(dataset, whole.console()), whole.console(), OptionalInt.empty())
                .seal(seals.book(), output.toAbsolutePath().normalize().toString());
        try (TransferRun run = task.run()) {
            TransferRun told = trust.leakageTest() ? run.with(leakageTest(whole, dataset, task)) : run;
            told = comparison.isPresent() ? told.with(compare(comparison.get(), told, whole)) : told;
            told.save(output);
            whole.console().summary(told);
            whole.console().line("Model:  " + output.resolve(TransferRun.MODEL_FILE));
            whole.console().line("Report: " + output.resolve(PageWriter.REPORT));
            // There is a model, but not the one that was asked for.
            return told.end() instanceof TrainingEnd.Failed ? 1 : 0;
        }
    }

    private static ChanceTest leakageTest(SettingsTraining whole, ImageDataset dataset, TransferTask trained) {
        whole.console().line("Leakage test: the same training with the labels of whole groups exchanged.");
        return new LeakageTest(
                        dataset, trained.split(), whole.settings().seeds().training())
                .run(shuffled -> whole.task(shuffled, TrainingListener.NONE));
    }

    private static SplitComparison compare(LeakageComparison comparison, TransferRun run, SettingsTraining whole) {
        whole.console().line("Leakage comparison: the same training on a split image by image.");
        return comparison.run(run.result(), whole.task(comparison.images(), TrainingListener.NONE));
    }

    private int crossValidate(int folds, SettingsTraining whole, ImageDataset dataset) {
        TrainingSettings settings = whole.settings();
        KFold plan =
                new KFold(folds, settings.split().validation(), settings.seeds().split());
        Console console = whole.console();
        // So that each fold can be trained again alone.
        try (CrossValidationRun run = new CrossValidation(dataset, plan.split(dataset))
                .run(fold -> course.configure(
                        whole.with(settings.withSplit(settings.split().withFold(fold, plan.folds())))
                                .task(dataset, console),
                        new FoldListener(console, fold),
                        OptionalInt.of(fold)))) {
            run.save(output);
            console.summary(run.result());
            console.line("Models: " + output.resolve(CrossValidationResult.folder(1)) + " to "
                    + CrossValidationResult.folder(plan.folds()));
            console.line("Report: " + output.resolve(PageWriter.REPORT));
            return 0;
        }
    }

    /** One rate for each update. */
    private int findLearningRate(SettingsTraining whole, ImageDataset dataset) {
        LearningRateFinder finder = LearningRateFinder.defaults()
                .withBatchesPerRate(whole.settings().phases().get(0).accumulation());
        LearningRateCurve curve = whole.task(dataset, whole.console()).findLearningRate(finder);
        new OutputDirectory(output).write(directory -> ResultWriters.found().write(curve, directory));
        whole.console().line(LearningRateFiles.suggestion(curve));
        whole.console().line("Curve: " + output.resolve(PageWriter.LEARNING_RATE));
        return 0;
    }
}
