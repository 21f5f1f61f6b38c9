package dev.graft.report;

import dev.graft.metrics.Bootstrap;
import dev.graft.metrics.Evaluation;
import dev.graft.metrics.Figures;
import dev.graft.metrics.GroupScore;
import dev.graft.metrics.McNemarTest;
import dev.graft.metrics.Metric;
import dev.graft.metrics.Prediction;
import dev.graft.metrics.SelectionBootstrap;
import dev.graft.metrics.SelectionBootstrap.Candidate;
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
import dev.graft.search.SelectionVerdict.Unit;
import dev.graft.search.Trial;
import dev.graft.search.TrialAddress;
import dev.graft.search.TrialDiagnosis;
import dev.graft.search.TrialScores;
import dev.graft.search.TrialState;
import dev.graft.search.TrialStatus;
import dev.graft.settings.SplitSettings;
import dev.graft.settings.TrainingSettings;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * A made-up experiment in four folds and two rounds of 240 images of 60 groups: nine configurations, of which one backbone's are
 * given up after the first fold and one configuration has a fold that failed.
 */
final class FoldExperimentFixture {
    static final int IMAGES = 240;
    static final int FOLDS = 4;
    static final int ROUNDS = 2;
    static final Map<String, String> GROUPS = IntStream.range(0, IMAGES)
            .boxed()
            .collect(Collectors.toUnmodifiableMap(FoldExperimentFixture::image, i -> "patient" + i / 4));

    private static final Map<String, Double> SKILL = Map.of("resnet50", 1.0, "vgg19", 0.9, "simple-cnn", 0.1);

    private final String prefix;
    private final Measure measure;
    private final Unit counted;
    private final List<Trial> trials = new ArrayList<>();
    private final Map<TrialAddress, TrialState> states = new HashMap<>();
    private final Map<ConfigurationResult, List<List<Prediction>>> passes = new LinkedHashMap<>();

    private FoldExperimentFixture(String prefix, Measure measure, Unit counted) {
        this.prefix = prefix;
        this.measure = measure;
        this.counted = counted;
    }

    static Experiment experiment() {
        return of("", Measure.ACCURACY);
    }

    static Experiment of(String prefix, Measure measure) {
        return of(prefix, measure, Unit.IMAGE);
    }

    /** Of 60 groups, each of one class, if groups are counted. */
    static Experiment of(String prefix, Measure measure, Unit counted) {
        FoldExperimentFixture fixture = new FoldExperimentFixture(prefix, measure, counted);
        for (String backbone : List.of("resnet50", "vgg19", "simple-cnn")) {
            for (String rate : List.of("0.01", "0.001", "0.0001")) {
                fixture.add(backbone, rate);
            }
        }
        return fixture.made();
    }

    private static String image(int i) {
        return "stroke/IM-" + i + ".png";
    }

    private void add(String backbone, String rate) {
        Cell cell = SearchSpace.builder()
                .backbones(prefix + backbone)
                .weights("random")
                .learningRates(Double.parseDouble(rate))
                .augmentations(prefix + "none")
                .build()
                .cells()
                .get(0);
        boolean failing = backbone.equals("vgg19") && rate.equals("0.0001");
        int trained = backbone.equals("simple-cnn") ? 1 : FOLDS * ROUNDS;
        Random random = new Random(trials.size());
        List<ScoredTrial> done = new ArrayList<>();
        List<List<Prediction>> all = new ArrayList<>();
        for (int division = 0; division < FOLDS * ROUNDS; division++) {
            Trial trial = trial(backbone, rate, cell, division % FOLDS + 1, 7 + division / FOLDS);
            trials.add(trial);
            if (failing && division == 2) {
                states.put(trial.address(), state(TrialStatus.FAILED, Optional.empty(), prefix + "out of memory"));
            } else if (failing && division > 2 || division >= trained) {
                states.put(trial.address(), state(TrialStatus.GIVEN_UP, Optional.empty(), ""));
            } else {
                if (division % FOLDS == 0) {
                    all.add(new ArrayList<>());
                }
                List<Prediction> fold = predictions(SKILL.get(backbone), division % FOLDS, random);
                all.get(all.size() - 1).addAll(fold);
                TrialScores scores = scores(fold, division);
                states.put(trial.address(), state(TrialStatus.DONE, Optional.of(scores), ""));
                done.add(new ScoredTrial(trial, scores));
            }
        }
        passes.put(configuration(done, all), all);
    }

    /** Every fourth group is of a fold. */
    private static List<Prediction> predictions(double skill, int fold, Random random) {
        return IntStream.range(0, IMAGES)
                .filter(i -> i / 4 % FOLDS == fold)
                .mapToObj(i -> {
                    int actual = i / 4 / FOLDS % 2;
                    double p = 1 / (1 + Math.exp(-skill * (2 * actual - 1) - random.nextGaussian()));
                    return new Prediction(image(i), actual, List.of(1 - p, p));
                })
                .toList();
    }

    private static Trial trial(String backbone, String rate, Cell cell, int fold, long round) {
        TrainingSettings usual = TrainingSettings.defaults();
        TrainingSettings settings = usual.withSplit(
                        SplitSettings.of(usual.split().fractions()).withFold(fold, FOLDS))
                .withSeeds(seeds -> seeds.withSplit(round));
        Random random = new Random((backbone + rate + fold + round).hashCode());
        TrialAddress address = new TrialAddress(IntStream.range(0, 8)
                .mapToObj(i -> String.format(Locale.ROOT, "%08x", random.nextInt()))
                .collect(Collectors.joining()));
        return new Trial(address, settings, backbone, rate, "0", List.of(cell));
    }

