package dev.graft.cli;

import dev.graft.Graft;
import dev.graft.data.ImageDataset;
import dev.graft.data.ReadOptions;
import dev.graft.error.GraftException;
import dev.graft.evaluate.EvaluatedModel;
import dev.graft.evaluate.EvaluationOptions;
import dev.graft.evaluate.Evaluator;
import dev.graft.evaluate.ExternalEvaluation;
import dev.graft.feature.FeatureCache;
import dev.graft.io.OutputDirectory;
import dev.graft.report.PageWriter;
import dev.graft.weights.WeightStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code evaluate}: a saved model on labelled images that it has never seen. */
@Command(
        name = "evaluate",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Measures a saved model with labelled images that it has never seen, of another hospital or another year.",
            "",
            "Figures by image and by group with intervals, calibration, decision curve, predictive values, subgroups, drift,"
                    + " and which images the model knows from its training.",
            ""
        })
final class EvaluateCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "MODEL", description = "A model.graft file, or an ensemble.json.")
    private Path model;

    @Parameters(
            index = "1",
            paramLabel = "IMAGES",
            description = "Folder of class folders, or a CSV manifest, with classes named like the model's.")
    private Path images;

    @Option(
            names = "--output",
            paramLabel = "DIR",
            description = "New directory for numbers and report (default: graft-evaluation).")
    private Path output = Path.of("graft-evaluation");

    @Option(
            names = "--against",
            paramLabel = "MODEL2",
            description = "Another model of the same classes, to be compared on these images.")
    private @Nullable Path against;

    @Option(
            names = "--tta",
            paramLabel = "K",
            description =
                    "Let each model look at an image also in K views that its own augmentation makes of it, as predict"
                            + " does (default: 0).")
    private int views;

    @Option(
            names = "--group-pattern",
            paramLabel = "REGEX",
            description =
                    "What in a file name belongs together, for example 'patient-(\\d+)': figures are found by group,"
                            + " too, and intervals from groups.")
    private @Nullable String groupPattern;

    @Mixin
    private GroupScoreOption groupScore;

    @Option(
            names = "--subgroup",
            paramLabel = "NAME",
            split = ",",
            description = "Manifest's columns to compare figures by, for example sex,site.")
    private List<String> subgroups = new ArrayList<>();

    @Option(
            names = "--positive",
            paramLabel = "CLASS",
            description = "Class that sensitivity and ROC describe (default: that of the training).")
    private @Nullable String positive;

    @Option(
            names = "--prevalence",
            paramLabel = "SHARE",
            split = ",",
            description = "Tell predictive values at these prevalences, too, beside 0.01, 0.05, 0.1, 0.2 and 0.5.")
    private List<Double> prevalences = new ArrayList<>();

    @Mixin
    private ManifestOptions manifest;

    @Option(
            names = "--on-unreadable",
            paramLabel = "skip|fail",
            description = "What to do with unreadable files (default: skip, and list them).")
    private ReadOptions.OnUnreadable onUnreadable = ReadOptions.OnUnreadable.SKIP;

    @Mixin
    private MachineOptions machine;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (views < 0) {
            throw new GraftException("Found --tta " + views + ", expected 0 or more.");
        }
        Console console = new Console(spec.commandLine().getOut());
        OutputDirectory directory = new OutputDirectory(output).requireAbsent();
        EvaluationOptions options =
                EvaluationOptions.defaults().withPrevalences(prevalences).withProgress(console);
        EvaluationOptions scored =
                groupScore.asked().map(options::withGroupScore).orElse(options);
        EvaluationOptions wishes = positive == null ? scored : scored.withPositiveClass(positive);
        Graft graft = machine.graft(FeatureCache.off(), WeightStore.defaults());
        ExternalEvaluation evaluation = evaluation(graft, wishes, console);
        evaluation.save(directory.path());
        EvaluationLines.of(evaluation).forEach(console::line);
        console.line("Report: " + output.resolve(PageWriter.REPORT));
        return 0;
    }

    /** Models are opened first: whatever is wrong with them is told before many images are read. */
    private ExternalEvaluation evaluation(Graft graft, EvaluationOptions wishes, Console console) {
        try (EvaluatedModel first = graft.evaluated(model, views)) {
            Evaluator evaluator = new Evaluator(first, wishes);
            if (against == null) {
                return evaluator.evaluate(dataset(console));
            }
            try (EvaluatedModel second = graft.evaluated(against, views)) {
                return evaluator.evaluate(dataset(console), second);
            }
        }
    }

    private ImageDataset dataset(Console console) {
        ImageDataset dataset = manifest.source(images)
                .with(ImageSource.text(groupPattern), onUnreadable)
                .read(ReadOptions.defaults().withThreads(machine.threads()).withProgress(console), subgroups);
        console.dataset(dataset);
        if (groupScore.asked().isPresent() && dataset.groups().isEmpty()) {
            throw new GraftException("Found --group-score, and no groups are known. Say what belongs together with"
                    + " --group-pattern or in a manifest's column.");
        }
        return dataset;
    }
}
