package dev.graft.golden;

import dev.graft.backbone.Backbone;
import dev.graft.engine.Engine;
import dev.graft.engine.InferenceSession;
import dev.graft.engine.TrainingSession;
import dev.graft.error.Lookup;
import dev.graft.freeze.BatchNormMode;
import dev.graft.freeze.FreezePolicy;
import dev.graft.freeze.FrozenPrefix;
import dev.graft.freeze.ResolvedFreeze;
import dev.graft.model.TransferModel;
import dev.graft.optimizer.Optimizer;
import dev.graft.testkit.model.Snapshot;
import dev.graft.testkit.model.TestModels;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Measures on one network what {@link AutocastReference} holds, in the same way, between two engines of ours. */
final class Bfloat16Errors {
    private final Backbone backbone;
    private final KerasReference keras;
    private final AutocastReference autocast;
    private final Engine half;
    private final Engine single;
    private final Map<String, List<Double>> errors = new LinkedHashMap<>();
    private final List<Map<String, List<Double>>> angles = new ArrayList<>();

    private Bfloat16Errors(
            Backbone backbone, KerasReference keras, AutocastReference autocast, Engine half, Engine single) {
        this.backbone = backbone;
        this.keras = keras;
        this.autocast = autocast;
        this.half = half;
        this.single = single;
        autocast.gradients().forEach(kind -> angles.add(new LinkedHashMap<>()));
    }

    /** Measures. */
    static Bfloat16Errors of(
            Backbone backbone, KerasReference keras, AutocastReference autocast, Engine half, Engine single) {
        Bfloat16Errors found = new Bfloat16Errors(backbone, keras, autocast, half, single);
        autocast.salts().forEach(found::measure);
        return found;
    }

    /** By the names of {@link AutocastReference#errors()}; the median over salts. */
    double error(String name) {
        return median(Lookup.in(errors, name, "error"));
    }

    /** See {@link AutocastReference.Gradients#angles()}. */
    Map<String, Double> angles(int kind) {
        Map<String, Double> medians = new LinkedHashMap<>();
        angles.get(kind).forEach((name, values) -> medians.put(name, median(values)));
        return medians;
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    private void measure(String salt) {
        KerasReference drawn = new KerasReference(
                salt,
                keras.gain(),
                keras.layers(),
                keras.weightShapes(),
                keras.activations(),
                keras.features(),
                keras.firstRow(),
                keras.trainings());
        KerasComparison comparison = new KerasComparison(drawn, backbone, single);
        KerasReference.Training first = keras.trainings().get(0);
        TransferModel model = comparison.model(first.size(), first.headScale());
        features(model, comparison.images(2, first.size()));
        for (int i = 0; i < angles.size(); i++) {
            AutocastReference.Gradients kind = autocast.gradients().get(i);
            INDArray images = comparison.images(kind.batch(), first.size());
            Map<String, float[]> left = gradients(half, model, kind, images);
            Map<String, float[]> right = gradients(single, model, kind, images);
            for (String name : kind.angles().keySet()) {
                add(
                        angles.get(i),
                        name,
                        1 - cosine(Lookup.in(left, name, "gradient"), Lookup.in(right, name, "gradient")));
            }
        }
        for (KerasReference.Training training : keras.trainings()) {
            String name = AutocastReference.losses(training.unfrozen());
            if (training.optimizer().equals("adam") && autocast.errors().containsKey(name)) {
                INDArray images = comparison.images(training.batch(), training.size());
                add(errors, name, losses(model, training, images));
            }
        }
    }

    private static void add(Map<String, List<Double>> lists, String name, double value) {
        lists.computeIfAbsent(name, n -> new ArrayList<>()).add(value);
    }

    // ---- features

    private void features(TransferModel model, INDArray images) {
        float[] left = features(half, model, images);
        float[] right = features(single, model, images);
        double deviation = deviation(right);
        double squares = 0;
        double largest = 0;
        for (int i = 0; i < left.length; i++) {
            double error = (left[i] - right[i]) / deviation;
            squares += error * error / left.length;
            largest = Math.max(largest, Math.abs(error));
        }
        add(errors, "features", Math.sqrt(squares));
        add(errors, "largest feature", largest);
    }

    private static float[] features(Engine engine, TransferModel model, INDArray images) {
        try (InferenceSession session = engine.inference(model.graph(), List.of(model.featureLayer()))) {
            return Snapshot.floats(session.run(images)[0]);
        }
    }

    private static double deviation(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        double mean = sum / values.length;
        double squares = 0;
        for (float value : values) {
            squares += (value - mean) * (value - mean);
        }
        return Math.sqrt(squares / values.length);
    }

    // ---- gradients

    private static Map<String, float[]> gradients(
            Engine engine, TransferModel model, AutocastReference.Gradients kind, INDArray images) {
        FreezePolicy policy = FreezePolicy.lastLayers(kind.unfrozen());
        ResolvedFreeze freeze =
                model.resolve(policy.withBatchNorm(kind.followBatch() ? BatchNormMode.KERAS : BatchNormMode.INFERENCE));
        FrozenPrefix prefix = model.frozenPrefix(freeze);
        Snapshot before = Snapshot.of(model.graph());
        try (InferenceSession frozen = engine.inference(model.graph(), prefix.cut());
                TrainingSession session = engine.training(
                        model.graph(), prefix, freeze, model.headLayers(), new Optimizer.Sgd(1, 0, false))) {
            session.step(frozen.run(images), TestModels.labels(kind.batch(), 2));
            session.writeBack();
        }
        Map<String, float[]> gradients = moves(before, Snapshot.of(model.graph()));
        before.restore(model.graph());
        return gradients;
    }

    /** A step of plain descent at a rate of 1 moves parameters by their gradients. */
    private static Map<String, float[]> moves(Snapshot before, Snapshot after) {
        Map<String, float[]> moves = new LinkedHashMap<>();
        before.values()
                .forEach((name, values) -> kerasName(name).ifPresent(keras -> {
                    float[] moved = after.get(name);
                    for (int i = 0; i < moved.length; i++) {
                        moved[i] = values[i] - moved[i];
                    }
                    moves.put(keras, moved);
                }));
        return moves;
    }

    /** Of a parameter that has a gradient. */
    private static Optional<String> kerasName(String name) {
        int slash = name.lastIndexOf('/');
        String layer = name.substring(0, slash);
        return switch (name.substring(slash + 1)) {
            case "W" -> Optional.of(layer + "/kernel");
            case "b" -> Optional.of(layer + "/bias");
            case "gamma", "beta" -> Optional.of(name);
            default -> Optional.empty();
        };
    }

    private static double cosine(float[] left, float[] right) {
        double product = 0;
        double lefts = 0;
        double rights = 0;
        for (int i = 0; i < left.length; i++) {
            product += (double) left[i] * right[i];
            lefts += (double) left[i] * left[i];
            rights += (double) right[i] * right[i];
        }
        return product / Math.sqrt(lefts) / Math.sqrt(rights);
    }

    // ---- losses

    private double losses(TransferModel model, KerasReference.Training training, INDArray images) {
        double[] left = KerasComparison.train(half, model, training, images).losses();
        double[] right = KerasComparison.train(single, model, training, images).losses();
        int steps = training.losses().length;
        double squares = 0;
        for (int step = 0; step < steps; step++) {
            squares += Math.pow((left[step] - right[step]) / right[step], 2) / steps;
        }
        return Math.sqrt(squares);
    }
}
