package dev.graft.testkit.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.graft.backbone.Backbone;
import dev.graft.engine.EngineOptions;
import dev.graft.engine.InferenceSession;
import dev.graft.engine.StepResult;
import dev.graft.engine.TrainingSession;
import dev.graft.engine.dl4j.Dl4jEngine;
import dev.graft.engine.program.Differentiation;
import dev.graft.engine.program.Lowering;
import dev.graft.engine.program.Parameter;
import dev.graft.engine.program.Program;
import dev.graft.engine.program.StoredParameter;
import dev.graft.engine.program.Value;
import dev.graft.error.Lookup;
import dev.graft.freeze.FrozenPrefix;
import dev.graft.freeze.ResolvedFreeze;
import dev.graft.model.TransferModel;
import dev.graft.optimizer.Optimizer;
import dev.graft.testkit.model.Snapshot;
import dev.graft.testkit.model.TestModels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What programs of a model give, interpreted, beside what DL4J gives. */
public final class ProgramReference {
    /**
     * What is left in single precision where the exact value is 0, as a share of the largest gradient of all: a bias below
     * a batch normalization has none.
     */
    private static final double NOTHING = 1e-6;

    private final TransferModel model;
    private final INDArray images;
    private final INDArray labels;
    private final Dl4jEngine engine = new Dl4jEngine(EngineOptions.defaults());

    /** @param images preprocessed, {@code [batch, channels, height, width]} */
    private ProgramReference(TransferModel model, INDArray images) {
        this.model = model;
        this.images = images;
        this.labels = TestModels.labels(
                (int) images.size(0), model.description().classNames().size());
    }

    /** Of a model and random images of its size, preprocessed as its backbone wants them. */
    public static ProgramReference of(TransferModel model, Backbone backbone, int batch) {
        int size = model.description().inputShape().height();
        return new ProgramReference(model, TestModels.preprocessedImages(backbone, batch, size, 3));
    }

    private int batch() {
        return (int) images.size(0);
    }

    /** Per-image dimensions of arrays by the vertices they belong to. */
    public static Map<String, List<Integer>> dimensions(List<String> names, INDArray... arrays) {
        Map<String, List<Integer>> dimensions = new LinkedHashMap<>();
        for (int i = 0; i < arrays.length; i++) {
            dimensions.put(
                    names.get(i),
                    Arrays.stream(arrays[i].shape())
                            .skip(1)
                            .mapToObj(Math::toIntExact)
                            .toList());
        }
        return dimensions;
    }

    /**
     * Compares outputs of vertices.
     *
     * @param passes applied to the lowered program
     * @param tolerance of the largest difference, as a share of the largest value
     */
    public void assertEqualOutputs(List<String> vertices, UnaryOperator<Program> passes, double tolerance) {
        List<String> from = model.graph().getConfiguration().getNetworkInputs();
        Program program = passes.apply(Lowering.inference(model.graph(), dimensions(from, images), vertices));
        Map<Value, double[]> values =
                Interpreter.of(program, model.graph()).run(0, batch(), List.of(Interpreter.doubles(images)));
        try (InferenceSession session = engine.inference(model.graph(), vertices)) {
            INDArray[] expected = session.run(images);
            for (int i = 0; i < expected.length; i++) {
                assertClose(
                        vertices.get(i),
                        Lookup.in(values, program.outputs().get(i), "numbers"),
                        Interpreter.doubles(expected[i]),
                        tolerance);
            }
        }
    }

    /**
     * Compares loss, probabilities, gradients and running statistics of a training step.
     *
     * @param passes applied to the lowered forward program before it is differentiated
     * @param tolerance of the largest difference of an array, as a share of its largest value
     */
    public void assertEqualTraining(ResolvedFreeze freeze, UnaryOperator<Program> passes, double tolerance) {
        FrozenPrefix prefix = model.frozenPrefix(freeze);
        INDArray[] cut;
        try (InferenceSession session = engine.inference(model.graph(), prefix.cut())) {
            cut = session.run(images);
        }
        Map<String, List<Integer>> dimensions = dimensions(prefix.cut(), cut);
        Program program = Differentiation.of(
                passes.apply(Lowering.training(model.graph(), prefix, dimensions, freeze, model.headLayers())));
        Program evaluation =
                passes.apply(Lowering.evaluation(model.graph(), prefix, dimensions, freeze, model.headLayers()));
        List<double[]> inputs = new ArrayList<>();
        for (INDArray map : cut) {
            inputs.add(Interpreter.doubles(map));
        }
        compareProbabilities(evaluation, inputs, freeze, prefix, cut, tolerance);
        inputs.add(Interpreter.doubles(labels));
        Interpreter interpreter = Interpreter.of(program, model.graph());
        Map<Value, double[]> values = interpreter.run(0, batch(), inputs);
        compareGradients(program, values, freeze, tolerance);
        compareStep(program, interpreter, values, freeze, prefix, cut, tolerance);
    }

