package dev.graft.engine.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.backbone.Backbone;
import dev.graft.backbone.BackboneSpec;
import dev.graft.freeze.FreezePolicy;
import dev.graft.freeze.FrozenPrefix;
import dev.graft.freeze.ResolvedFreeze;
import dev.graft.graph.LayerGraph;
import dev.graft.graph.Padding;
import dev.graft.head.DenseHead;
import dev.graft.preprocess.Preprocessing;
import dev.graft.testkit.graph.TestLayerType;
import dev.graft.testkit.model.TinyBackbone;
import dev.graft.testkit.program.SmallNetworks;
import dev.graft.testkit.program.SmallNetworks.Network;
import dev.graft.testkit.program.SmallNetworks.Training;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.constraint.NonNegativeConstraint;
import org.deeplearning4j.nn.conf.graph.L2NormalizeVertex;
import org.deeplearning4j.nn.conf.graph.ShiftVertex;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LocalResponseNormalization;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.weightnoise.DropConnect;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;

/** Programs against DL4J on small networks that have every operation. */
class LoweringTest {
    /** DL4J computes in single precision. */
    private static final double TOLERANCE = 2e-4;

    static Stream<Network> networks() {
        return SmallNetworks.networks();
    }

    static Stream<Training> trainings() {
        return SmallNetworks.trainings();
    }

    @ParameterizedTest
    @MethodSource("networks")
    void everyVertexComputesWhatDl4jComputes(Network network) {
        network.reference().assertEqualOutputs(network.vertices(), UnaryOperator.identity(), TOLERANCE);
    }

    @ParameterizedTest
    @MethodSource("trainings")
    void aStepHasDl4jsLossGradientsAndStatistics(Training training) {
        training.network().reference().assertEqualTraining(training.freeze(), UnaryOperator.identity(), TOLERANCE);
    }

    @ParameterizedTest
    @MethodSource("networks")
    void improvedInferenceComputesWhatDl4jComputes(Network network) {
        List<String> ends = List.of(network.model().featureLayer(), "head_out");
        network.reference().assertEqualOutputs(ends, Programs::improved, TOLERANCE);
        network.reference().assertEqualOutputs(network.vertices(), Programs::improved, TOLERANCE);
    }

    @ParameterizedTest
    @MethodSource("trainings")
    void anImprovedStepHasDl4jsLossGradientsAndStatistics(Training training) {
        training.network().reference().assertEqualTraining(training.freeze(), Programs::improved, TOLERANCE);
    }

    @ParameterizedTest
    @MethodSource("trainings")
    void everyGradientIsOfUse(Training training) {
        Program program =
                Differentiation.of(Programs.improved(training.network().forward(training.freeze())));

        Uses uses = new Uses(program);
        for (Instruction instruction : program.instructions()) {
            // That of a batch normalization comes with those of gamma and beta, wanted or not.
            if (!(instruction.operation() instanceof Backward.BatchNormalizationGradient)) {
                assertThat(instruction.outputs()).as("%s", instruction).allMatch(output -> uses.readers(output) > 0);
            }
        }
    }

    @Test
    void theSmallNetworksHaveEveryOperation() {
        Set<Class<?>> seen = new LinkedHashSet<>();
        trainings().forEach(training -> {
            Program plain = Differentiation.of(training.network().forward(training.freeze()));
            Program evaluation = training.network().inference(List.of("head_out"));
            Stream.of(plain, evaluation)
                    .flatMap(program -> program.instructions().stream())
                    .forEach(instruction -> seen.add(instruction.operation().getClass()));
        });

        assertThat(seen).containsAll(Arrays.asList(Forward.class.getPermittedSubclasses()));
        assertThat(seen).containsAll(Arrays.asList(Backward.class.getPermittedSubclasses()));
    }

    @Test
    void aShiftOfAllValuesIsThatOfEveryChannel() {
        Network network = Network.of(
                new OddBackbone(graph -> TestLayerType.add(graph, new ShiftVertex(0.25))),
                8,
                DenseHead.averagePooling());

        network.reference().assertEqualOutputs(network.vertices(), UnaryOperator.identity(), TOLERANCE);
    }

    @Test
    void anEvaluationReadsTheParametersThatTheTrainingMoves() {
        Network network = Network.of(new TinyBackbone(0.4), 20, DenseHead.averagePooling());
        ResolvedFreeze freeze = network.model().resolve(FreezePolicy.from("block_project_bn"));
        FrozenPrefix prefix = network.model().frozenPrefix(freeze);
        Map<String, List<Integer>> cut =
                Lowering.dimensions(network.model().graph(), Map.of("input_layer", List.of(3, 20, 20)), prefix.cut());

        Program program = Lowering.evaluation(
                network.model().graph(), prefix, cut, freeze, network.model().headLayers());

        assertThat(cut)
                .isEqualTo(Map.of("stem_activation", List.of(8, 10, 10), "block_project_conv", List.of(8, 10, 10)));
        assertThat(program.inputs()).extracting(Value::name).isEqualTo(prefix.cut());
        assertThat(program.outputs()).extracting(Value::dimensions).containsExactly(List.of(2));
        assertThat(program.parameters(Parameter.Role.LEARNS))
                .extracting(Parameter::source)
                .containsExactlyInAnyOrderElementsOf(network.forward(freeze).parameters(Parameter.Role.LEARNS).stream()
                        .map(Parameter::source)
                        .toList());
    }