    private static TrialState state(TrialStatus status, Optional<TrialScores> scores, String error) {
        return new TrialState(
                status,
                1,
                scores.isPresent() ? 60 : 0,
                "",
                "",
                scores,
                Optional.of(error).filter(e -> !e.isEmpty()));
    }

    private TrialScores scores(List<Prediction> fold, int division) {
        Evaluation unseen = Evaluation.of(fold, 2, 1);
        List<TrialScores.EpochScore> course = IntStream.range(1, 9)
                .mapToObj(e -> new TrialScores.EpochScore(0.7 - 0.03 * e, 0.5 + 0.03 * e))
                .toList();
        return new TrialScores(
                compared(Evaluation.of(fold.subList(0, 30), 2, 1)),
                Optional.empty(),
                Optional.of(compared(unseen)),
                course,
                8,
                7.5,
                4_000_000,
                164_226,
                division == 0
                        ? List.of(
                                new Finding(FindingKind.FEW_IMAGES, Severity.NOTE, Map.of(), "With few images."),
                                new Finding(
                                        FindingKind.OVERFITTED, Severity.WARNING, Map.of(), prefix + "It overfits."))
                        : List.of());
    }

    /** As a ledger keeps them. */
    private static Figures compared(Evaluation evaluation) {
        return Figures.of(evaluation.images(), Metric.compared(), evaluation.figures()::estimate);
    }

    private ConfigurationResult configuration(List<ScoredTrial> done, List<List<Prediction>> all) {
        double[] values = counted(all).stream()
                .mapToDouble(pass -> measure.of(Evaluation.of(pass, 2, 1).figures()))
                .toArray();
        double mean = DoubleStream.of(values).average().orElseThrow();
        double half = values.length == 2 ? Math.abs(values[0] - values[1]) / Math.sqrt(2) : Double.NaN;
        return new ConfigurationResult(
                done,
                FOLDS * ROUNDS,
                done.size() == FOLDS * ROUNDS,
                mean,
                half,
                DoubleStream.of(values).min().orElseThrow(),
                DoubleStream.of(values).max().orElseThrow(),
                0.5);
    }

    private List<List<Prediction>> counted(List<List<Prediction>> all) {
        return counted == Unit.IMAGE
                ? whole(all)
                : whole(all).stream().map(FoldExperimentFixture::grouped).toList();
    }

    private static List<Prediction> grouped(List<Prediction> images) {
        return GroupScore.MEAN_LOGIT.group(images, GROUPS, 1).predictions();
    }

    private static List<List<Prediction>> whole(List<List<Prediction>> passes) {
        return passes.stream()
                .filter(pass -> pass.size() == passes.get(0).size())
                .map(pass -> pass.stream()
                        .sorted(Comparator.comparing(Prediction::image))
                        .toList())
                .toList();
    }

    private Experiment made() {
        List<ConfigurationResult> ranking = passes.keySet().stream()
                .sorted(Comparator.comparing((ConfigurationResult c) -> !c.complete())
                        .thenComparingDouble(c -> -c.mean()))
                .toList();
        List<Candidate> complete = ranking.stream()
                .filter(ConfigurationResult::complete)
                .map(c -> new Candidate(counted(passes.get(c))))
                .toList();
        SelectionVerdict selection = new SelectionVerdict(
                new SelectionBootstrap(measure.metric(), 1, 2, new Bootstrap(400, 42, GROUPS)).of(complete),
                IMAGES,
                true,
                counted,
                ROUNDS,
                3);
        SearchResult result = new SearchResult(
                measure,
                trials,
                states,
                ranking,
                List.of(),
                Optional.empty(),
                Optional.of(selection),
                Optional.empty());
        Trial first = ranking.get(0).chosen(measure).trial();
        return new Experiment(
                prefix + "phantom-brains, in folds",
                result,
                winners(ranking),
                List.of(new TrialDiagnosis(first, "Diagnosis of the best", List.of("No sign of trouble."), List.of())),
                new Provenance(Map.of("experiment", Map.of("folds", FOLDS))));
    }

    private List<Experiment.Winner> winners(List<ConfigurationResult> ranking) {
        Map<String, Experiment.Winner> winners = new LinkedHashMap<>();
        List<Prediction> first = whole(passes.get(ranking.get(0))).get(0);
        for (int i = 0; i < ranking.size(); i++) {
            Cell cell = ranking.get(i).chosen(measure).trial().cells().get(0);
            if (!winners.containsKey(Axis.BACKBONE.of(cell))) {
                List<Prediction> own = whole(passes.get(ranking.get(i))).get(0);
                winners.put(Axis.BACKBONE.of(cell), winner(i, own, first));
            }
        }
        return List.copyOf(winners.values());
    }

    private Experiment.Winner winner(int rank, List<Prediction> own, List<Prediction> first) {
        List<String> names = own.stream().map(Prediction::image).toList();
        List<Prediction> shared =
                first.stream().filter(p -> names.contains(p.image())).toList();
        return new Experiment.Winner(
                rank,
                fold(own.subList(0, 30)),
                Optional.of(Evaluation.of(own, 2, 1, new Bootstrap(400, 42, GROUPS))),
                counted == Unit.IMAGE ? Optional.empty() : Optional.of(Evaluation.of(grouped(own), 2, 1)),
                rank == 0
                        ? Optional.empty()
                        : Optional.of(new PairedComparison(
                                counted == Unit.IMAGE
                                        ? McNemarTest.of(shared, own)
                                        : McNemarTest.of(grouped(shared), grouped(own)),
                                counted)));
    }

    private TrainingResult fold(List<Prediction> predictions) {
        TrainingResult t = Fixtures.healthy();
        return new TrainingResult(
                prefix + "one fold",
                List.of(prefix + "normal", prefix + "stroke"),
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
