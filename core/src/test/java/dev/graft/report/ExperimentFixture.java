package dev.graft.report;

import dev.graft.data.RgbImage;
import dev.graft.metrics.Evaluation;
import dev.graft.metrics.McNemarTest;
import dev.graft.metrics.Prediction;
import dev.graft.provenance.Provenance;
import dev.graft.result.Finding;
import dev.graft.result.FindingKind;
import dev.graft.result.Severity;
import dev.graft.result.TrainingResult;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Made-up experiments with plausible effects: some backbones are better, a high learning rate ruins deep unfreezing. */
final class ExperimentFixture {
    static final List<ExperimentAxis> AXES = List.of(
            new ExperimentAxis("backbone", "Backbone", false),
            new ExperimentAxis("weights", "Weights", false),
            new ExperimentAxis("head", "Head", false),
            new ExperimentAxis("unfrozen", "Unfrozen layers", false),
            new ExperimentAxis("optimizer", "Optimizer", false),
            new ExperimentAxis("learningRate", "Learning rate", false),
            new ExperimentAxis("augmentation", "Augmentation", false),
            new ExperimentAxis("preprocessing", "Preprocessing", false),
            new ExperimentAxis("seed", "Seed", true));

    private static final int IMAGES = 200;

    private final List<ExperimentTrial> trials = new ArrayList<>();
    private final List<ExperimentConfiguration> configurations = new ArrayList<>();

    private ExperimentFixture() {}

    /** The reference experiment in small: six backbones, about 300 trials. */
    static ExperimentSummary reference() {
        ExperimentFixture fixture = new ExperimentFixture();
        for (Backbone backbone : BACKBONES) {
            for (String unfrozen : backbone.pretrained ? List.of("0", "12", "20", "all") : List.of("all")) {
                for (String optimizer : List.of("rmsprop", "adam")) {
                    for (String rate : List.of("0.01", "0.0001")) {
                        for (String augmentation : List.of("none", "mri")) {
                            fixture.add(backbone, unfrozen, optimizer, rate, augmentation, "own", 2);
                        }
                    }
                }
            }
        }
        BACKBONES.stream()
                .filter(b -> b.name.equals("inception-v3"))
                .forEach(b -> List.of("0", "20")
                        .forEach(unfrozen -> fixture.add(b, unfrozen, "adam", "0.0001", "none", "caffe", 2)));
        return fixture.summary("phantom-brains, reference grid", true);
    }

    /** As many trials as wanted, of one backbone and many learning rates. */
    static ExperimentSummary large(int count) {
        ExperimentFixture fixture = new ExperimentFixture();
        int configurations = count / 2;
        for (int i = 0; i < configurations; i++) {
            fixture.add(
                    BACKBONES.get(i % BACKBONES.size()),
                    List.of("0", "20").get(i / 2 % 2),
                    "adam",
                    String.valueOf((i + 1) / 100_000.0),
                    "none",
                    "own",
                    2);
        }
        return fixture.summary("many", false);
    }

