package dev.graft.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.graft.engine.Engine;
import dev.graft.engine.EngineOptions;
import dev.graft.engine.InferenceSession;
import dev.graft.engine.TrainingSession;
import dev.graft.engine.dl4j.Dl4jEngine;
import dev.graft.error.Lookup;
import dev.graft.freeze.FreezePolicy;
import dev.graft.freeze.FrozenPrefix;
import dev.graft.freeze.ResolvedFreeze;
import dev.graft.head.HeadOutput;
import dev.graft.head.HeadPreset;
import dev.graft.head.SequentialHead;
import dev.graft.io.BoundedJson;
import dev.graft.loss.ClassWeights;
import dev.graft.loss.CrossEntropy;
import dev.graft.model.TransferModel;
import dev.graft.optimizer.Optimizer;
import dev.graft.testkit.model.PlainBackbone;
import dev.graft.weights.BackboneWeights;
import dev.graft.weights.KerasWeights;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Whole heads on a small backbone, trained as real Keras trained them: losses of every step, weights and probabilities
 * after. The script beside the recorded numbers says how.
 */
public abstract class HeadReferenceTest {
    private static final String SALT = "head";
    private static final int BATCH = 6;
    private static final int SIZE = 16;
    private static final double LOSS_TOLERANCE = 2e-5;
    private static final double WEIGHT_TOLERANCE = 2e-4;
    private static final double PROBABILITY_TOLERANCE = 1e-5;

    private final Engine engine = engine();

    /** What trains them. */
    protected Engine engine() {
        return new Dl4jEngine(EngineOptions.defaults());
    }

    static Stream<Named<JsonNode>> runs() throws IOException {
        List<Named<JsonNode>> runs = new ArrayList<>();
        try (InputStream stream = HeadReferenceTest.class.getResourceAsStream("head_reference.json")) {
            for (JsonNode run : BoundedJson.mapper().build().readTree(stream).get("runs")) {
                runs.add(Named.of(
                        run.get("head").asText() + ", " + run.get("output").asText() + ", "
                                + run.get("optimizer").asText(),
                        run));
            }
        }
        return runs.stream();
    }

