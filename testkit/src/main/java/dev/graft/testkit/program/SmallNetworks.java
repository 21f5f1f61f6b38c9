package dev.graft.testkit.program;

import dev.graft.backbone.Backbone;
import dev.graft.engine.program.Lowering;
import dev.graft.engine.program.Program;
import dev.graft.freeze.BatchNormMode;
import dev.graft.freeze.FreezePolicy;
import dev.graft.freeze.FrozenPrefix;
import dev.graft.freeze.ResolvedFreeze;
import dev.graft.graph.InputShape;
import dev.graft.graph.LayerInfo;
import dev.graft.head.DenseHead;
import dev.graft.head.Head;
import dev.graft.head.HeadOutput;
import dev.graft.head.SequentialHead;
import dev.graft.layer.KerasBatchNormalization;
import dev.graft.model.TransferModel;
import dev.graft.testkit.Effort;
import dev.graft.testkit.model.MixedBackbone;
import dev.graft.testkit.model.PlainBackbone;
import dev.graft.testkit.model.TestModels;
import dev.graft.testkit.model.TinyBackbone;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Small networks that together have every operation, with values in them, and ways to train them. */
public final class SmallNetworks {
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

    private SmallNetworks() {}

    /** A network and what it was built from. */
    public record Network(TransferModel model, Backbone backbone) {
        public static Network of(Backbone backbone, int size, Head head) {
            TransferModel model =
                    TestModels.builder(backbone).size(size).head(head).build();
            enliven(model.graph());
            return new Network(model, backbone);
        }

        /** What DL4J computes. */
        public ProgramReference reference() {
            return ProgramReference.of(model, backbone, 3);
        }

        /** Names of all vertices in order, the input first. */
        public List<String> vertices() {
            List<String> names = new ArrayList<>();
            model.backboneLayers().stream().map(LayerInfo::name).forEach(names::add);
            names.addAll(model.headLayers());
            return names;
        }

        /** Inference as it is lowered. */
        public Program inference(List<String> vertices) {
            InputShape images = model.description().inputShape();
            List<Integer> dimensions = List.of(images.channels(), images.height(), images.width());
            return Lowering.inference(model.graph(), Map.of(vertices().get(0), dimensions), vertices);
        }

        /** A training step as it is lowered, up to the losses. */
        public Program forward(ResolvedFreeze freeze) {
            FrozenPrefix prefix = model.frozenPrefix(freeze);
            return Lowering.training(model.graph(), prefix, dimensions(prefix.cut()), freeze, model.headLayers());
        }

        /** Of what vertices give, found by running the network. */
        private Map<String, List<Integer>> dimensions(List<String> vertices) {
            int size = model.description().inputShape().height();
            Map<String, List<Integer>> dimensions = new LinkedHashMap<>();
            model.graph().feedForward(TestModels.images(1, size, 1), false).forEach((name, array) -> {
                if (vertices.contains(name)) {
                    dimensions.putAll(ProgramReference.dimensions(List.of(name), array));
                }
            });
            return dimensions;
        }

        @Override
        public String toString() {
            return backbone + " " + model.description().head();
        }
    }

    /** A network and which of its layers learn. */
    public record Training(Network network, ResolvedFreeze freeze) {
        @Override
        public String toString() {
            return network + ", " + freeze.describe();
        }
    }

    /** All of them. */
    public static Stream<Network> networks() {
        return Stream.of(
                Network.of(new TinyBackbone(0.4), 19, POOLED),
                Network.of(new MixedBackbone(), 23, FLAT),
                Network.of(new MixedBackbone(), 26, LARGEST),
                Network.of(new PlainBackbone(), 12, DenseHead.averagePooling()));
    }

    /** Each with several choices of unfrozen layers. Batch normalization goes both ways with all of them, and in turn else. */
    public static Stream<Training> trainings() {
        return networks()
                .flatMap(network -> Stream.of(BatchNormMode.values())
                        .flatMap(mode -> {
                            List<ResolvedFreeze> choices = Stream.concat(
                                            lastLayers(network, mode), scattered(network, mode))
                                    .toList();
                            return choices.stream()
                                    .filter(freeze -> Effort.THOROUGH
                                            || freeze.unfrozen().size() == freeze.layers()
                                            || choices.indexOf(freeze) % 2 == mode.ordinal());
                        })
                        .map(freeze -> new Training(network, freeze)));
    }

    private static Stream<ResolvedFreeze> lastLayers(Network network, BatchNormMode mode) {
        int layers = network.model().description().backboneLayers().size();
        return Stream.of(0, 1, layers / 3, layers / 2, layers)
                .map(count ->
                        network.model().resolve(FreezePolicy.lastLayers(count).withBatchNorm(mode)));
    }

    /** Frozen layers stand above and beside learning ones, as branches of a network put them. */
    private static Stream<ResolvedFreeze> scattered(Network network, BatchNormMode mode) {
        List<LayerInfo> layers = network.model().backboneLayers();
        return Stream.of(0, 1, 2).map(phase -> {
            Set<String> unfrozen = layers.stream()
                    .filter(layer -> layer.index() % 3 == phase)
                    .map(LayerInfo::name)
                    .collect(Collectors.toSet());
            return new ResolvedFreeze("every third from " + phase, unfrozen, layers.size(), 1, 1, mode);
        });
    }

    /** Gives biases, gammas and statistics values that are not what they begin with. */
    private static void enliven(ComputationGraph graph) {
        Nd4j.getRandom().setSeed(5);
        for (var layer : graph.getLayers()) {
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
    }
}
