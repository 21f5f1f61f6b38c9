package dev.graft.engine.program;

import dev.graft.backbone.Backbone;
import dev.graft.backbone.MixedBackbone;
import dev.graft.backbone.PlainBackbone;
import dev.graft.backbone.TinyBackbone;
import dev.graft.freeze.BatchNormMode;
import dev.graft.freeze.FreezePolicy;
import dev.graft.freeze.ResolvedFreeze;
import dev.graft.graph.LayerInfo;
import dev.graft.head.DenseHead;
import dev.graft.head.Head;
import dev.graft.head.HeadOutput;
import dev.graft.head.SequentialHead;
import dev.graft.layer.KerasBatchNormalization;
import dev.graft.model.TestModels;
import dev.graft.model.TransferModel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Programs against DL4J on small networks that have every operation. */
class LoweringTest {
    /** DL4J computes in single precision. */
    private static final double TOLERANCE = 2e-4;

    private static final Head POOLED = SequentialHead.builder()
            .dense(6, Activation.RELU)
            .averagePooling()
            .batchNormalization()
            .activation(Activation.TANH)
            .dropout(0.3)
            .dense(5, Activation.SWISH)
            .build();

    private static final Head FLAT = SequentialHead.builder()
            .flatten()
            .dense(7, Activation.SIGMOID)
            .dropout(0.5)
            .output(HeadOutput.SIGMOID)
            .build();

    private static final Head LARGEST =
            SequentialHead.builder().maximumPooling().batchNormalization().build();

    /** A small network with values in it. */
    record Case(TransferModel model, Backbone backbone) {
        static Case of(Backbone backbone, int size, Head head) {
            return new Case(
                    lively(TestModels.builder(backbone).size(size).head(head).build()), backbone);
        }

        ProgramReference reference() {
            return ProgramReference.of(model, backbone);
        }

        @Override
        public String toString() {
            return backbone + " " + model.description().head();
        }
    }

    static Stream<Case> networks() {
        return Stream.of(
                Case.of(new TinyBackbone(0.4), 19, POOLED),
                Case.of(new MixedBackbone(), 23, FLAT),
                Case.of(new MixedBackbone(), 26, LARGEST),
                Case.of(new PlainBackbone(), 12, DenseHead.averagePooling()));
    }

    /** Biases, gammas and statistics that are not what they begin with. */
    static TransferModel lively(TransferModel model) {
        Nd4j.getRandom().setSeed(5);
        for (var layer : model.graph().getLayers()) {
            if (layer.numParams() > 0) {
                boolean constantGamma =
                        layer.conf().getLayer() instanceof KerasBatchNormalization norm && !norm.isScale();
                layer.paramTable().forEach((key, value) -> {
                    INDArray noise = Nd4j.rand(value.shape());
                    switch (key) {
                        case "b", "beta", "mean" -> value.assign(noise.subi(0.5));
                        case "gamma" -> value.assign(constantGamma ? Nd4j.onesLike(value) : noise.addi(0.5));
                        case "var", "variance" -> value.assign(noise.addi(0.5));
                        default -> {}
                    }
                });
            }
        }
        return model;
    }

    static Stream<Arguments> trainings() {
        return networks().flatMap(network -> {
            int layers = network.model().description().backboneLayers().size();
            return Stream.of(0, 1, layers / 3, layers / 2, layers)
                    .map(FreezePolicy::lastLayers)
                    .flatMap(policy -> Stream.of(BatchNormMode.values()).map(policy::withBatchNorm))
                    .map(policy -> Arguments.of(network, network.model().resolve(policy)));
        });
    }

    @ParameterizedTest
    @MethodSource("networks")
    void everyVertexComputesWhatDl4jComputes(Case network) {
        network.reference().assertEqualOutputs(vertices(network.model()), UnaryOperator.identity(), TOLERANCE);
    }

    static List<String> vertices(TransferModel model) {
        List<String> names = new ArrayList<>();
        model.backboneLayers().stream().map(LayerInfo::name).forEach(names::add);
        names.addAll(model.headLayers());
        return names;
    }

    @ParameterizedTest
    @MethodSource("trainings")
    void aStepHasDl4jsLossGradientsAndStatistics(Case network, ResolvedFreeze freeze) {
        network.reference().assertEqualTraining(freeze, UnaryOperator.identity(), TOLERANCE);
    }
}
