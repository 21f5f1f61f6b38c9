package dev.graft.report;

import dev.graft.data.DuplicateSet;
import dev.graft.data.Fold;
import dev.graft.data.UnreadableFile;
import dev.graft.diagnosis.Diagnosis;
import dev.graft.diagnosis.TrainingConditions;
import dev.graft.diagnosis.TrainingEvidence;
import dev.graft.image.RgbImage;
import dev.graft.metrics.Bootstrap;
import dev.graft.metrics.ChanceTest;
import dev.graft.metrics.Evaluation;
import dev.graft.metrics.Interval;
import dev.graft.metrics.OperatingPoint;
import dev.graft.metrics.Prediction;
import dev.graft.metrics.SplitComparison;
import dev.graft.metrics.ThresholdRule;
import dev.graft.provenance.Provenance;
import dev.graft.result.Finding;
import dev.graft.result.GroupedResult;
import dev.graft.result.PartSummary;
import dev.graft.result.ResultPictures;
import dev.graft.result.RunFacts;
import dev.graft.result.SampleImage;
import dev.graft.result.SampleSelection;
import dev.graft.result.TrainingResult;
import dev.graft.testkit.result.ChangedResult;
import dev.graft.train.EpochRecord;
import dev.graft.train.History;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/** Made-up trainings that look like real ones. */
final class Fixtures {
    static final List<String> CLASSES = List.of("normal", "stroke");

    private Fixtures() {}

    /** A good two-phase training on brain slices, with a test part. */
    static TrainingResult healthy() {
        List<Prediction> validation = predictions("validation", 120, 2.2, 11);
        List<Prediction> test = predictions("test", 120, 2.1, 5);
        Bootstrap bootstrap = Bootstrap.ofImages();
        Evaluation evaluation = Evaluation.of(validation, 2, 1, bootstrap);
        History history = twoPhases();
        List<PartSummary> parts = List.of(
                new PartSummary("train", List.of(480, 480), 96),
                new PartSummary("validation", List.of(60, 60), 12),
                new PartSummary("test", List.of(60, 60), 12));
        return new TrainingResult(
                "efficientnet-b0 on phantom-brains",
                CLASSES,
                1,
                parts,
                List.of(
                        "All images of one group (patient) are in the same part.",
                        "Exact and near duplicates are in the same part.",
                        "Every part holds the classes in the same proportions."),
                List.of(),
                List.of(new UnreadableFile("stroke/IM-0042.png", "the file ends in the middle of the picture")),
                history,
                evaluation,
                Optional.of(Evaluation.of(test, 2, 1, bootstrap)),
                validation,
                test,
                diagnosis(history, evaluation, CLASSES, parts.get(0).imagesPerClass()),
                Optional.of(facts(4_379_301, 1_351_234, 175.6)),
                provenance(),
                OperatingPoint.of(new ThresholdRule.Youden(), validation, test, 1, bootstrap).stream()
                        .toList(),
                List.of(new DuplicateSet(
                        false, List.of("normal/IM-0007.png", "normal/IM-0008.png"), List.of("normal"))),
                Optional.of(new ChanceTest("test", 120, 120, 0.5, new Interval(0.41, 0.59), 0.51)),
                Optional.of(new SplitComparison(
                        "test",
                        new SplitComparison.Measured(120, 0.917, new Interval(0.853, 0.954)),
                        new SplitComparison.Measured(118, 0.975, new Interval(0.928, 0.991)),
                        117,
                        0.058,
                        new Interval(-0.003, 0.124))),
                List.of(),
                Optional.empty());
    }

    /** The same with test images of twelve patients and validation images of 24, by image and by patient. */
    static TrainingResult grouped() {
        TrainingResult healthy = healthy();
        Map<String, String> patients = new LinkedHashMap<>();
        for (int i = 0; i < healthy.testPredictions().size(); i++) {
            patients.put(healthy.testPredictions().get(i).image(), "patient " + i % 12);
            patients.put(healthy.validationPredictions().get(i).image(), "patient " + (12 + i % 24));
        }
        return grouped(patients);
    }

