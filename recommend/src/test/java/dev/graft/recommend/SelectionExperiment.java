package dev.graft.recommend;

import dev.graft.data.ImageDataset;
import dev.graft.data.ImageSample;
import dev.graft.data.Split;
import dev.graft.data.SplitFractions;
import dev.graft.data.Splitter;
import dev.graft.metrics.Bootstrap;
import dev.graft.metrics.Metric;
import dev.graft.metrics.Prediction;
import dev.graft.metrics.SelectionBootstrap;
import dev.graft.metrics.SelectionBootstrap.Candidate;
import dev.graft.metrics.SelectionBootstrap.Hopeless;
import dev.graft.metrics.SelectionFigure;
import dev.graft.probe.FeatureTable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Chooses among heads by some of the patients, and asks all others how good the choice is.
 *
 * @param heads what is chosen from
 * @param images of the heads' tables, row by row; every one has a group
 * @param resamples draws of a selection's bootstrap
 */
record SelectionExperiment(Heads heads, ImageDataset images, int resamples) {
    private static final int FOLDS = 5;
    /** With fewer patients of a class a fold might have none to choose by. */
    private static final int FEWEST = 6;

    /** Some patients, with labels for all rows. */
    record Draw(int[] rows, int[] labels, long seed) {}

    /** What was chosen with one split: the sealed part's figure, and the figure of all patients that were not drawn. */
    record OneSplit(double sealed, double truth) {}

    /** Out-of-fold predictions of each configuration, and the fold of each image. */
    record Folded(List<Candidate> candidates, int[] foldOf) {}

    /** Whether dropping keeps the winner, what share of trainings it saves, and what is said of the choice among the rest. */
    record Dropping(boolean same, double saved, double corrected) {}

    /** Patients by their true labels. */
    Draw signal(int patients, long seed) {
        Random random = new Random(seed);
        int[] rows = rows(patients, random);
        return new Draw(
                rows, images.samples().stream().mapToInt(ImageSample::label).toArray(), seed);
    }

    /** Patients with labels at random, as many of both: nobody can know better than one half. */
    Draw chance(int patients, long seed) {
        List<Integer> labels = new ArrayList<>(
                IntStream.range(0, patients).map(i -> i % 2).boxed().toList());
        Random random = new Random(seed);
        int[] rows = rows(patients, random);
        Collections.shuffle(labels, random);
        return labelled(rows, labels, seed);
    }

    /** Patients for each of which a coin is thrown: they need not be as many of both. */
    Draw coins(int patients, long seed) {
        Random random = new Random(seed);
        int[] rows = rows(patients, random);
        List<Integer> labels = List.of();
        while (Math.min(Collections.frequency(labels, 0), Collections.frequency(labels, 1)) < FEWEST) {
            labels = random.ints(patients, 0, 2).boxed().toList();
        }
        return labelled(rows, labels, seed);
    }

    private Draw labelled(int[] rows, List<Integer> labels, long seed) {
        Map<String, Integer> known = new HashMap<>();
        for (int row : rows) {
            known.computeIfAbsent(group(row), group -> labels.get(known.size()));
        }
        int[] all = IntStream.range(0, images.samples().size())
                .map(row -> known.getOrDefault(group(row), 0))
                .toArray();
        return new Draw(rows, all, seed);
    }

    private int[] rows(int patients, Random random) {
        List<String> groups = new ArrayList<>(images.samples().stream()
                .map(sample -> sample.group().orElseThrow())
                .distinct()
                .sorted()
                .toList());
        Collections.shuffle(groups, random);
        Set<String> drawn = new HashSet<>(groups.subList(0, patients));
        return where(row -> drawn.contains(group(row)), images.samples().size());
    }

    private String group(int row) {
        return images.samples().get(row).group().orElseThrow();
    }

    private static int[] where(IntPredicate wanted, int count) {
        return IntStream.range(0, count).filter(wanted).toArray();
    }

    private ImageDataset images(Draw draw) {
        List<ImageSample> samples = new ArrayList<>();
        for (int row : draw.rows()) {
            samples.add(images.samples().get(row).withLabel(draw.labels()[row]));
        }
        return new ImageDataset("drawn", images.classNames(), samples, List.of(), "drawn");
    }

    Folded folds(Draw draw) {
        int[] foldOf = Folds.of(images(draw), RecommendOptions.defaults().withSeed(draw.seed()))
                .ofImages()
                .get(0);
        double[][] second = new double[heads.count()][foldOf.length];
        for (int f = 0; f < FOLDS; f++) {
            int fold = f;
            int[] asked = where(i -> foldOf[i] == fold, foldOf.length);
            double[][] found = heads.probabilities(
                    draw.labels(),
                    FeatureTable.at(draw.rows(), where(i -> foldOf[i] != fold, foldOf.length)),
                    FeatureTable.at(draw.rows(), asked));
            for (int c = 0; c < found.length; c++) {
                for (int i = 0; i < asked.length; i++) {
                    second[c][asked[i]] = found[c][i];
                }
            }
        }
        return new Folded(candidates(draw, draw.rows(), second), foldOf);
    }

