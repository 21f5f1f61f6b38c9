package dev.graft.engine.compiled;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.engine.program.Parameter;
import dev.graft.engine.program.StoredParameter;
import dev.graft.engine.program.StoredParameter.Layout;
import dev.graft.engine.program.Value;
import dev.graft.engine.update.ParameterSlice;
import dev.graft.engine.update.ParameterSlice.Kind;
import dev.graft.engine.update.Penalty;
import dev.graft.freeze.BatchNormMode;
import dev.graft.freeze.FreezePolicy;
import dev.graft.freeze.ResolvedFreeze;
import dev.graft.head.SequentialHead;
import dev.graft.model.TransferModel;
import dev.graft.testkit.model.TestModels;
import dev.graft.testkit.model.TinyBackbone;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.regularization.L2Regularization;

/** What of a network a training moves, and where it lies. */
class TrainedSlicesTest {
    private static final int STEP = 16;

    private final TransferModel model = TestModels.builder(new TinyBackbone(0))
            .size(20)
            .head(SequentialHead.builder().averagePooling().batchNormalization().build())
            .build();

    private TrainedSlices slices(FreezePolicy policy, BatchNormMode mode, Map<String, Double> rates) {
        ResolvedFreeze freeze = model.resolve(policy.withBatchNorm(mode));
        return TrainedSlices.of(
                new TrainingTask(model.graph(), model.frozenPrefix(freeze), freeze, model.headLayers()), rates, STEP);
    }

    private static Map<StoredParameter, ParameterSlice> listed(TrainedSlices slices) {
        Map<StoredParameter, ParameterSlice> listed = new LinkedHashMap<>();
        slices.forEach(listed::put);
        return listed;
    }

    private static List<String> names(TrainedSlices slices) {
        return listed(slices).keySet().stream().map(StoredParameter::name).toList();
    }

    @Test
    void normalizationsOfTheHeadFollowBatchesOthersWhereTheyShall() {
        String head = model.headLayers().get(1);

        assertThat(names(slices(FreezePolicy.from("top_bn"), BatchNormMode.INFERENCE, Map.of())))
                .containsExactly(
                        "top_bn/gamma",
                        "top_bn/beta",
                        head + "/gamma",
                        head + "/beta",
                        head + "/mean",
                        head + "/var",
                        "head_out/W",
                        "head_out/b");
        assertThat(names(slices(FreezePolicy.from("top_bn"), BatchNormMode.KERAS, Map.of())))
                .startsWith("top_bn/gamma", "top_bn/beta", "top_bn/mean", "top_bn/var", head + "/gamma");
    }

    @Test
    void constantsOfTheInputAndWhatIsFrozenStay() {
        TrainedSlices all = slices(FreezePolicy.allTrainable(), BatchNormMode.KERAS, Map.of());

        assertThat(names(all)).contains("stem_conv/W").noneMatch(name -> name.startsWith("normalization/"));
        assertThat(names(slices(FreezePolicy.allFrozen(), BatchNormMode.KERAS, Map.of())))
                .allMatch(name -> name.startsWith("head_"));
        assertThat(names(slices(FreezePolicy.from("stem_conv").not(), BatchNormMode.KERAS, Map.of())))
                .allMatch(name -> name.startsWith("head_"));
    }

    @Test
    void layoutsAreThoseOfTheLayers() {
        assertThat(listed(slices(FreezePolicy.allTrainable(), BatchNormMode.KERAS, Map.of()))
                        .keySet())
                .contains(
                        new StoredParameter("stem_conv", "W", Layout.PLAIN),
                        new StoredParameter("block_dwconv", "W", Layout.DEPTHWISE),
                        new StoredParameter("head_out", "W", Layout.DENSE),
                        new StoredParameter("head_out", "b", Layout.PLAIN));
    }

