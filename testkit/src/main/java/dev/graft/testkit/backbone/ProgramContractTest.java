package dev.graft.testkit.backbone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.backbone.Backbone;
import dev.graft.engine.program.Backward;
import dev.graft.engine.program.Forward;
import dev.graft.engine.program.Instruction;
import dev.graft.engine.program.Lowering;
import dev.graft.engine.program.Operation;
import dev.graft.engine.program.Parameter;
import dev.graft.engine.program.Program;
import dev.graft.engine.program.Programs;
import dev.graft.engine.program.StoredParameter;
import dev.graft.engine.program.Value;
import dev.graft.freeze.BatchNormMode;
import dev.graft.freeze.FreezePolicy;
import dev.graft.freeze.FrozenPrefix;
import dev.graft.freeze.ResolvedFreeze;
import dev.graft.graph.InputShape;
import dev.graft.graph.LayerInfo;
import dev.graft.head.Head;
import dev.graft.head.HeadOutput;
import dev.graft.head.HeadPreset;
import dev.graft.head.SequentialHead;
import dev.graft.model.BackboneOutline;
import dev.graft.model.TransferModel;
import dev.graft.testkit.model.TestModels;
import dev.graft.testkit.program.ProgramReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.nd4j.linalg.activations.Activation;

/**
 * That compiled engines can run a backbone: every vertex is lowered, with every head, and the program gives what DL4J
 * gives. A module with a backbone inherits this test. Programs are interpreted, slowly, so images are as small as can be.
 */
public abstract class ProgramContractTest {
    /** The backbone under test. */
    protected abstract Backbone backbone();

    /** Side of the images; odd ones meet more ways of padding. */
    protected int size() {
        return backbone().spec().minimumSize();
    }

    /** Of single precision through all layers, as a share of the largest value. */
    protected double tolerance() {
        return 1e-3;
    }

    /** Variance of the kernels in units of 1 / fan-in: see {@link TestModels#amplify(TransferModel, double)}. */
    protected double kernelVariance() {
        return TestModels.VARIANCE;
    }

    /** How many layers learn where a step is compared with DL4J's. */
    protected int unfrozen() {
        return 20;
    }

    /** Without values, which take time to draw. */
    private TransferModel model(Head head) {
        return TestModels.builder(backbone())
                .size(size())
                .weights(TestModels.zeros())
                .head(head)
                .build();
    }

    private TransferModel lively() {
        TransferModel model = TestModels.builder(backbone())
                .size(size())
                .head(HeadPreset.REFERENCE.head(backbone().spec()))
                .build();
        TestModels.amplify(model, kernelVariance());
        return model;
    }

    @Test
    void everyVertexIsLoweredToItsShape() {
        TransferModel model = model(HeadPreset.GAP.head(backbone().spec()));
        BackboneOutline outline = BackboneOutline.of(backbone(), InputShape.square(size()));

        Map<String, List<Integer>> found = dimensions(model);

        for (int i = 0; i < outline.layers().size(); i++) {
            List<Long> expected = outline.layers().get(i).outputShape();
            assertThat(found.get(outline.layers().get(i).name()))
                    .as(outline.layers().get(i).name())
                    .isEqualTo(expected.stream().map(Math::toIntExact).toList());
        }
    }

    @Test
    void theProgramComputesWhatDl4jComputesAndAStepLearnsTheSame() {
        TransferModel model = lively();

        ProgramReference.of(model, backbone(), 1)
                .assertEqualOutputs(List.of(model.featureLayer(), "head_out"), Programs::improved, tolerance());

        FreezePolicy policy = FreezePolicy.lastLayers(unfrozen());
        for (BatchNormMode mode : modes(model, model.resolve(policy))) {
            ProgramReference.of(model, backbone(), 3)
                    .assertEqualTraining(model.resolve(policy.withBatchNorm(mode)), Programs::improved, tolerance());
        }
    }

    /** One is enough where no batch normalization learns. */
    private static List<BatchNormMode> modes(TransferModel model, ResolvedFreeze freeze) {
        boolean normalizes = model.backboneLayers().stream()
                .anyMatch(layer -> layer.kind().equals("BatchNormalization")
                        && freeze.unfrozen().contains(layer.name()));
        return normalizes ? List.of(BatchNormMode.values()) : List.of(BatchNormMode.KERAS);
    }