    /** @param patients of all images */
    static TrainingResult grouped(Map<String, String> patients) {
        TrainingResult healthy = healthy();
        List<Prediction> test = healthy.testPredictions();
        return new TrainingResult(
                healthy.title(),
                CLASSES,
                1,
                healthy.parts(),
                healthy.splitGuarantees(),
                List.of(),
                List.of(),
                healthy.history(),
                healthy.validation(),
                Optional.of(Evaluation.of(test, 2, 1, Bootstrap.ofGroups(patients))),
                healthy.validationPredictions(),
                test,
                healthy.findings(),
                healthy.facts(),
                healthy.provenance(),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                GroupedResult.of(healthy.validationPredictions(), test, patients, 2, 1));
    }

    /** A good one whose test part is the second of five folds. */
    static TrainingResult fold() {
        return ChangedResult.withFacts(grouped(), facts(4_379_301, 1_351_234, 175.6, Optional.of(new Fold(2, 5))));
    }

    /** A bad training without a test part, on few and unbalanced images of three classes with long names. */
    static TrainingResult troubled() {
        List<String> classes =
                List.of("glioblastoma multiforme", "healthy volunteer", "ischaemic stroke (acute phase)");
        List<Prediction> validation = IntStream.range(0, 24)
                .mapToObj(i -> new Prediction(
                        "scans/" + i + ".png",
                        i % 4 == 0 ? 0 : i % 3 == 0 ? 2 : 1,
                        List.of(0.2, 0.5 + i / 100.0, 0.3 - i / 100.0)))
                .toList();
        Evaluation evaluation = Evaluation.of(validation, 3, 2, Bootstrap.ofImages());
        History history = new History(IntStream.rangeClosed(1, 9)
                .mapToObj(e -> new EpochRecord(
                        1, e, 1.0 / e, Math.min(0.99, 0.5 + e * 0.08), 0.8 + Math.abs(e - 3) * 0.12, 0.5, 0.01, 2.4))
                .toList());
        List<PartSummary> parts = List.of(
                new PartSummary("train", List.of(20, 140, 35), -1),
                new PartSummary("validation", List.of(6, 12, 6), -1));
        return new TrainingResult(
                "vgg19 on scans",
                classes,
                2,
                parts,
                List.of("Exact duplicates are in the same part."),
                List.of(
                        "No groups were given: whether images of one patient are on both sides is unknown, and the figures"
                                + " may be too good."),
                List.of(),
                history,
                evaluation,
                Optional.empty(),
                validation,
                List.of(),
                diagnosis(history, evaluation, classes, parts.get(0).imagesPerClass()),
                new Provenance(Map.of()));
    }

    /** Pictures of all predictions that a report of this result may show. */
    static ResultPictures samples(TrainingResult result) {
        return ResultPictures.of(SampleSelection.pictured(result).stream()
                .map(p -> new SampleImage(p.image(), slice(p), p))
                .toList());
    }

    private static List<Finding> diagnosis(
            History history, Evaluation validation, List<String> classNames, List<Integer> trainingImages) {
        return Diagnosis.of(
                new TrainingEvidence(history, validation, classNames, trainingImages, TrainingConditions.unknown()));
    }

    static RunFacts facts(long parameters, long trainable, double seconds) {
        return facts(parameters, trainable, seconds, Optional.empty());
    }

    private static RunFacts facts(long parameters, long trainable, double seconds, Optional<Fold> fold) {
        return new RunFacts(
                "phantom-brains",
                "9f86d081",
                fold,
                parameters,
                List.of(trainable),
                237,
                "dl4j 1.0.0-M2.1",
                Optional.empty(),
                0,
                seconds,
                "2026-11-30T08:00:00Z",
                "0.1",
                "17.0.15");
    }