    private void compareProbabilities(
            Program evaluation,
            List<double[]> inputs,
            ResolvedFreeze freeze,
            FrozenPrefix prefix,
            INDArray[] cut,
            double tolerance) {
        Map<Value, double[]> values = Interpreter.of(evaluation, model.graph()).run(0, batch(), inputs);
        double[] found = Lookup.in(values, evaluation.outputs().get(0), "numbers");
        try (TrainingSession session = training(freeze, prefix)) {
            assertClose("probabilities", found, Interpreter.doubles(session.probabilities(cut)), tolerance);
        }
    }

    private TrainingSession training(ResolvedFreeze freeze, FrozenPrefix prefix) {
        return engine.training(model.graph(), prefix, freeze, model.headLayers(), Optimizer.adam(1e-3));
    }

    private void compareGradients(
            Program program, Map<Value, double[]> computed, ResolvedFreeze freeze, double tolerance) {
        Map<String, float[]> expected = SuffixGradients.of(model, freeze, images, labels);
        Map<String, double[]> found = new LinkedHashMap<>();
        for (Parameter parameter : program.parameters(Parameter.Role.LEARNS)) {
            StoredParameter source = (StoredParameter) parameter.source();
            found.put(
                    source.name(),
                    stored(
                            source,
                            Lookup.in(
                                    computed,
                                    Lookup.in(program.gradients(), parameter.value(), "gradient"),
                                    "numbers")));
        }
        assertThat(expected.keySet()).containsAll(found.keySet());
        expected.forEach((name, gradient) -> {
            if (!found.containsKey(name)) {
                assertThat(gradient).as("a constant gamma: %s", name).containsOnly(0f);
            }
        });
        double largest = expected.values().stream()
                .mapToDouble(values -> largest(doubles(values)))
                .max()
                .orElseThrow();
        found.forEach((name, gradient) -> assertClose(
                "d " + name, gradient, doubles(Lookup.in(expected, name, "gradient")), tolerance, NOTHING * largest));
    }

    /** In the order of DL4J's array. */
    private double[] stored(StoredParameter source, double[] gradient) {
        INDArray whole = model.graph().getLayer(source.layer()).getParam(source.key());
        INDArray before = whole.dup();
        float[] values = new float[gradient.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) gradient[i];
        }
        source.write(model.graph(), values);
        double[] stored = Interpreter.doubles(whole);
        whole.assign(before);
        return stored;
    }

    private static double[] doubles(float[] values) {
        double[] doubles = new double[values.length];
        Arrays.setAll(doubles, i -> values[i]);
        return doubles;
    }

    private void compareStep(
            Program program,
            Interpreter interpreter,
            Map<Value, double[]> values,
            ResolvedFreeze freeze,
            FrozenPrefix prefix,
            INDArray[] cut,
            double tolerance) {
        Snapshot before = Snapshot.of(model.graph());
        try (TrainingSession session = training(freeze, prefix)) {
            session.learningRate(0);
            StepResult result = session.step(cut, labels);
            double loss = Arrays.stream(values.get(program.outputs().get(0)))
                    .average()
                    .orElseThrow();
            assertThat(loss).as("loss").isCloseTo(result.loss(), within(tolerance * Math.max(1, result.loss())));
            session.writeBack();
        }
        Snapshot after = Snapshot.of(model.graph());
        before.restore(model.graph());
        List<String> moved = new ArrayList<>();
        for (Parameter parameter : program.parameters(Parameter.Role.STATISTICS)) {
            String name = ((StoredParameter) parameter.source()).name();
            moved.add(name);
            assertClose(
                    name,
                    Lookup.in(interpreter.parameters(), parameter.value(), "numbers"),
                    doubles(after.get(name)),
                    tolerance);
        }
        assertThat(moved).containsAll(before.changed(after));
    }

    private static double largest(double[] values) {
        return Arrays.stream(values).map(Math::abs).max().orElseThrow();
    }

    private static void assertClose(String name, double[] found, double[] expected, double tolerance) {
        assertClose(name, found, expected, tolerance, 1e-7);
    }

    private static void assertClose(String name, double[] found, double[] expected, double tolerance, double floor) {
        assertThat(found.length).as(name).isEqualTo(expected.length);
        // One assertion for the worst element: there are millions.
        int worst = 0;
        for (int i = 0; i < found.length; i++) {
            boolean worse = Math.abs(found[i] - expected[i]) > Math.abs(found[worst] - expected[worst]);
            worst = worse || Double.isNaN(found[i]) ? i : worst;
        }
        double allowed = tolerance * largest(expected) + floor;
        assertThat(found[worst]).as("%s[%d]", name, worst).isCloseTo(expected[worst], within(allowed));
    }
}