    @Test
    void nothingIsLeftBetweenAConvolutionAndWhatFollowsIt() {
        TransferModel model = model(HeadPreset.GAP.head(backbone().spec()));

        Program program = Programs.inference(model.graph(), input(model), List.of("head_out"));

        Map<Value, Instruction> producers = new HashMap<>();
        Map<Value, Integer> readers = new HashMap<>();
        for (Instruction instruction : program.instructions()) {
            instruction.outputs().forEach(output -> producers.put(output, instruction));
            instruction.inputs().forEach(value -> readers.merge(value, 1, Integer::sum));
        }
        for (Instruction instruction : program.instructions()) {
            List<Instruction> below = instruction.inputs().stream()
                    .filter(value -> readers.getOrDefault(value, 0) == 1 && producers.containsKey(value))
                    .map(producers::get)
                    .toList();
            assertThat(below.stream().anyMatch(each -> canTake(each.operation(), instruction.operation())))
                    .as("%s could have been fused", instruction)
                    .isFalse();
        }
    }

    /** A scale is folded into kernel and bias, which do not scale what is added to the convolution. */
    private static boolean canTake(Operation below, Operation above) {
        if (!(below instanceof Forward.Convolution convolution)) {
            return false;
        }
        return above instanceof Forward.ScaleAndShift
                ? convolution.postOperations().isEmpty()
                : above instanceof Forward.Activate || above instanceof Forward.Add;
    }

    @TestFactory
    Stream<DynamicTest> everyHeadAndEveryNumberOfUnfrozenLayersIsLowered() {
        Stream<Head> softmax = Arrays.stream(HeadPreset.values())
                .filter(preset -> preset != HeadPreset.REFERENCE)
                .map(preset -> preset.head(backbone().spec(), 5, 0.5, HeadOutput.SOFTMAX));
        Stream<Head> others = Stream.of(
                HeadPreset.GAP.head(backbone().spec(), 5, 0.5, HeadOutput.SIGMOID),
                SequentialHead.builder().flatten().dense(5, Activation.SWISH).build());
        return Stream.concat(softmax, others)
                .map(head -> DynamicTest.dynamicTest(head.describe(), () -> lowersTrainings(head)));
    }

    private void lowersTrainings(Head head) {
        TransferModel model = model(head);
        Map<String, List<Integer>> dimensions = dimensions(model);
        int layers = backbone().spec().layers();
        for (int unfrozen : new int[] {0, 3, 12, 20, layers}) {
            for (BatchNormMode mode : BatchNormMode.values()) {
                FreezePolicy policy =
                        FreezePolicy.lastLayers(Math.min(unfrozen, layers)).withBatchNorm(mode);
                lowersTraining(model, model.resolve(policy), dimensions);
            }
        }
    }

    private static void lowersTraining(
            TransferModel model, ResolvedFreeze freeze, Map<String, List<Integer>> dimensions) {
        FrozenPrefix prefix = model.frozenPrefix(freeze);
        Map<String, List<Integer>> cut =
                prefix.cut().stream().collect(Collectors.toMap(Function.identity(), dimensions::get));

        Program step = Programs.training(model.graph(), prefix, cut, freeze, model.headLayers());
        Program evaluation = Programs.evaluation(model.graph(), prefix, cut, freeze, model.headLayers());

        assertThat(layers(step, Parameter.Role.LEARNS)).isEqualTo(learning(model, freeze));
        assertThat(layers(evaluation, Parameter.Role.LEARNS)).isEqualTo(learning(model, freeze));
        assertThat(evaluation.instructions()).noneMatch(each -> each.operation() instanceof Backward);
    }

    private static Set<String> layers(Program program, Parameter.Role role) {
        return program.parameters(role).stream()
                .map(parameter -> ((StoredParameter) parameter.source()).layer())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> learning(TransferModel model, ResolvedFreeze freeze) {
        Set<String> learning = model.backboneLayers().stream()
                .filter(layer -> layer.trainableParameters() > 0)
                .map(LayerInfo::name)
                .filter(freeze.unfrozen()::contains)
                .collect(Collectors.toCollection(TreeSet::new));
        model.headLayers().stream()
                .filter(name -> model.graph().getLayer(name) != null
                        && model.graph().getLayer(name).numParams() > 0)
                .forEach(learning::add);
        return learning;
    }

    private static Map<String, List<Integer>> input(TransferModel model) {
        InputShape images = model.description().inputShape();
        String name = model.graph().getConfiguration().getNetworkInputs().get(0);
        return Map.of(name, List.of(images.channels(), images.height(), images.width()));
    }

    /** Of every vertex. */
    private static Map<String, List<Integer>> dimensions(TransferModel model) {
        List<String> names = new ArrayList<>();
        model.backboneLayers().stream().map(LayerInfo::name).forEach(names::add);
        names.addAll(model.headLayers());
        return Lowering.dimensions(model.graph(), input(model), names);
    }
}
