package dev.graft.report;

import dev.graft.image.RgbImage;
import dev.graft.metrics.Evaluation;
import dev.graft.metrics.Figures;
import dev.graft.metrics.Figures.Estimate;
import dev.graft.metrics.Interval;
import dev.graft.metrics.McNemarTest;
import dev.graft.metrics.Metric;
import dev.graft.metrics.Prediction;
import dev.graft.provenance.Provenance;
import dev.graft.result.Finding;
import dev.graft.result.FindingKind;
import dev.graft.result.Severity;
import dev.graft.result.TrainingResult;
import dev.graft.search.Axis;
import dev.graft.search.Cell;
import dev.graft.search.ConfigurationResult;
import dev.graft.search.Experiment;
import dev.graft.search.Measure;
import dev.graft.search.PairedComparison;
import dev.graft.search.ScoredTrial;
import dev.graft.search.SearchResult;
import dev.graft.search.SearchSpace;
import dev.graft.search.SelectionVerdict;
import dev.graft.search.TestVerdict;
import dev.graft.search.Trial;
import dev.graft.search.TrialAddress;
import dev.graft.search.TrialDiagnosis;
import dev.graft.search.TrialScores;
import dev.graft.search.TrialState;
import dev.graft.search.TrialStatus;
import dev.graft.settings.TrainingSettings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Made-up experiments with plausible effects: some backbones are better, a high learning rate ruins deep unfreezing. */
final class ExperimentFixture {
    private static final int IMAGES = 200;

    /** Nothing that the page shows. */
    private static final TrainingSettings SETTINGS = TrainingSettings.defaults();

    private final String prefix;
    private final List<Trial> trials = new ArrayList<>();
    private final Map<TrialAddress, TrialState> states = new HashMap<>();
    private final List<ConfigurationResult> configurations = new ArrayList<>();

    /** @param prefix of every name in a cell */
    private ExperimentFixture(String prefix) {
        this.prefix = prefix;
    }

    /** The reference experiment in small: six backbones, about 300 trials. */
    static Experiment reference() {
        return reference("");
    }

    private static Experiment reference(String prefix) {
        ExperimentFixture fixture = new ExperimentFixture(prefix);
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
        return fixture.experiment("phantom-brains, reference grid", true);
    }

    /** As many trials as wanted, of one backbone and many learning rates. */
    static Experiment large(int count) {
        ExperimentFixture fixture = new ExperimentFixture("");
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
        return fixture.experiment("many", false);
    }

    /** One backbone that waits. */
    static Experiment nothing() {
        Trial waiting = new Trial(
                new TrialAddress("a".repeat(64)),
                SETTINGS,
                "w",
                "none",
                "0",
                SearchSpace.builder().backbones("vgg19").build().cells());
        TrialState state = new TrialState(TrialStatus.WAITING, 0, 0, "", "", Optional.empty(), Optional.empty());
        return new Experiment(
                "nothing",
                new SearchResult(
                        Measure.of("log_likelihood"),
                        List.of(waiting),
                        Map.of(waiting.address(), state),
                        List.of(),
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()),
                List.of(),
                List.of(),
                new Provenance(Map.of()));
    }

    /** A name that wants to be markup, in every place that takes one. */
    static Experiment hostile(String name) {
        Experiment e = reference(name);
        TrainingResult r = e.winners().get(0).result();
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
        return new Experiment(
                name,
                e.result(),
                List.of(new Experiment.Winner(0, result, Optional.empty())),
                List.of(new TrialDiagnosis(
                        e.result().trials().get(0),
                        name,
                        List.of(name),
                        List.of(new TrialDiagnosis.Picture(name, new RgbImage(2, 2, new byte[12]))))),
                new Provenance(Map.of(name, Map.of(name, name))));
    }

    /** Every third trial has a page of its own. */
    static Set<TrialAddress> pages(Experiment experiment) {
        List<Trial> trials = experiment.result().trials();
        return IntStream.range(0, trials.size())
                .filter(i -> i % 3 == 0)
                .mapToObj(i -> trials.get(i).address())
                .collect(Collectors.toSet());
    }