    @Test
    void eachBeginsAtAMultipleOfTheStepAndRunningStatisticsAreMovedByOthers() {
        TrainedSlices slices = slices(FreezePolicy.from("top_conv"), BatchNormMode.KERAS, Map.of("top_conv", 0.25));
        long end = 0;
        for (Map.Entry<StoredParameter, ParameterSlice> each : listed(slices).entrySet()) {
            ParameterSlice slice = each.getValue();
            long values = model.graph()
                    .getLayer(each.getKey().layer())
                    .getParam(each.getKey().key())
                    .length();
            assertThat(slice.offset()).as(slice.name()).isEqualTo((end + STEP - 1) / STEP * STEP);
            assertThat(slice.length()).as(slice.name()).isEqualTo(values);
            boolean statistics = List.of("mean", "var").contains(each.getKey().key());
            assertThat(slice.kind()).as(slice.name()).isEqualTo(statistics ? Kind.FIXED : Kind.LEARNS);
            assertThat(slice.kernel())
                    .as(slice.name())
                    .isEqualTo(each.getKey().key().equals("W"));
            assertThat(slice.rateFactor())
                    .as(slice.name())
                    .isEqualTo(each.getKey().layer().equals("top_conv") ? 0.25 : 1);
            end = slice.offset() + slice.length();
        }
        assertThat(slices.length()).isEqualTo((end + STEP - 1) / STEP * STEP);
        assertThat(slices.layout().slices())
                .containsExactlyElementsOf(listed(slices).values());
    }

    @Test
    void aParameterIsFoundByItsSourceAndItsLength() {
        TrainedSlices slices = slices(FreezePolicy.from("top_conv"), BatchNormMode.INFERENCE, Map.of());
        Parameter bias = parameter(new StoredParameter("head_out", "b", Layout.PLAIN));

        assertThat(slices.offset(bias, 2))
                .isPositive()
                .isEqualTo(listed(slices).get(bias.source()).offset());
        assertThatThrownBy(() -> slices.offset(bias, 3)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> slices.offset(parameter(new StoredParameter("stem_conv", "W", Layout.PLAIN)), 216))
                .isInstanceOf(IllegalStateException.class);
    }

    private static Parameter parameter(StoredParameter source) {
        return new Parameter(
                new Value(0, source.name(), Value.Kind.PARAMETER, List.of(2)), Parameter.Role.LEARNS, source);
    }

    @Test
    void aLayerLeavesConstantsIfNotAllOfItMoves() {
        TrainedSlices slices = slices(FreezePolicy.from("top_conv"), BatchNormMode.INFERENCE, Map.of());
        ComputationGraph graph = model.graph();

        assertThat(slices.leavesConstants(graph.getLayer("top_conv"), "top_conv"))
                .isFalse();
        assertThat(slices.leavesConstants(graph.getLayer("top_bn"), "top_bn")).isTrue();
        assertThat(slices.leavesConstants(graph.getLayer("stem_conv"), "stem_conv"))
                .isTrue();
    }

    @Test
    void aPenaltyIsThatOfTheLayersKernel() {
        OutputLayer layer =
                (OutputLayer) model.graph().getLayer("head_out").conf().getLayer();
        layer.setRegularization(List.of(new L2Regularization(0.5)));

        listed(slices(FreezePolicy.allTrainable(), BatchNormMode.KERAS, Map.of()))
                .forEach((source, slice) -> assertThat(slice.penalty())
                        .as(source.name())
                        .isEqualTo(source.name().equals("head_out/W") ? new Penalty(0, 0.5) : Penalty.NONE));
    }

    @Test
    void aSnapshotKeepsTheLayersThatWereAskedFor() {
        ComputationGraph graph = model.graph();
        graph.getLayer("head_out").params().addi(1);

        ComputationGraph copy = NetworkSnapshot.of(graph, "head_out"::equals);
        float[] before = floats(graph, "head_out");
        graph.getLayer("head_out").params().addi(1);

        assertThat(floats(copy, "head_out")).isEqualTo(before).isNotEqualTo(floats(graph, "head_out"));
    }

    @Test
    void aNetworkWithoutParametersHasASnapshotToo() {
        ComputationGraph graph = new ComputationGraph(new NeuralNetConfiguration.Builder()
                .graphBuilder()
                .addInputs("input")
                .setInputTypes(InputType.feedForward(2))
                .addLayer("relu", new ActivationLayer(Activation.RELU), "input")
                .setOutputs("relu")
                .build());
        graph.init();

        ComputationGraph copy = NetworkSnapshot.of(graph, layer -> true);

        assertThat(copy.outputSingle(Nd4j.createFromArray(new float[][] {{-1, 2}}))
                        .data()
                        .asFloat())
                .containsExactly(0, 2);
    }

    private static float[] floats(ComputationGraph graph, String layer) {
        return graph.getLayer(layer).params().dup().data().asFloat();
    }
}