    @Test
    void everyPresetIsAmongTheReferences() throws IOException {
        Set<String> recorded = new TreeSet<>();
        runs().forEach(run -> recorded.add(run.getPayload().get("head").asText()));

        for (HeadPreset preset : HeadPreset.values()) {
            if (preset != HeadPreset.REFERENCE) {
                assertThat(recorded).contains(preset.id());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("runs")
    void aTrainingGoesAsInKeras(JsonNode run) {
        TransferModel model = model(run);
        ResolvedFreeze freeze =
                model.resolve(FreezePolicy.lastLayers(run.get("unfrozen").asInt()));
        FrozenPrefix prefix = model.frozenPrefix(freeze);
        Optimizer optimizer = Optimizer.byName(
                run.get("optimizer").asText(), run.get("learning_rate").asDouble());
        CrossEntropy loss = loss(run);
        List<Integer> classes = List.of(0, 1, 0, 1, 0, 1);
        INDArray labels = loss.rows(classes, 2);
        Optional<INDArray> weights = loss.sampleWeights(classes);
        try (InferenceSession frozen = engine.inference(model.graph(), prefix.cut());
                TrainingSession session =
                        engine.training(model.graph(), prefix, freeze, model.headLayers(), optimizer)) {
            INDArray[] cut = frozen.run(images());
            for (JsonNode expected : run.get("losses")) {
                double value = expected.asDouble();
                assertThat(session.step(cut, labels, weights).loss())
                        .as("loss")
                        .isCloseTo(value, within(LOSS_TOLERANCE * value));
            }
            if (undetermined(run).isEmpty()) {
                compareProbabilities(run, session.probabilities(cut));
            }
            session.writeBack();
        }
        Map<String, float[]> found = KerasWeights.export(model.graph(), model.headLayers());
        compareWeights(run.get("weights"), found, undetermined(run));
        if (!undetermined(run).isEmpty()) {
            takeFromKeras(run.get("weights"), model.graph());
            List<String> outputs = model.graph().getConfiguration().getNetworkOutputs();
            try (InferenceSession trained = engine.inference(model.graph(), outputs)) {
                compareProbabilities(run, trained.run(images())[0]);
            }
        }
    }

    private static void compareProbabilities(JsonNode run, INDArray probabilities) {
        assertThat(probabilities.shape()).containsExactly(BATCH, 2);
        for (int i = 0; i < BATCH; i++) {
            double expected = run.get("second_class").get(i).asDouble();
            assertThat(probabilities.getDouble(i, 1)).isCloseTo(expected, within(PROBABILITY_TOLERANCE));
            assertThat(probabilities.getDouble(i, 0)).isCloseTo(1 - expected, within(PROBABILITY_TOLERANCE));
        }
    }

    /** Gives a trained head Keras's own values of what is {@link #undetermined}, so that its answers are determined. */
    private static void takeFromKeras(JsonNode weights, ComputationGraph graph) {
        graph.getLayer("head_dense").getParam("b").assign(row(weights.get("head_dense/bias")));
        graph.getLayer("head_bn").getParam("mean").assign(row(weights.get("head_bn/moving_mean")));
    }

    private static INDArray row(JsonNode weight) {
        float[] values = new float[weight.get("values").size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) weight.get("values").get(i).asDouble();
        }
        return Nd4j.create(new float[][] {values});
    }

    /**
     * What is left to rounding: batch normalization takes the bias of a linear layer below it away again, so the bias's
     * gradient is rounding and nothing else, and Adam makes full steps of it. The running mean follows.
     */
    private static Set<String> undetermined(JsonNode run) {
        boolean linearBelowNorm = run.get("parts").get(0).asText().endsWith("linear")
                || run.get("parts").get(1) != null
                        && run.get("parts").get(1).asText().endsWith("linear");
        return linearBelowNorm && run.get("optimizer").asText().equals("adam")
                ? Set.of("head_dense/bias", "head_bn/moving_mean")
                : Set.of();
    }

    private static void compareWeights(JsonNode expected, Map<String, float[]> found, Set<String> undetermined) {
        Set<String> names = new TreeSet<>();
        expected.properties().forEach(property -> names.add(property.getKey()));
        assertThat(found.keySet()).isEqualTo(names);
        names.removeAll(undetermined);
        for (String name : names) {
            JsonNode values = expected.get(name).get("values");
            float[] own = Lookup.in(found, name, "weights");
            for (int i = 0; i < values.size(); i++) {
                assertThat(own[i])
                        .as("%s[%d]", name, i)
                        .isCloseTo((float) values.get(i).asDouble(), within((float) WEIGHT_TOLERANCE));
            }
        }
    }

    private static CrossEntropy loss(JsonNode run) {
        CrossEntropy loss =
                CrossEntropy.plain().withLabelSmoothing(run.get("smoothing").asDouble());
        JsonNode weights = run.get("class_weight");
        return weights.isNull()
                ? loss
                : loss.withClassWeights(ClassWeights.of(
                        weights.get(0).asDouble(), weights.get(1).asDouble()));
    }

    private static TransferModel model(JsonNode run) {
        Map<String, long[]> backbone = new LinkedHashMap<>();
        backbone.put("conv1/kernel", new long[] {3, 3, 3, 6});
        backbone.put("conv1/bias", new long[] {6});
        backbone.put("conv2/kernel", new long[] {3, 3, 6, 8});
        backbone.put("conv2/bias", new long[] {8});
        TransferModel model = TransferModel.on(new PlainBackbone())
                .size(SIZE)
                .classes(List.of("0", "1"))
                .head(head(run))
                .weights(BackboneWeights.of(new FormulaWeights(SALT, 3, 1, backbone)))
                .build();
        Map<String, long[]> head = new LinkedHashMap<>();
        run.get("weights").properties().forEach(weight -> {
            JsonNode shape = weight.getValue().get("shape");
            long[] sizes = new long[shape.size()];
            for (int i = 0; i < sizes.length; i++) {
                sizes[i] = shape.get(i).asLong();
            }
            head.put(weight.getKey(), sizes);
        });
        KerasWeights.load(new FormulaWeights(SALT, 3, 1, head), model.graph(), model.headLayers());
        return model;
    }

    private static SequentialHead head(JsonNode run) {
        String name = run.get("head").asText();
        double dropout = run.get("dropout").asDouble();
        HeadOutput output = HeadOutput.valueOf(run.get("output").asText().toUpperCase(Locale.ROOT));
        for (HeadPreset preset : HeadPreset.values()) {
            if (preset.id().equals(name)) {
                return preset.head(new PlainBackbone().spec(), 7, dropout, output);
            }
        }
        SequentialHead.Builder head = SequentialHead.builder().output(output);
        for (JsonNode part : run.get("parts")) {
            String[] words = part.asText().split(" ");
            switch (words[0]) {
                case "gmp" -> head.maximumPooling();
                case "flatten" -> head.flatten();
                case "dense" -> head.dense(Integer.parseInt(words[1]), activation(words[2]));
                case "bn" -> head.batchNormalization();
                case "activation" -> head.activation(activation(words[1]));
                case "dropout" -> head.dropout(dropout);
                default -> throw new IllegalArgumentException(words[0]);
            }
        }
        return head.build();
    }

    private static Activation activation(String keras) {
        return keras.equals("linear") ? Activation.IDENTITY : Activation.valueOf(keras.toUpperCase(Locale.ROOT));
    }

    private static INDArray images() {
        return Nd4j.createFromArray(FormulaValues.uniform(SALT + "/input", BATCH * SIZE * SIZE * 3))
                .reshape(BATCH, SIZE, SIZE, 3)
                .permute(0, 3, 1, 2)
                .dup('c');
    }
}