    static String page(Experiment experiment) {
        return ExperimentReport.render(experiment, pages(experiment));
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
        List<ScoredTrial> scored = new ArrayList<>();
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
            Random random = new Random(position);
            List<Cell> cells = new ArrayList<>();
            cells.add(cell(b, unfrozen, optimizer, rate, augmentation, own, seed));
            if (unfrozen.equals("0") && b.name.startsWith("inception")) {
                cells.add(cell(b, "3", optimizer, rate, augmentation, own, seed));
            }
            boolean failed = b.name.equals("vgg19") && unfrozen.equals("all") && high && seed == 1;
            boolean waiting = b.name.equals("deep-cnn") && augmentation.equals("mri") && high && seed == 1;
            Trial trial = new Trial(address(position), SETTINGS, "w", "none", "0", cells);
            Optional<TrialScores> scores = failed || waiting
                    ? Optional.empty()
                    : Optional.of(
                            scores(b, collapsed ? 0 : skill + random.nextGaussian() * 0.15, depth, random, collapsed));
            scores.ifPresent(s -> scored.add(new ScoredTrial(trial, s)));
            trials.add(trial);
            states.put(
                    trial.address(),
                    new TrialState(
                            failed ? TrialStatus.FAILED : waiting ? TrialStatus.WAITING : TrialStatus.DONE,
                            1,
                            waiting ? 0 : b.seconds * 30 * (0.4 + depth),
                            "",
                            "",
                            scores,
                            failed
                                    ? Optional.of(prefix
                                            + "OutOfMemoryError: 1,234 MiB were wanted, 512 MiB are left; use a smaller"
                                            + " batch.")
                                    : Optional.empty()));
        }
        if (!scored.isEmpty()) {
            configurations.add(configuration(scored, repeats));
        }
    }

    private static TrialAddress address(int position) {
        Random random = new Random(position);
        return new TrialAddress(IntStream.range(0, 8)
                .mapToObj(i -> String.format(Locale.ROOT, "%08x", random.nextInt()))
                .collect(Collectors.joining()));
    }

    private static double wilson(double share, int sign) {
        double z = 1.959964;
        double n = IMAGES;
        return (share + z * z / (2 * n) + sign * z * Math.sqrt(share * (1 - share) / n + z * z / (4 * n * n)))
                / (1 + z * z / n);
    }

    private Cell cell(
            Backbone b, String unfrozen, String optimizer, String rate, String augmentation, String own, int seed) {
        return SearchSpace.builder()
                .backbones(prefix + b.name)
                .weights(prefix + (b.pretrained ? "default" : "random"))
                .unfrozen(unfrozen)
                .optimizers(optimizer)
                .learningRates(Double.parseDouble(rate))
                .augmentations(prefix + augmentation)
                .axis(Axis.PREPROCESSING, List.of(own))
                .seeds(42 + seed)
                .build()
                .cells()
                .get(0);
    }

    private static TrialScores scores(Backbone b, double skill, double depth, Random random, boolean collapsed) {
        int right = collapsed
                ? IMAGES / 2
                : (int) Math.round(IMAGES / (1 + Math.exp(-skill * 1.15)) + random.nextGaussian() * 2);
        double accuracy = Math.max(0.4, Math.min(1, right / (double) IMAGES));
        boolean overfits = !collapsed && random.nextInt(5) == 0;
        List<TrialScores.EpochScore> course = new ArrayList<>();
        int epochs = 12 + random.nextInt(19);
        for (int e = 0; e < epochs; e++) {
            double progress = collapsed ? 0 : 1 - Math.exp(-(e + 1) / (2.0 + 6 * depth));
            double a = 0.5 + (accuracy - 0.5) * progress + random.nextGaussian() * 0.012;
            course.add(new TrialScores.EpochScore(
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
        double logLoss = 0.75 - 0.7 * (accuracy - 0.5) * 2 + random.nextDouble() * 0.05;
        Figures validation = Figures.of(IMAGES, Metric.compared(), metric -> switch (metric) {
            case ACCURACY -> new Estimate(accuracy, new Interval(wilson(accuracy, -1), wilson(accuracy, 1)));
            case LOG_LOSS -> estimate(logLoss);
            case ROC_AUC -> estimate(collapsed ? Double.NaN : Math.min(1, accuracy + 0.04));
            case SENSITIVITY -> estimate(Math.min(1, accuracy + 0.01));
            case SPECIFICITY -> estimate(accuracy - 0.01);
            default -> estimate(accuracy);
        });
        return new TrialScores(
                validation,
                Optional.empty(),
                Optional.empty(),
                course,
                Math.max(1, epochs - 5),
                b.seconds * (0.2 + depth) * (0.95 + random.nextDouble() * 0.1),
                b.parameters + 164_226,
                164_226 + (long) (b.parameters * depth),
                findings);
    }

    private static Estimate estimate(double value) {
        return new Estimate(value, Interval.UNKNOWN);
    }

    /** As a ledger keeps them. */
    private static Figures compared(Evaluation evaluation) {
        return Figures.of(evaluation.images(), Metric.compared(), evaluation.figures()::estimate);
    }

    private static ConfigurationResult configuration(List<ScoredTrial> repeats, int planned) {
        double[] values = repeats.stream()
                .mapToDouble(repeat -> repeat.scores().validation().accuracy())
                .toArray();
        double mean = Arrays.stream(values).average().orElseThrow();
        double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
        return new ConfigurationResult(
                repeats,
                planned,
                repeats.size() == planned,
                mean,
                values.length > 1 ? Math.sqrt(squares / (values.length - 1)) : Double.NaN,
                Arrays.stream(values).min().orElseThrow(),
                Arrays.stream(values).max().orElseThrow(),
                Double.NaN);
    }

    private Experiment experiment(String title, boolean diagnosed) {
        List<ConfigurationResult> ranking = configurations.stream()
                .sorted(Comparator.comparing((ConfigurationResult c) -> !c.complete())
                        .thenComparingDouble(c -> -c.mean()))
                .toList();
        Map<String, Experiment.Winner> winners = new LinkedHashMap<>();
        List<Prediction> first = null;
        for (int i = 0; i < ranking.size(); i++) {
            ScoredTrial chosen = ranking.get(i).chosen(Measure.ACCURACY);
            String category = Axis.BACKBONE.of(chosen.trial().cells().get(0));
            if (!winners.containsKey(category)) {
                TrainingResult result =
                        result(category, chosen.scores().validation().accuracy() - 0.01, winners.size());
                boolean best = first == null;
                first = best ? result.testPredictions() : first;
                winners.put(
                        category,
                        new Experiment.Winner(
                                i,
                                result,
                                best
                                        ? Optional.empty()
                                        : Optional.of(new PairedComparison(
                                                McNemarTest.of(first, result.testPredictions()),
                                                SelectionVerdict.Unit.IMAGE))));
            }
        }
        ScoredTrial runnerUp = ranking.get(1).chosen(Measure.ACCURACY);
        TrainingResult second = winners.values().stream()
                .filter(winner -> winner.rank() == 1)
                .map(Experiment.Winner::result)
                .findFirst()
                .orElseGet(() -> result("second", runnerUp.scores().validation().accuracy() - 0.02, 77));
        ScoredTrial winner = ranking.get(0).chosen(Measure.ACCURACY);
        TestVerdict verdict = new TestVerdict(
                winner,
                winner.scores().validation(),
                Double.NaN,
                Double.NaN,
                Optional.of(runnerUp),
                Optional.of(compared(second.test().orElseThrow())),
                Optional.empty(),
                Optional.of(new PairedComparison(
                        McNemarTest.of(first, second.testPredictions()), SelectionVerdict.Unit.IMAGE)));
        return new Experiment(
                title,
                new SearchResult(
                        Measure.ACCURACY,
                        trials,
                        states,
                        ranking,
                        List.of(),
                        Optional.of(verdict),
                        Optional.empty(),
                        Optional.empty()),
                List.copyOf(winners.values()),
                diagnosed ? List.of(diagnosis(winner.trial())) : List.of(),
                new Provenance(Map.of())
                        .with(
                                "experiment",
                                Map.of(
                                        "engine",
                                        "dl4j 1.0.0-M2.1, 2 threads",
                                        "images",
                                        "9f86d081884c7d659a2feaa0c55ad015")));
    }

    private static TrialDiagnosis diagnosis(Trial trial) {
        byte[] grey = new byte[64 * 64 * 3];
        for (int i = 0; i < grey.length; i++) {
            grey[i] = (byte) (i / 3 % 64 * 3);
        }
        RgbImage image = new RgbImage(64, 64, grey);
        return new TrialDiagnosis(
                trial,
                "What the winner looks at",
                List.of("Covering the lesion turns 41 of 50 images to “normal”; covering elsewhere turns 2."),
                List.of(
                        new TrialDiagnosis.Picture("IM-0007.png", image),
                        new TrialDiagnosis.Picture("where it looks", image)));
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
