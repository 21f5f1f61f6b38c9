package dev.graft.testkit.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.backbone.Backbone;
import dev.graft.backbone.BackboneRegistry;
import dev.graft.backbone.BackboneSpec;
import dev.graft.engine.Engine;
import dev.graft.engine.EngineOptions;
import dev.graft.engine.InferenceSession;
import dev.graft.engine.TrainingSession;
import dev.graft.engine.dl4j.Dl4jEngine;
import dev.graft.error.GraftException;
import dev.graft.freeze.BatchNormMode;
import dev.graft.freeze.FreezePolicy;
import dev.graft.freeze.FrozenPrefix;
import dev.graft.freeze.ResolvedFreeze;
import dev.graft.graph.InputShape;
import dev.graft.graph.LayerInfo;
import dev.graft.graph.NetworkLayer;
import dev.graft.layer.InputNormalization;
import dev.graft.layer.KerasBatchNormalization;
import dev.graft.model.BackboneOutline;
import dev.graft.model.TransferModel;
import dev.graft.optimizer.Optimizer;
import dev.graft.testkit.model.FreshModel;
import dev.graft.testkit.model.Snapshot;
import dev.graft.testkit.model.TestModels;
import dev.graft.testkit.weights.MapTensors;
import dev.graft.weights.BackboneWeights;
import dev.graft.weights.WeightsException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What every backbone promises and must be looked at for each one, however large: it is registered, its layers are
 * Keras's, its feature map has its shape, a training step changes what is unfrozen and nothing else, its configuration can
 * be stored, weights of another network are refused.
 *
 * <p>Networks of tens of millions of parameters that are laid out by the same code as a smaller sibling inherit this test;
 * all others inherit {@link BackboneContractTest}. Left out here is what takes several copies of all parameters, which is
 * most of the time and memory: equal seeds, the model file, weights loaded and refused one by one. These depend on the
 * kinds of layers, which the sibling has, not on how many there are.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class LargeBackboneContractTest {
    /** Odd: an untrained network may answer half and half, and classes of equal size then leave the head's bias alone. */
    private static final int BATCH = 5;

    private static final double LEARNING_RATE = 1e-2;

    final Engine engine = new Dl4jEngine(EngineOptions.defaults());
    private @Nullable FreshModel fresh;

    /** The backbone under test. */
    protected abstract Backbone backbone();

    /** Side of images that is quick and leaves a feature map larger than one pixel. */
    protected abstract int testSize();

    /** Where the backbone is to be found. */
    protected BackboneRegistry registry() {
        return BackboneRegistry.load();
    }

    /** Variance of the kernels in units of 1 / fan-in: see {@link TestModels#amplify(TransferModel, double)}. */
    protected double kernelVariance() {
        return TestModels.VARIANCE;
    }

    /** Numbers of unfrozen layers to try; {@code layers} is the number of all. */
    protected Set<Integer> unfrozenCounts(int layers) {
        return new LinkedHashSet<>(List.of(0, 1, layers / 4, layers / 2, 3 * layers / 4, layers));
    }

    /** What unfrozen batch normalizations do in the training steps. */
    protected Set<BatchNormMode> batchNormModes() {
        return Set.of(BatchNormMode.values());
    }

    /** One model for all tests, as it was built. */
    TransferModel model() {
        return fresh().restored();
    }

    /** Its parameters as they were built. */
    Snapshot initial() {
        return fresh().initial();
    }

    private FreshModel fresh() {
        if (fresh == null) {
            fresh = FreshModel.of(build(42));
        }
        return fresh;
    }

    TransferModel build(long seed) {
        TransferModel built =
                TestModels.builder(backbone()).size(testSize()).seed(seed).build();
        TestModels.amplify(built, kernelVariance());
        return built;
    }

    INDArray images(int count, long seed) {
        return TestModels.preprocessedImages(backbone(), count, testSize(), seed);
    }

    List<String> layerNames() {
        return model().description().backboneLayers().stream()
                .map(NetworkLayer::name)
                .toList();
    }

    @Test
    void theRegistryFindsItUnderItsId() {
        String id = backbone().spec().id();

        assertThat(registry().get(id)).hasSameClassAs(backbone());
        assertThat(registry().all()).extracting(b -> b.spec().id()).containsOnlyOnce(id);
        assertThat(id).matches("[a-z0-9-]+");
    }

    @Test
    void theSpecificationCountsLayersAndParametersAsTheyAreBuilt() {
        List<LayerInfo> layers = model().backboneLayers();

        assertThat(layers).hasSize(backbone().spec().layers());
        assertThat(layers.stream().mapToLong(LayerInfo::parameters).sum())
                .isEqualTo(backbone().spec().parameters());
    }

    @Test
    void everyVertexIsAKerasLayerInOrder() {
        var configuration = model().graph().getConfiguration();
        List<String> vertices = new ArrayList<>(configuration.getNetworkInputs());
        vertices.addAll(configuration.getVertices().keySet());
        List<String> expected = new ArrayList<>(layerNames());
        expected.addAll(model().headLayers());

        assertThat(vertices).doesNotHaveDuplicates().containsExactlyElementsOf(expected);
        assertThat(model().description().backboneLayers().get(0).kind()).isEqualTo("InputLayer");
        assertThat(configuration.getNetworkInputs())
                .containsExactly(layerNames().get(0));
    }

    @Test
    void theFeatureMapHasItsChannelsAtTheSmallestAtAnOddAndAtTheTestSize() {
        BackboneSpec spec = backbone().spec();
        for (int size : new int[] {spec.minimumSize(), oddSize(), testSize()}) {
            List<Long> shape = outlined(size);

            assertThat(shape).as("size %d", size).hasSize(3).startsWith((long) spec.featureChannels());
            assertThat(shape.get(1)).as("size %d", size).isEqualTo(shape.get(2)).isBetween(1L, (long) size);
        }
        assertThat(run(model(), model().featureLayer(), images(2, 1)).shape())
                .containsExactly(withBatch(2, outlined(testSize())));
    }

    int oddSize() {
        return testSize() % 2 == 0 ? testSize() + 1 : testSize() + 2;
    }

    /** Shape of the feature map without its batch, as it is known without building the network. */
    List<Long> outlined(int size) {
        List<LayerInfo> layers =
                BackboneOutline.of(backbone(), InputShape.square(size)).layers();
        return layers.get(layers.size() - 1).outputShape();
    }

    static long[] withBatch(int images, List<Long> shape) {
        return new long[] {images, shape.get(0), shape.get(1), shape.get(2)};
    }

    @Test
    void imagesSmallerThanTheMinimumAreRefused() {
        int minimum = backbone().spec().minimumSize();

        assertThatThrownBy(
                        () -> TestModels.builder(backbone()).size(minimum - 1).build())
                .isInstanceOf(GraftException.class)
                .hasMessageContaining(backbone().spec().id())
                .hasMessageContaining("at least " + minimum);
    }

    @TestFactory
    Stream<DynamicTest> oneTrainingStepChangesExactlyWhatIsUnfrozen() {
        int layers = backbone().spec().layers();
        return batchNormModes().stream()
                .flatMap(mode -> unfrozenCounts(layers).stream()
                        .map(count -> DynamicTest.dynamicTest(
                                "last " + count + ", batch norm " + mode, () -> trainOneStep(count, mode))));
    }

    private void trainOneStep(int count, BatchNormMode mode) {
        TransferModel trained = model();
        ResolvedFreeze freeze = trained.resolve(FreezePolicy.lastLayers(count).withBatchNorm(mode));
        FrozenPrefix prefix = trained.frozenPrefix(freeze);

        try (InferenceSession frozen = engine.inference(trained.graph(), prefix.cut());
                TrainingSession session = engine.training(
                        trained.graph(), prefix, freeze, trained.headLayers(), Optimizer.rmsProp(LEARNING_RATE))) {
            session.step(frozen.run(images(BATCH, 3)), TestModels.labels(BATCH, 2));
            session.writeBack();
        }

        Set<String> changed = initial().changed(Snapshot.of(trained.graph()));
        assertThat(changed).containsExactlyInAnyOrderElementsOf(learning(trained, freeze));
    }

    /** All parameters that must change, in DL4J's names. */
    private Set<String> learning(TransferModel trained, ResolvedFreeze freeze) {
        Set<String> expected = new TreeSet<>();
        for (String name : initial().values().keySet()) {
            String layer = name.substring(0, name.lastIndexOf('/'));
            boolean statistics = name.endsWith("/mean") || name.endsWith("/var");
            boolean learns = freeze.unfrozen().contains(layer)
                    && !isConstant(trained, layer)
                    && !(name.endsWith("/gamma") && withoutScale(trained, layer))
                    && (!statistics || freeze.batchNorm() == BatchNormMode.KERAS);
            if (learns || trained.headLayers().contains(layer)) {
                expected.add(name);
            }
        }
        return expected;
    }

    @Test
    void imagesOfOtherThanThreeChannelsAreRefused() {
        assertThatThrownBy(() -> TestModels.builder(backbone())
                        .inputShape(new InputShape(1, testSize(), testSize()))
                        .build())
                .isInstanceOf(GraftException.class)
                .hasMessageContaining(backbone().spec().id())
                .hasMessageContaining("3 channels, found 1");
    }

    private static boolean withoutScale(TransferModel model, String layer) {
        return model.graph().getLayer(layer).conf().getLayer() instanceof KerasBatchNormalization norm
                && !norm.isScale();
    }

    /** Constants of the input are parameters in DL4J, which never learn: those of a normalization and of a shifted rescaling. */
    private static boolean isConstant(TransferModel model, String layer) {
        return model.graph().getLayer(layer).conf().getLayer() instanceof InputNormalization;
    }

    @Test
    void theConfigurationSurvivesBeingStored() {
        var configuration = model().graph().getConfiguration();

        assertThat(ComputationGraphConfiguration.fromJson(configuration.toJson()))
                .isEqualTo(configuration);
    }

    @Test
    void weightsOfAnotherNetworkAreRefused() {
        ComputationGraph graph = model().graph();
        String layer = layerNames().stream()
                .filter(name ->
                        graph.getLayer(name) != null && graph.getLayer(name).numParams() > 0)
                .reduce((first, second) -> second)
                .orElseThrow();
        MapTensors tensors = MapTensors.of(graph, List.of(layer)).put("other/kernel", new long[] {1}, new float[1]);

        assertThatThrownBy(() -> BackboneWeights.of(tensors).loadInto(graph, layerNames()))
                .isInstanceOf(WeightsException.class)
                .hasMessageContaining("is missing")
                .hasMessageContaining("test tensors");
        assertThatThrownBy(() -> BackboneWeights.of(tensors).loadInto(graph, List.of(layer)))
                .isInstanceOf(WeightsException.class)
                .hasMessageContaining("'other/kernel' belongs to no layer");
    }

    INDArray run(TransferModel run, String vertex, INDArray images) {
        try (InferenceSession session = engine.inference(run.graph(), List.of(vertex))) {
            return session.run(images)[0];
        }
    }
}
