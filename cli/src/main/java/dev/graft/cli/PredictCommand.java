package dev.graft.cli;

import dev.graft.Graft;
import dev.graft.data.GroupRule;
import dev.graft.error.GraftException;
import dev.graft.feature.FeatureCache;
import dev.graft.image.ScaledImage;
import dev.graft.image.UnreadableImageException;
import dev.graft.metrics.GroupScore;
import dev.graft.model.Classification;
import dev.graft.model.Classifier;
import dev.graft.weights.WeightStore;
import java.io.File;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code predict}: classifies images with a saved model. */
@Command(
        name = "predict",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Classifies images with a saved model; writes one row per image, or per group, to standard output.",
            "",
            "confidence is the probability calibrated on the validation images; warnings say how an image differs from those"
                    + " the model learnt from.",
            "",
            "Unreadable images are reported on standard error and left out; the exit code is then 1.",
            ""
        })
final class PredictCommand implements Callable<Integer> {
    enum Format {
        CSV,
        JSON
    }

    private record Answer(Path file, Classification classification) {}

    /** Images that are held in memory at once. */
    private static final int TOGETHER = 64;

    @Parameters(index = "0", paramLabel = "MODEL", description = "A model.graft file, or an ensemble.json.")
    private Path model;

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "IMAGE", description = ImageArguments.DESCRIPTION)
    private List<String> images;

    @Option(names = "--format", paramLabel = "csv|json", description = "Output format (default: csv).")
    private Format format = Format.CSV;

    @Option(
            names = "--top",
            paramLabel = "K",
            description = "Write the K most probable classes of each image instead of all probabilities.")
    private @Nullable Integer top;

    @Option(
            names = "--tta",
            paramLabel = "K",
            description =
                    "Look at each image also in K views that the model's own augmentation makes of it, and answer with"
                            + " the mean of the probabilities (default: 0).")
    private int views;

    @Option(
            names = "--by-group",
            description = "Write one row for each group instead of each image; needs --group-pattern.")
    private boolean byGroup;

    @Option(
            names = "--group-pattern",
            paramLabel = "REGEX",
            description = "What in a file name belongs together, for example 'patient-(\\d+)'.")
    private @Nullable String groupPattern;

    @Mixin
    private GroupScoreOption groupScore;

    @Mixin
    private MachineOptions machine;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (top != null && top < 1) {
            throw new GraftException("Found --top " + top + ", expected at least 1.");
        }
        if (views < 0) {
            throw new GraftException("Found --tta " + views + ", expected 0 or more.");
        }
        if (byGroup != (groupPattern != null) || groupScore.asked().isPresent() && !byGroup) {
            throw new GraftException("Found "
                    + (byGroup
                            ? "--by-group without --group-pattern"
                            : (groupPattern != null ? "--group-pattern" : "--group-score") + " without --by-group")
                    + ". Rows of groups need --by-group and --group-pattern.");
        }
        PrintWriter out = spec.commandLine().getOut();
        List<Path> files = new ImageArguments(images).files(spec.commandLine().getErr());
        Map<String, String> groups = groupPattern == null
                ? Map.of()
                : GroupRule.of(groupPattern)
                        .groups(files.stream().map(PredictCommand::name).toList());
        int answered = 0;
        Graft graft = machine.graft(FeatureCache.off(), WeightStore.defaults());
        try (Classifier classifier = views == 0 ? graft.classifier(model) : graft.classifier(model, views)) {
            PredictionWriter writer = new PredictionWriter(
                    out,
                    classifier.classNames(),
                    byGroup ? PredictionWriter.Unit.GROUP : PredictionWriter.Unit.IMAGE,
                    format,
                    top == null ? OptionalInt.empty() : OptionalInt.of(top));
            GroupScore score = groupScore.asked().orElse(classifier.groupScore());
            GroupedAnswers grouped = new GroupedAnswers(groups, score, classifier.positiveClass());
            if (byGroup && groupScore.asked().isEmpty()) {
                // Answers alone belong on standard output.
                spec.commandLine()
                        .getErr()
                        .println("Groups are scored by " + score.id() + ", as the model's file says.");
            }
            // Of many images an answer should not depend on its neighbours; a few should not wait for a full batch.
            boolean fullBatches = files.size() > Classifier.BATCH;
            writer.begin();
            // Without a reader, or on a full disk, there is nothing to go on for.
            for (int from = 0; from < files.size() && !out.checkError(); from += TOGETHER) {
                List<Answer> answers =
                        classify(classifier, fullBatches, files.subList(from, Math.min(files.size(), from + TOGETHER)));
                for (Answer answer : answers) {
                    if (byGroup) {
                        grouped.add(name(answer.file()), answer.classification());
                    } else {
                        writer.write(PredictionWriter.Row.of(answer.file(), answer.classification()));
                    }
                }
                answered += answers.size();
            }
            grouped.rows().forEach(writer::write);
            writer.end();
        }
        return answered == files.size() ? 0 : 1;
    }

    /** As patterns know it, on every system. */
    private static String name(Path file) {
        return file.toString().replace(File.separatorChar, '/');
    }

    private List<Answer> classify(Classifier classifier, boolean fullBatches, List<Path> files) {
        List<Path> readable = new ArrayList<>();
        List<ScaledImage> pictures = new ArrayList<>();
        for (Path file : files) {
            try {
                pictures.add(classifier.read(file));
                readable.add(file);
            } catch (UnreadableImageException e) {
                spec.commandLine().getErr().println("graft: " + e.getMessage());
            }
        }
        List<Classification> answers =
                fullBatches ? classifier.classifyInFullBatches(pictures) : classifier.classifyScaled(pictures);
        List<Answer> rows = new ArrayList<>();
        for (int i = 0; i < answers.size(); i++) {
            rows.add(new Answer(readable.get(i), answers.get(i)));
        }
        return rows;
    }
}