    private static List<Prediction> predictions(String part, int count, double strength, long seed) {
        Random random = new Random(seed);
        List<Prediction> predictions = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int actual = i % 2;
            double logit = strength * (2 * actual - 1) + random.nextGaussian() * 1.5;
            double p = 1 / (1 + Math.exp(-logit));
            String name = CLASSES.get(actual) + "/" + part + "-IM-" + String.format(Locale.ROOT, "%04d", i) + ".png";
            predictions.add(new Prediction(name, actual, List.of(1 - p, p)));
        }
        return predictions;
    }

    private static History twoPhases() {
        Random random = new Random(3);
        List<EpochRecord> epochs = new ArrayList<>();
        for (int i = 0; i < 22; i++) {
            boolean head = i < 8;
            double floor = head ? 0.38 : 0.2;
            double progress = Math.exp(-(head ? i : i - 8) / 3.0);
            double trainLoss = floor * 0.9 + progress * (head ? 0.35 : 0.16) + random.nextGaussian() * 0.006;
            double validationLoss = floor + progress * (head ? 0.3 : 0.17) + random.nextGaussian() * 0.012;
            epochs.add(new EpochRecord(
                    head ? 1 : 2,
                    head ? i + 1 : i - 7,
                    trainLoss,
                    1.02 - trainLoss * 0.48,
                    validationLoss,
                    Math.round((1.0 - validationLoss * 0.42) * 120) / 120.0,
                    head ? 1e-3 : 1e-4,
                    head ? 1.3 : 11.8));
        }
        return new History(epochs);
    }

    private static Provenance provenance() {
        Map<String, Object> model = new LinkedHashMap<>();
        model.put("backbone", "efficientnet-b0");
        model.put("weights", "efficientnet_b0_ifs1000.safetensors");
        model.put("weights SHA-256", "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");
        model.put("head", "global average pooling, dense 256, batch normalization, dropout 0.3");
        model.put("unfrozen layers", 20);
        model.put("trainable parameters", 1_351_234);
        model.put("total parameters", 4_379_301);
        Map<String, Object> training = new LinkedHashMap<>();
        training.put("optimizer", "Adam");
        training.put("learning rates", List.of(0.001, 0.0001));
        training.put("batch size", 32);
        training.put("augmentation", false);
        training.put("seed", 42);
        Map<String, Object> machine = new LinkedHashMap<>();
        machine.put("engine", "dl4j 1.0.0-M2.1");
        machine.put("threads", 8);
        machine.put("java", "17.0.15");
        return new Provenance(Map.of())
                .with("model", model)
                .with("training", training)
                .with("machine", machine);
    }

    /** Something like an axial brain slice, with a bright spot where a stroke is. */
    private static RgbImage slice(Prediction p) {
        int size = 112;
        byte[] pixels = new byte[size * size * 3];
        Random random = new Random(p.image().hashCode());
        double spotX = random.nextDouble() * 0.7 - 0.35;
        double spotY = random.nextDouble() * 0.7 - 0.35;
        for (int i = 0; i < size * size; i++) {
            double x = (i % size) * 2.0 / size - 1;
            double y = (i / size) * 2.0 / size - 1;
            double r = Math.hypot(x / 0.72, y / 0.88);
            double value = r > 1 ? 4 : r > 0.93 ? 190 : r > 0.87 ? 30 : 95 + 30 * Math.sin(14 * x) * Math.cos(11 * y);
            if (p.actual() == 1 && Math.hypot(x - spotX, y - spotY) < 0.2) {
                value += 90;
            }
            value += random.nextGaussian() * 8;
            byte grey = (byte) Math.max(0, Math.min(255, value));
            pixels[3 * i] = pixels[3 * i + 1] = pixels[3 * i + 2] = grey;
        }
        return new RgbImage(size, size, pixels);
    }
}