    /**
     * As {@link #folds}, but what is predicted took no part in any training: the heads learnt from other patients, those of
     * another draw that are not in this one.
     */
    Folded apart(Draw draw, Draw other) {
        Set<Integer> drawn = new HashSet<>(IntStream.of(draw.rows()).boxed().toList());
        int[] train =
                IntStream.of(other.rows()).filter(row -> !drawn.contains(row)).toArray();
        double[][] second = heads.probabilities(other.labels(), train, draw.rows());
        return new Folded(candidates(draw, draw.rows(), second), new int[draw.rows().length]);
    }

    private List<Candidate> candidates(Draw draw, int[] rows, double[][] second) {
        List<Candidate> candidates = new ArrayList<>();
        for (double[] of : second) {
            List<Prediction> pass = new ArrayList<>();
            for (int i = 0; i < rows.length; i++) {
                pass.add(new Prediction(
                        images.samples().get(rows[i]).name(), draw.labels()[rows[i]], List.of(1 - of[i], of[i])));
            }
            candidates.add(new Candidate(List.of(pass)));
        }
        return candidates;
    }

    private SelectionBootstrap selection(int draws) {
        return new SelectionBootstrap(Metric.ACCURACY, 1, 2, new Bootstrap(draws, 42, images.groups()));
    }

    SelectionFigure figure(Folded folded) {
        return selection(resamples).of(folded.candidates());
    }

    /** Accuracy of each configuration, out of fold. */
    double[] accuracies(Folded folded) {
        return folded.candidates().stream()
                .mapToDouble(
                        candidate -> selection(1).figures(candidate).findFirst().orElseThrow())
                .toArray();
    }

    /** Accuracy, among all patients that were not drawn, of a configuration that learnt from some rows. */
    double truth(Draw draw, int configuration, int[] train) {
        Set<Integer> drawn = new HashSet<>(IntStream.of(draw.rows()).boxed().toList());
        int[] others = where(row -> !drawn.contains(row), images.samples().size());
        return accuracy(draw, others, heads.probabilities(configuration, draw.labels(), train, others));
    }

    private static double accuracy(Draw draw, int[] rows, double[] second) {
        return IntStream.range(0, rows.length)
                .mapToDouble(i -> second[i] > 0.5 == (draw.labels()[rows[i]] == 1) ? 1 : 0)
                .average()
                .orElseThrow();
    }

    OneSplit oneSplit(Draw draw) {
        Split split = new Splitter(SplitFractions.defaults(), draw.seed()).split(images(draw));
        int[] train = part(draw, split.train());
        int[] validation = part(draw, split.validation());
        int[] test = part(draw, split.test());
        double[][] second = heads.probabilities(draw.labels(), train, validation);
        int chosen = selection(1).of(candidates(draw, validation, second)).chosen();
        double[] sealed = heads.probabilities(chosen, draw.labels(), train, test);
        return new OneSplit(accuracy(draw, test, sealed), truth(draw, chosen, train));
    }

    private static int[] part(Draw draw, List<Integer> positions) {
        return positions.stream().mapToInt(i -> draw.rows()[i]).toArray();
    }

    /** What a search in folds does with {@code --drop}: after each fold but the last one, hopeless ones are given up. */
    Dropping dropping(Folded folded, int winner, double errorProbability) {
        List<Integer> left =
                IntStream.range(0, folded.candidates().size()).boxed().toList();
        int trainings = left.size();
        double spent = 0;
        for (int fold = 1; fold < FOLDS; fold++) {
            int done = fold;
            List<Candidate> begun = left.stream()
                    .map(c -> part(
                            folded.candidates().get(c), where(i -> folded.foldOf()[i] < done, folded.foldOf().length)))
                    .toList();
            double allowed = errorProbability * fold / (FOLDS - 1);
            Hopeless hopeless = selection(resamples).hopeless(begun, (double) fold / FOLDS, allowed - spent);
            spent += hopeless.probability();
            List<Integer> before = left;
            left = IntStream.range(0, left.size())
                    .filter(i -> !hopeless.positions().contains(i))
                    .mapToObj(before::get)
                    .toList();
            trainings += left.size();
        }
        SelectionFigure figure = selection(resamples)
                .of(left.stream().map(folded.candidates()::get).toList());
        double all = (double) FOLDS * folded.candidates().size();
        return new Dropping(left.get(figure.chosen()) == winner, 1 - trainings / all, figure.corrected());
    }

    private static Candidate part(Candidate candidate, int[] positions) {
        List<Prediction> pass = candidate.passes().get(0);
        return new Candidate(List.of(IntStream.of(positions).mapToObj(pass::get).toList()));
    }
}