    static Stream<Arguments> unsupported() {
        return Stream.of(
                layer(
                        "a subclass",
                        "LoweringTest",
                        graph -> TestLayerType.add(
                                graph,
                                new ConvolutionLayer(new ConvolutionLayer.Builder(1, 1)
                                        .convolutionMode(ConvolutionMode.Same)
                                        .nOut(2)) {})),
                layer(
                        "an unknown layer",
                        "LocalResponseNormalization",
                        graph -> TestLayerType.add(graph, new LocalResponseNormalization())),
                layer(
                        "an unknown vertex",
                        "L2NormalizeVertex",
                        graph -> TestLayerType.add(graph, new L2NormalizeVertex())),
                layer("an activation", "softsign", graph -> graph.activation("odd", graph.last(), Activation.SOFTSIGN)),
                layer(
                        "a dilation",
                        "dilated",
                        graph -> TestLayerType.add(
                                graph,
                                new ConvolutionLayer.Builder(2, 2)
                                        .dilation(2, 2)
                                        .convolutionMode(ConvolutionMode.Same)
                                        .nOut(2)
                                        .build())),
                layer(
                        "a pooling",
                        "SUM",
                        graph -> TestLayerType.add(
                                graph,
                                new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.SUM)
                                        .convolutionMode(ConvolutionMode.Same)
                                        .build())),
                layer(
                        "a mean that counts its padding",
                        "AVG over the padding, too",
                        graph -> TestLayerType.add(
                                graph,
                                new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.AVG)
                                        .kernelSize(3, 3)
                                        .stride(1, 1)
                                        .convolutionMode(ConvolutionMode.Same)
                                        .avgPoolIncludePadInDivisor(true)
                                        .build())),
                layer(
                        "another global pooling",
                        "SUM",
                        graph -> TestLayerType.add(
                                graph,
                                new GlobalPoolingLayer.Builder(PoolingType.SUM)
                                        .collapseDimensions(false)
                                        .build())));
    }

    private static Arguments layer(String name, String reason, Consumer<LayerGraph> adds) {
        return Arguments.of(name, reason, adds);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unsupported")
    void whatNoProgramExpressesIsNamed(String name, String reason, Consumer<LayerGraph> adds) {
        Network network = Network.of(new OddBackbone(adds), 8, DenseHead.averagePooling());

        assertThatThrownBy(() -> network.inference(List.of("head_out")))
                .isInstanceOfSatisfying(
                        UnsupportedVertexException.class,
                        e -> assertThat(e.vertex()).isEqualTo("odd"))
                .hasMessageContainingAll("'odd'", reason, "dl4j");
    }

    static Stream<Arguments> unsupportedWhileItLearns() {
        Supplier<ConvolutionLayer.Builder> odd = () -> new ConvolutionLayer.Builder(1, 1)
                .convolutionMode(ConvolutionMode.Same)
                .nOut(2);
        return Stream.of(
                Arguments.of("drops its inputs", odd.get().dropOut(0.5).build()),
                Arguments.of(
                        "constraints",
                        odd.get()
                                .constrainAllParameters(new NonNegativeConstraint())
                                .build()),
                Arguments.of(
                        "weight noise",
                        odd.get().weightNoise(new DropConnect(0.5)).build()));
    }

    /** What DL4J does around a layer while it learns is nothing to an inference, nor to a layer that is frozen. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("unsupportedWhileItLearns")
    void whatOnlyALearningLayerDoesIsRefusedThere(String reason, ConvolutionLayer layer) {
        Network network =
                Network.of(new OddBackbone(graph -> TestLayerType.add(graph, layer)), 8, DenseHead.averagePooling());

        assertThat(network.inference(List.of("head_out")).instructions()).isNotEmpty();
        assertThat(network.forward(
                                network.model().resolve(FreezePolicy.from("odd").not()))
                        .instructions())
                .isNotEmpty();
        assertThatThrownBy(() -> network.forward(network.model().resolve(FreezePolicy.from("odd"))))
                .isInstanceOfSatisfying(
                        UnsupportedVertexException.class,
                        e -> assertThat(e.vertex()).isEqualTo("odd"))
                .hasMessageContaining(reason);
    }

    /** A convolution and something odd. */
    private record OddBackbone(Consumer<LayerGraph> odd) implements Backbone {
        @Override
        public BackboneSpec spec() {
            return new BackboneSpec("odd", "Odd", 8, 4, Preprocessing.NONE, 2, 3, 1, List.of(), "for tests");
        }

        @Override
        public void addTo(LayerGraph graph) {
            graph.convolution("conv", graph.input("input_layer"), 2, 3, 1, Padding.SAME);
            odd.accept(graph);
        }
    }
}
