package dev.graft.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.GraftException;
import dev.graft.engine.Engine;
import dev.graft.engine.EngineOptions;
import dev.graft.engine.InferenceSession;
import dev.graft.engine.TrainingSession;
import dev.graft.engine.dl4j.Dl4jEngine;
import dev.graft.freeze.BatchNormMode;
import dev.graft.freeze.FreezePolicy;
import dev.graft.freeze.FrozenPrefix;
import dev.graft.freeze.ResolvedFreeze;
import dev.graft.graph.KerasLayer;
import dev.graft.graph.LayerInfo;
import dev.graft.model.ModelFile;
import dev.graft.model.Snapshot;
import dev.graft.model.TestModels;
import dev.graft.model.TransferModel;
import dev.graft.optimizer.Optimizer;
import dev.graft.provenance.Provenance;
import dev.graft.weights.BackboneWeights;
import dev.graft.weights.KerasWeights;
import dev.graft.weights.MapTensors;
import dev.graft.weights.WeightsException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What every backbone promises. A module with a backbone inherits this test. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class BackboneContractTest {
    private static final int BATCH = 4;

    private final Engine engine = new Dl4jEngine(EngineOptions.defaults());
    private TransferModel model;
    private Snapshot initial;

    /** The backbone under test. */
    protected abstract Backbone backbone();

    /** Side of images that is quick and leaves a feature map larger than one pixel. */
    protected abstract int testSize();

    /** Where the backbone is to be found. */
    protected BackboneRegistry registry() {
        return BackboneRegistry.load();
    }

    /** Numbers of unfrozen layers to try; {@code layers} is the number of all. */
    protected Set<Integer> unfrozenCounts(int layers) {
        return new LinkedHashSet<>(List.of(0, 1, layers / 4, layers / 2, 3 * layers / 4, layers));
    }

    /** One model for all tests, as it was built; it is costly to build. */
    private TransferModel model() {
        if (model == null) {
            model = build(42);
            initial = Snapshot.of(model.graph());
        }
        initial.restore(model.graph());
        return model;
    }

    private TransferModel build(long seed) {
        TransferModel built =
                TestModels.builder(backbone()).size(testSize()).seed(seed).build();
        TestModels.amplify(built);
        return built;
    }

    private INDArray images(int count, long seed) {
        return TestModels.preprocessedImages(backbone(), count, testSize(), seed);
    }

    private List<String> layerNames() {
        return model().description().backboneLayers().stream()
                .map(KerasLayer::name)
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
        int odd = testSize() % 2 == 0 ? testSize() + 1 : testSize() + 2;
        for (int size : new int[] {spec.minimumSize(), odd, testSize()}) {
            TransferModel built = TestModels.builder(backbone())
                    .size(size)
                    .weights(TestModels.zeros())
                    .build();

            long[] shape = run(built, built.featureLayer(), TestModels.images(2, size, 1))
                    .shape();

            assertThat(shape).as("size %d", size).hasSize(4).startsWith(2, spec.featureChannels());
            assertThat(shape[2]).as("size %d", size).isEqualTo(shape[3]).isBetween(1L, (long) size);
        }
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
        return Stream.of(BatchNormMode.values())
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
                        trained.graph(), prefix, freeze, trained.headLayers(), Optimizer.rmsProp(1e-2))) {
            session.step(frozen.run(images(BATCH, 3)), TestModels.labels(BATCH, 2));
            session.writeBack();
        }

        Set<String> changed = initial.changed(Snapshot.of(trained.graph()));
        assertThat(changed).isEqualTo(learning(trained, freeze));
    }

    /** All parameters that must change, in DL4J's names. */
    private Set<String> learning(TransferModel trained, ResolvedFreeze freeze) {
        Set<String> expected = new TreeSet<>();
        for (String name : initial.values().keySet()) {
            String layer = name.substring(0, name.lastIndexOf('/'));
            boolean statistics = name.endsWith("/mean") || name.endsWith("/var");
            boolean learns = freeze.unfrozen().contains(layer)
                    && !kind(trained, layer).equals("Normalization")
                    && (!statistics || freeze.batchNorm() == BatchNormMode.KERAS);
            if (learns || trained.headLayers().contains(layer)) {
                expected.add(name);
            }
        }
        return expected;
    }

    private static String kind(TransferModel model, String layer) {
        return model.description().backboneLayers().stream()
                .filter(l -> l.name().equals(layer))
                .map(KerasLayer::kind)
                .findFirst()
                .orElse("head");
    }

    @Test
    void aSavedModelPredictsTheSameToTheLastBit(@TempDir Path directory) {
        Path file = directory.resolve("model.graft");
        INDArray images = images(3, 7);

        ModelFile.save(model(), new Provenance(Map.of()), file);
        TransferModel loaded = ModelFile.load(file).model();

        assertThat(loaded.description()).isEqualTo(model().description());
        assertThat(Snapshot.floats(run(loaded, "head_out", images)))
                .isEqualTo(Snapshot.floats(run(model(), "head_out", images)));
        ResolvedFreeze half =
                loaded.resolve(FreezePolicy.lastLayers(backbone().spec().layers() / 2));
        assertThat(loaded.frozenPrefix(half)).isEqualTo(model().frozenPrefix(half));
    }

    @Test
    void theSeedDeterminesTheInitialValues() {
        Snapshot first = snapshotOfBuilt();
        Snapshot same = Snapshot.of(build(42).graph());
        Snapshot other = Snapshot.of(build(43).graph());

        assertThat(first.changed(same)).isEmpty();
        Set<String> drawn = new TreeSet<>(first.values().keySet());
        drawn.removeIf(name -> !name.endsWith("/W"));
        assertThat(first.changed(other)).isEqualTo(drawn);
    }

    private Snapshot snapshotOfBuilt() {
        model();
        return initial;
    }

    @Test
    void exportedWeightsLoadBackUnchanged() {
        ComputationGraph graph = model().graph();
        MapTensors tensors = MapTensors.of(graph, layerNames());
        for (String name : layerNames()) {
            if (graph.getLayer(name) != null && graph.getLayer(name).numParams() > 0) {
                graph.getLayer(name).params().assign(0.5);
            }
        }

        KerasWeights.load(tensors, graph, layerNames());

        assertThat(initial.changed(Snapshot.of(graph))).isEmpty();
    }

    @Test
    void weightsThatDoNotFitAreRefusedByNameAndChangeNothing() {
        List<String> names = layerNames();
        String victim = List.copyOf(KerasWeights.export(model().graph(), names).keySet()).stream()
                .filter(n -> n.endsWith("/kernel"))
                .reduce((first, second) -> second)
                .orElseThrow();

        assertRefused(changed().remove(victim), "'" + victim + "' is missing");
        assertRefused(changed().put("no_such_layer/kernel", new long[] {1}, new float[1]), "'no_such_layer/kernel'");
        assertRefused(
                changed().put(victim, new long[] {1, 2, 3}, new float[6]), "'" + victim + "' has shape [1, 2, 3]");
    }

    /** Weights that would change every value. */
    private MapTensors changed() {
        MapTensors tensors = MapTensors.of(model().graph(), layerNames());
        tensors.tensors().keySet().forEach(name -> {
            float[] values = tensors.read(name);
            for (int i = 0; i < values.length; i++) {
                values[i] += 1;
            }
        });
        return tensors;
    }

    private void assertRefused(MapTensors tensors, String problem) {
        ComputationGraph graph = model().graph();
        assertThatThrownBy(() -> BackboneWeights.of(tensors).loadInto(graph, layerNames()))
                .isInstanceOf(WeightsException.class)
                .hasMessageContaining(problem)
                .hasMessageContaining("test tensors");
        assertThat(initial.changed(Snapshot.of(graph))).isEmpty();
    }

    private INDArray run(TransferModel run, String vertex, INDArray images) {
        try (InferenceSession session = engine.inference(run.graph(), List.of(vertex))) {
            return session.run(images)[0];
        }
    }
}