    /** One backbone that waits. */
    static ExperimentSummary nothing() {
        ExperimentTrial waiting = new ExperimentTrial(
                "a",
                List.of(List.of("vgg19")),
                ExperimentTrial.Status.WAITING,
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        return new ExperimentSummary(
                "nothing",
                ExperimentMeasure.LOG_LIKELIHOOD,
                AXES.subList(0, 1),
                List.of(waiting),
                List.of(),
                List.of(),
                Optional.empty(),
                List.of(),
                new Provenance(Map.of()));
    }

    /** A name that wants to be markup, in every place that takes one. */
    static ExperimentSummary hostile(String name) {
        ExperimentSummary s = reference();
        List<ExperimentTrial> trials = s.trials().stream()
                .map(t -> new ExperimentTrial(
                        t.address(),
                        t.cells().stream()
                                .map(cell ->
                                        cell.stream().map(value -> name + value).toList())
                                .toList(),
                        t.status(),
                        t.seconds(),
                        t.scores(),
                        t.error().map(error -> name),
                        Optional.of(name)))
                .toList();
        TrainingResult r = s.winners().get(0).result();
        TrainingResult result = new TrainingResult(
                name,
                List.of(name + 1, name + 2),
                r.positiveClass(),
                r.parts(),
                List.of(name),
                List.of(name),
                r.unreadable(),
                r.history(),
                r.validation(),
                r.test(),
                r.validationPredictions(),
                r.testPredictions(),
                List.of(Finding.remark(Severity.NOTE, name)),
                r.provenance());
        return new ExperimentSummary(
                name,
                s.measure(),
                s.axes().stream()
                        .map(axis -> new ExperimentAxis(axis.id(), name + axis.label(), axis.repeats()))
                        .toList(),
                trials,
                s.ranking(),
                List.of(new ExperimentWinner(0, result, Optional.empty())),
                s.runnerUp(),
                List.of(new ExperimentDiagnosis(
                        0,
                        name,
                        List.of(name),
                        List.of(new ExperimentDiagnosis.Picture(name, new RgbImage(2, 2, new byte[12]))))),
                new Provenance(Map.of(name, Map.of(name, name))));
    }

    private record Backbone(
            String name, boolean pretrained, double skill, long parameters, double seconds, int layers) {}

    private static final List<Backbone> BACKBONES = List.of(
            new Backbone("simple-cnn", false, 0.2, 102_496, 6.1, 10),
            new Backbone("deep-cnn", false, 0.5, 18_068_608, 31, 13),
            new Backbone("vgg19", true, 1.35, 20_024_384, 44, 22),
            new Backbone("resnet50", true, 1.7, 23_587_712, 19, 175),
            new Backbone("inception-v3", true, 1.5, 21_802_784, 15, 311),
            new Backbone("efficientnet-b0", true, 1.75, 4_049_571, 9, 237));

    private void add(
            Backbone b, String unfrozen, String optimizer, String rate, String augmentation, String own, int repeats) {
        List<Integer> scored = new ArrayList<>();
        double depth = unfrozen.equals("all") ? 1 : Integer.parseInt(unfrozen) / 40.0;
        boolean high = Double.parseDouble(rate) > 0.005;
        double skill = b.skill
                + 0.5 * depth * (high ? -2.4 : 1)
                + (augmentation.equals("mri") ? 0.2 : 0)
                + (optimizer.equals("adam") ? 0.12 : 0)
                - (own.equals("caffe") ? 0.6 : 0);
        boolean collapsed = high && depth > 0.4 && b.pretrained && optimizer.equals("rmsprop");
        for (int seed = 0; seed < repeats; seed++) {
            int position = trials.size();
            String address = address(position);
            Random random = new Random(position);
            List<List<String>> cells = new ArrayList<>();
            cells.add(cell(b, unfrozen, optimizer, rate, augmentation, own, seed));
            if (unfrozen.equals("0") && b.name.startsWith("inception")) {
                cells.add(cell(b, "3", optimizer, rate, augmentation, own, seed));
            }
            boolean failed = b.name.equals("vgg19") && unfrozen.equals("all") && high && seed == 1;
            boolean waiting = b.name.equals("deep-cnn") && augmentation.equals("mri") && high && seed == 1;
            if (!failed && !waiting) {
                scored.add(position);
            }
            trials.add(new ExperimentTrial(
                    address,
                    cells,
                    failed
                            ? ExperimentTrial.Status.FAILED
                            : waiting ? ExperimentTrial.Status.WAITING : ExperimentTrial.Status.DONE,
                    waiting ? 0 : b.seconds * 30 * (0.4 + depth),
                    failed || waiting
                            ? Optional.empty()
                            : Optional.of(scores(
                                    b, collapsed ? 0 : skill + random.nextGaussian() * 0.15, depth, random, collapsed)),
                    failed
                            ? Optional.of(
                                    "OutOfMemoryError: 1,234 MiB were wanted, 512 MiB are left; use a smaller batch.")
                            : Optional.empty(),
                    position % 3 == 0 ? Optional.of("trials/" + address + "/report.html") : Optional.empty()));
        }
        if (!scored.isEmpty()) {
            configurations.add(configuration(scored, repeats));
        }
    }

    private static String address(int position) {
        Random random = new Random(position);
        return IntStream.range(0, 8)
                .mapToObj(i -> String.format(Locale.ROOT, "%08x", random.nextInt()))
                .collect(Collectors.joining());
    }

    private static double wilson(double share, int sign) {
        double z = 1.959964;
        double n = IMAGES;
        return (share + z * z / (2 * n) + sign * z * Math.sqrt(share * (1 - share) / n + z * z / (4 * n * n)))
                / (1 + z * z / n);
    }

    private static List<String> cell(
            Backbone b, String unfrozen, String optimizer, String rate, String augmentation, String own, int seed) {
        return List.of(
                b.name,
                b.pretrained ? "default" : "random",
                "reference",
                unfrozen,
                optimizer,
                rate,
                augmentation,
                own,
                String.valueOf(42 + seed));
    }

    private static ExperimentScores scores(Backbone b, double skill, double depth, Random random, boolean collapsed) {
        int right = collapsed
                ? IMAGES / 2
                : (int) Math.round(IMAGES / (1 + Math.exp(-skill * 1.15)) + random.nextGaussian() * 2);
        double accuracy = Math.max(0.4, Math.min(1, right / (double) IMAGES));
        boolean overfits = !collapsed && random.nextInt(5) == 0;
        List<ExperimentScores.Epoch> course = new ArrayList<>();
        int epochs = 12 + random.nextInt(19);
        for (int e = 0; e < epochs; e++) {
            double progress = collapsed ? 0 : 1 - Math.exp(-(e + 1) / (2.0 + 6 * depth));
            double a = 0.5 + (accuracy - 0.5) * progress + random.nextGaussian() * 0.012;
            course.add(new ExperimentScores.Epoch(
                    0.7
                            - 0.62 * (accuracy - 0.5) * 2 * progress
                            + (overfits ? 0.02 * e : 0)
                            + random.nextGaussian() * 0.015,
                    Math.max(0, Math.min(1, Math.round(a * IMAGES) / (double) IMAGES))));
        }
        List<Finding> findings = new ArrayList<>();
        if (collapsed) {
            findings.add(Finding.of(
                    FindingKind.COLLAPSED,
                    "The model collapsed to one class: it called every one of the 200 validation images “normal”.",
                    Map.of()));
        }
        if (overfits) {
            findings.add(Finding.of(
                    FindingKind.OVERFITTED,
                    "Overfitting: after epoch 7 the validation loss rose from 0.31 to 0.44.",
                    Map.of()));
        }
        return new ExperimentScores(
                accuracy,
                wilson(accuracy, -1),
                wilson(accuracy, 1),
                accuracy,
                0.75 - 0.7 * (accuracy - 0.5) * 2 + random.nextDouble() * 0.05,
                collapsed ? Double.NaN : Math.min(1, accuracy + 0.04),
                Math.min(1, accuracy + 0.01),
                accuracy - 0.01,
                accuracy,
                course,
                Math.max(1, epochs - 5),
                b.seconds * (0.2 + depth) * (0.95 + random.nextDouble() * 0.1),
                b.parameters + 164_226,
                164_226 + (long) (b.parameters * depth),
                findings);
    }

    private ExperimentConfiguration configuration(List<Integer> members, int planned) {
        double[] values = members.stream()
                .mapToDouble(t -> trials.get(t).scores().orElseThrow().accuracy())
                .toArray();
        double mean = Arrays.stream(values).average().orElseThrow();
        double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
        int best = IntStream.range(0, values.length).reduce(0, (a, b) -> values[b] > values[a] ? b : a);
        return new ExperimentConfiguration(
                members,
                members.get(best),
                planned,
                members.size() == planned,
                mean,
                values.length > 1 ? Math.sqrt(squares / (values.length - 1)) : Double.NaN,
                Arrays.stream(values).min().orElseThrow(),
                Arrays.stream(values).max().orElseThrow());
    }

    private ExperimentSummary summary(String title, boolean diagnosed) {
        List<ExperimentConfiguration> ranking = configurations.stream()
                .sorted(Comparator.comparing((ExperimentConfiguration c) -> !c.complete())
                        .thenComparingDouble(c -> -c.mean()))
                .toList();
        Map<String, ExperimentWinner> winners = new LinkedHashMap<>();
        List<Prediction> first = null;
        for (int i = 0; i < ranking.size(); i++) {
            ExperimentTrial chosen = trials.get(ranking.get(i).chosen());
            String category = chosen.cells().get(0).get(0);
            if (!winners.containsKey(category)) {
                TrainingResult result =
                        result(category, chosen.scores().orElseThrow().accuracy() - 0.01, winners.size());
                boolean best = first == null;
                first = best ? result.testPredictions() : first;
                winners.put(
                        category,
                        new ExperimentWinner(
                                i,
                                result,
                                best
                                        ? Optional.empty()
                                        : Optional.of(McNemarTest.of(first, result.testPredictions()))));
            }
        }
        TrainingResult second = winners.values().stream()
                .filter(winner -> winner.configuration() == 1)
                .map(ExperimentWinner::result)
                .findFirst()
                .orElseGet(() -> result(
                        "second",
                        trials.get(ranking.get(1).chosen())
                                        .scores()
                                        .orElseThrow()
                                        .accuracy()
                                - 0.02,
                        77));
        Evaluation test = second.test().orElseThrow();
        return new ExperimentSummary(
                title,
                ExperimentMeasure.ACCURACY,
                AXES,
                trials,
                ranking,
                List.copyOf(winners.values()),
                Optional.of(new ExperimentRunnerUp(
                        test.accuracy(),
                        test.accuracyLow(),
                        test.accuracyHigh(),
                        McNemarTest.of(first, second.testPredictions()))),
                diagnosed ? List.of(diagnosis(ranking.get(0).chosen())) : List.of(),
                new Provenance(Map.of())
                        .with(
                                "experiment",
                                Map.of(
                                        "engine",
                                        "dl4j 1.0.0-M2.1, 2 threads",
                                        "images",
                                        "9f86d081884c7d659a2feaa0c55ad015")));
    }

    private static ExperimentDiagnosis diagnosis(int trial) {
        byte[] grey = new byte[64 * 64 * 3];
        for (int i = 0; i < grey.length; i++) {
            grey[i] = (byte) (i / 3 % 64 * 3);
        }
        RgbImage image = new RgbImage(64, 64, grey);
        return new ExperimentDiagnosis(
                trial,
                "What the winner looks at",
                List.of("Covering the lesion turns 41 of 50 images to “normal”; covering elsewhere turns 2."),
                List.of(
                        new ExperimentDiagnosis.Picture("IM-0007.png", image),
                        new ExperimentDiagnosis.Picture("where it looks", image)));
    }

    /** A result whose test part comes out near an accuracy. */
    private static TrainingResult result(String name, double accuracy, long seed) {
        Random random = new Random(seed);
        double strength = Math.log(accuracy / (1 - accuracy)) * 0.62;
        List<Prediction> predictions = new ArrayList<>();
        for (int i = 0; i < IMAGES; i++) {
            int actual = i % 2;
            double p = 1 / (1 + Math.exp(-(strength * (2 * actual - 1) + random.nextGaussian() * 1.1) * 1.5));
            predictions.add(new Prediction("stroke/IM-" + i + ".png", actual, List.of(1 - p, p)));
        }
        TrainingResult t = Fixtures.healthy();
        return new TrainingResult(
                name,
                t.classNames(),
                1,
                t.parts(),
                t.splitGuarantees(),
                t.splitWarnings(),
                t.unreadable(),
                t.history(),
                Evaluation.of(predictions, 2, 1),
                Optional.of(Evaluation.of(predictions, 2, 1)),
                predictions,
                predictions,
                List.of(),
                t.provenance());
    }
}
