package dev.graft.report;

import dev.graft.metrics.Bootstrap;
import dev.graft.metrics.Evaluation;
import dev.graft.metrics.OperatingPoint;
import dev.graft.metrics.Prediction;
import dev.graft.metrics.ThresholdRule;
import dev.graft.provenance.Provenance;
import dev.graft.result.PartSummary;
import dev.graft.result.ResultFiles;
import dev.graft.result.ResultWriters;
import dev.graft.result.TrainingResult;
import dev.graft.train.EpochRecord;
import dev.graft.train.History;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/** A made-up training on many classes, of which four each resemble each other, neighbours or far apart. */
final class ManyClassesFixture {
    private static final List<String> MAKES = List.of(
            "Aurora", "Bertrand", "Cavallo", "Dornfeld", "Eastwick", "Fulmar", "Granville", "Hoshino", "Iberia");
    private static final List<String> BODIES = List.of("Sedan", "Coupé", "Estate", "Convertible");

    private ManyClassesFixture() {}

    /** Names as long as those of public data sets, for example {@code Cavallo 27 Coupé 1998}. */
    static List<String> names(int classes) {
        return IntStream.range(0, classes)
                .mapToObj(c -> MAKES.get(c / BODIES.size() % MAKES.size()) + " " + (1 + c / BODIES.size()) + " "
                        + BODIES.get(c % BODIES.size()) + " " + (1990 + c % 23))
                .toList();
    }

    /** As a softmax in 32 bits gives them. */
    static List<Prediction> predictions(String part, int classes, int each, long seed) {
        Random random = new Random(seed);
        List<String> names = names(classes);
        List<Prediction> predictions = new ArrayList<>();
        for (int actual = 0; actual < classes; actual++) {
            for (int i = 0; i < each; i++) {
                // Some classes are hard, and some images look like nothing.
                double own = random.nextInt(20) == 0 ? 3 : actual % 17 == 3 ? 6.5 : 8.5;
                double[] logits = new double[classes];
                for (int c = 0; c < classes; c++) {
                    boolean alike = actual % 3 == 0
                            ? c % (classes / 4) == actual % (classes / 4)
                            : c / BODIES.size() == actual / BODIES.size();
                    logits[c] = random.nextGaussian() + (c == actual ? own : alike ? 6.5 : 0);
                }
                predictions.add(new Prediction(
                        String.format("%s/%s-%05d.jpg", names.get(actual).replace(' ', '_'), part, i),
                        actual,
                        softmax(logits)));
            }
        }
        return predictions;
    }

    private static List<Double> softmax(double[] logits) {
        double sum = 0;
        for (double logit : logits) {
            sum += Math.exp(logit);
        }
        List<Double> probabilities = new ArrayList<>(logits.length);
        for (double logit : logits) {
            probabilities.add((double) (float) (Math.exp(logit) / sum));
        }
        return probabilities;
    }

    /** With few resamples: their number changes no text's length. */
    static TrainingResult result(int classes, int each) {
        return result(classes, each, new Bootstrap(200, 42, Map.of()));
    }

    private static TrainingResult result(int classes, int each, Bootstrap bootstrap) {
        List<Prediction> validation = predictions("validation", classes, each, 1);
        List<Prediction> test = predictions("test", classes, each, 2);
        return new TrainingResult(
                "efficientnet-b0 on cars",
                names(classes),
                0,
                List.of(
                        new PartSummary("train", Collections.nCopies(classes, 4 * each), -1),
                        new PartSummary("validation", Collections.nCopies(classes, each), -1),
                        new PartSummary("test", Collections.nCopies(classes, each), -1)),
                List.of("Exact and near duplicates are in the same part."),
                List.of("No groups were given."),
                List.of(),
                new History(IntStream.rangeClosed(1, 20)
                        .mapToObj(e -> new EpochRecord(1, e, 4.0 / e, 1 - 0.9 / e, 4.2 / e, 1 - 0.92 / e, 0.001, 9))
                        .toList()),
                Evaluation.of(validation, classes, 0, bootstrap),
                Optional.of(Evaluation.of(test, classes, 0, bootstrap)),
                validation,
                test,
                List.of(),
                Optional.of(Fixtures.facts(4_379_301, 1_351_234, 180)),
                new Provenance(Map.of()),
                OperatingPoint.of(new ThresholdRule.Youden(), validation, test, 0, bootstrap).stream()
                        .toList(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty());
    }

    public static void main(String[] arguments) throws IOException {
        for (String size : arguments[1].split(",")) {
            int classes = Integer.parseInt(size);
            Path directory = Files.createDirectories(Path.of(arguments[0]).resolve(size));
            long start = System.nanoTime();
            TrainingResult result = result(classes, Integer.parseInt(arguments[2]), Bootstrap.ofImages());
            long made = System.nanoTime();
            ResultWriters.found().write(result, Fixtures.samples(result), directory);
            long written = System.nanoTime();
            ResultFiles.read(directory.resolve("result.json"));
            System.out.printf(
                    "%d classes, %d images: made in %.1f s, written in %.1f s, read in %.1f s, result.json %,d, page %,d%n",
                    classes,
                    result.testPredictions().size(),
                    (made - start) / 1e9,
                    (written - made) / 1e9,
                    (System.nanoTime() - written) / 1e9,
                    Files.size(directory.resolve("result.json")),
                    Files.size(directory.resolve("report.html")));
        }
    }
}
