package dev.graft.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.graft.backbone.Backbone;
import dev.graft.backbone.BackboneSpec;
import dev.graft.engine.Engine;
import dev.graft.engine.EngineOptions;
import dev.graft.engine.InferenceSession;
import dev.graft.engine.TrainingSession;
import dev.graft.engine.dl4j.Dl4jEngine;
import dev.graft.error.Lookup;
import dev.graft.freeze.BatchNormMode;
import dev.graft.freeze.FreezePolicy;
import dev.graft.freeze.FrozenPrefix;
import dev.graft.freeze.ResolvedFreeze;
import dev.graft.graph.LayerGraph;
import dev.graft.graph.NetworkLayer;
import dev.graft.graph.Padding;
import dev.graft.head.DenseHead;
import dev.graft.io.BoundedJson;
import dev.graft.model.TransferModel;
import dev.graft.optimizer.Optimizer;
import dev.graft.preprocess.Preprocessing;
import dev.graft.testkit.model.TestModels;
import dev.graft.weights.KerasWeights;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Layers frozen here and there, trained as real Keras trained them: losses of every step and all weights after. The script
 * beside the recorded numbers says how.
 */
public abstract class FreezeReferenceTest {
    private static final String SALT = "freeze";
    private static final int BATCH = 6;
    private static final int SIZE = 16;
    private static final double LOSS_TOLERANCE = 2e-5;
    private static final float WEIGHT_TOLERANCE = 2e-4f;

    /** What trains. */
    protected Engine engine() {
        return new Dl4jEngine(EngineOptions.defaults());
    }

    static Stream<Named<JsonNode>> runs() throws IOException {
        List<Named<JsonNode>> runs = new ArrayList<>();
        try (InputStream stream = FreezeReferenceTest.class.getResourceAsStream("freeze_reference.json")) {
            for (JsonNode run : BoundedJson.mapper().build().readTree(stream).get("runs")) {
                runs.add(Named.of(run.get("learn").asText() + ", " + mode(run), run));
            }
        }
        return runs.stream();
    }

    private static BatchNormMode mode(JsonNode run) {
        return run.get("keep_statistics").asBoolean() ? BatchNormMode.INFERENCE : BatchNormMode.KERAS;
    }

    @ParameterizedTest
    @MethodSource("runs")
    void aTrainingGoesAsInKeras(JsonNode run) {
        Engine engine = engine();
        TransferModel model = model(run.get("weights"));
        ResolvedFreeze freeze =
                model.resolve(FreezePolicy.parse(run.get("learn").asText()).withBatchNorm(mode(run)));
        FrozenPrefix prefix = model.frozenPrefix(freeze);
        assertThat(freeze.trainableParameters() + model.headTrainableParameters())
                .isEqualTo(run.get("learning_parameters").asLong());
        try (InferenceSession frozen = engine.inference(model.graph(), prefix.cut());
                TrainingSession session =
                        engine.training(model.graph(), prefix, freeze, model.headLayers(), Optimizer.rmsProp(1e-2))) {
            INDArray[] cut = frozen.run(images());
            for (JsonNode expected : run.get("losses")) {
                double value = expected.asDouble();
                assertThat(session.step(cut, TestModels.labels(BATCH, 2)).loss())
                        .isCloseTo(value, within(LOSS_TOLERANCE * value));
            }
            session.writeBack();
        }
        Map<String, float[]> found = KerasWeights.export(model.graph(), layers(model));
        run.get("weights").properties().forEach(weight -> {
            JsonNode values = weight.getValue().get("values");
            float[] own = Lookup.in(found, weight.getKey(), "weights");
            for (int i = 0; i < values.size(); i++) {
                assertThat(own[i])
                        .as("%s[%d]", weight.getKey(), i)
                        .isCloseTo((float) values.get(i).asDouble(), within(WEIGHT_TOLERANCE));
            }
        });
    }

    private static List<String> layers(TransferModel model) {
        return Stream.concat(model.description().backboneLayers().stream(), model.description().headLayers().stream())
                .map(NetworkLayer::name)
                .toList();
    }

    private static TransferModel model(JsonNode weights) {
        TransferModel model = TransferModel.on(new Residual())
                .size(SIZE)
                .classes(List.of("0", "1"))
                .head(DenseHead.averagePooling())
                .build();
        Map<String, long[]> shapes = new LinkedHashMap<>();
        weights.properties().forEach(weight -> {
            JsonNode shape = weight.getValue().get("shape");
            long[] sizes = new long[shape.size()];
            for (int i = 0; i < sizes.length; i++) {
                sizes[i] = shape.get(i).asLong();
            }
            shapes.put(weight.getKey(), sizes);
        });
        KerasWeights.load(new FormulaWeights(SALT, 3, 1, shapes), model.graph(), layers(model));
        return model;
    }

    private static INDArray images() {
        return Nd4j.createFromArray(FormulaValues.uniform(SALT + "/input", BATCH * SIZE * SIZE * 3))
                .reshape(BATCH, SIZE, SIZE, 3)
                .permute(0, 3, 1, 2)
                .dup('c');
    }

    /** The script's network. */
    private record Residual() implements Backbone {
        @Override
        public BackboneSpec spec() {
            return new BackboneSpec(
                    "residual", "Residual", SIZE, 8, Preprocessing.TF, 8, 9, 974, List.of(), "for tests");
        }

        @Override
        public void addTo(LayerGraph graph) {
            String x = graph.input("input_layer");
            x = graph.convolution("stem_conv", x, 6, 3, 2, Padding.SAME);
            x = graph.batchNormalization("stem_bn", x, 1e-3, 0.9);
            String stem = graph.activation("stem_swish", x, Activation.SWISH);
            x = graph.convolution("block_conv", stem, 6, 3, 1, Padding.SAME);
            x = graph.batchNormalization("block_bn", x, 1e-3, 0.9);
            x = graph.add("block_add", x, stem);
            x = graph.activation("block_swish", x, Activation.SWISH);
            graph.convolution("top_conv", x, 8, 3, 2, Padding.VALID, Activation.SWISH);
        }
    }
}
