package dev.graft.testkit.freeze;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.backbone.Backbone;
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
import dev.graft.graph.LayerInfo;
import dev.graft.graph.NetworkLayer;
import dev.graft.head.DenseHead;
import dev.graft.head.Head;
import dev.graft.layer.KerasBatchNormalization;
import dev.graft.model.TransferModel;
import dev.graft.optimizer.Optimizer;
import dev.graft.testkit.Effort;
import dev.graft.testkit.model.FreshModel;
import dev.graft.testkit.model.Snapshot;
import dev.graft.testkit.model.TestModels;
import dev.graft.testkit.program.SuffixGradients;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Any part of a backbone can be frozen, wherever the cut falls: through branches, residual bypasses, squeeze-and-excitation
 * gates. Policies are drawn at random, always the same ones. A module with a backbone inherits this test.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class FreezingContractTest {
    /** Odd: an untrained network may answer half and half, and classes of equal size then leave the head's bias alone. */
    private static final int BATCH = 5;
    /** Of a gradient's Euclidean norm; features that come through a cut are rounded differently from those that do not. */
    private static final double TOLERANCE = 2e-3;

    private final Engine engine = new Dl4jEngine(EngineOptions.defaults());
    private @Nullable FreshModel fresh;

    private Map<String, float[]> shared = Map.of();
    private Set<String> sharedUnfrozen = Set.of();

    /** The backbone under test. */
    protected abstract Backbone backbone();

    /** What {@code lastLayers(3)} says about itself. */
    protected abstract String lastThreeLayers();

    /** Side of the images; the smallest that leaves enough values for batch statistics. */
    protected int testSize() {
        return backbone().spec().minimumSize();
    }

    /** What stands on it. */
    protected Head head() {
        return DenseHead.averagePooling();
    }

    /** Numbers of random policies of each kind. */
    protected int tries() {
        return Effort.of(1, 6);
    }

    private TransferModel model() {
        return fresh().restored();
    }

    private FreshModel fresh() {
        if (fresh == null) {
            TransferModel built =
                    TestModels.builder(backbone()).size(testSize()).head(head()).build();
            TestModels.amplify(built);
            fresh = FreshModel.of(built);
        }
        return fresh;
    }

    private INDArray images() {
        return TestModels.preprocessedImages(backbone(), BATCH, testSize(), 3);
    }

    @Test
    void threeLayersSayHowMuchTheyAre() {
        assertThat(model().resolve(FreezePolicy.lastLayers(3)).describe()).isEqualTo(lastThreeLayers());
    }

    @TestFactory
    Stream<DynamicTest> anythingMayBeFrozen() {
        Random random = new Random(20261123);
        List<String> names = model().description().backboneLayers().stream()
                .map(NetworkLayer::name)
                .toList();
        List<FreezePolicy> policies = new ArrayList<>(List.of(FreezePolicy.allFrozen(), FreezePolicy.allTrainable()));
        for (int i = 0; i < tries(); i++) {
            policies.add(FreezePolicy.lastLayers(1 + random.nextInt(names.size() - 1)));
            String first = names.get(random.nextInt(names.size()));
            if (tries() > 1) {
                // Another name for so many last layers.
                policies.add(FreezePolicy.from(first));
            }
        }
        policies.add(FreezingContractTest::scattered);
        return policies.stream()
                .flatMap(policy -> modes().map(policy::withBatchNorm))
                .distinct()
                .map(policy -> DynamicTest.dynamicTest(
                        policy.describe() + ", batch norm " + policy.batchNorm(), () -> check(policy)));
    }

    /** Both, where there is a batch norm that they say something about. */
    private Stream<BatchNormMode> modes() {
        boolean matters = Stream.concat(
                        model().description().backboneLayers().stream(), model().description().headLayers().stream())
                .anyMatch(layer -> layer.kind().equals("BatchNormalization"));
        return matters ? Stream.of(BatchNormMode.values()) : Stream.of(BatchNormMode.KERAS);
    }

    /** Every second layer of the upper half: frozen ones above learning ones, whatever the network is. */
    private static Set<String> scattered(List<LayerInfo> backbone) {
        return backbone.stream()
                .filter(layer -> layer.index() >= backbone.size() / 2 && layer.index() % 2 == 0)
                .map(LayerInfo::name)
                .collect(Collectors.toSet());
    }

    private void check(FreezePolicy policy) {
        ResolvedFreeze freeze = model().resolve(policy);
        assertThat(changedByOneStep(freeze)).isEqualTo(learning(freeze));

        ResolvedFreeze comparable = comparable(freeze);
        if (comparable.unfrozen().equals(freeze.unfrozen())) {
            // Nothing is cut: the gradients would be compared with themselves.
            return;
        }
        model();
        Map<String, float[]> part = gradients(freeze);
        Map<String, float[]> whole = whole(comparable);
        assertThat(whole.keySet()).containsAll(part.keySet());
        double largest = part.keySet().stream()
                .mapToDouble(name -> norm(Lookup.in(whole, name, "gradient")))
                .max()
                .orElseThrow();
        part.forEach((name, gradient) -> {
            float[] expected = Lookup.in(whole, name, "gradient");
            assertThat(distance(gradient, expected))
                    .as(name)
                    .isLessThanOrEqualTo(TOLERANCE * norm(expected) + 1e-6 * largest);
        });
    }

    /** Policies share one if they freeze the same dropouts and all batch norms keep their statistics: they then compute the same. */
    private Map<String, float[]> whole(ResolvedFreeze comparable) {
        if (comparable.batchNorm() == BatchNormMode.KERAS) {
            return gradients(comparable);
        }
        if (!comparable.unfrozen().equals(sharedUnfrozen)) {
            shared = gradients(comparable);
            sharedUnfrozen = comparable.unfrozen();
        }
        return shared;
    }

    private Map<String, float[]> gradients(ResolvedFreeze freeze) {
        return SuffixGradients.of(fresh().model(), freeze, images(), TestModels.labels(BATCH, 2));
    }

    /**
     * As little frozen as can be without computing something else: a batch norm in mode {@code KERAS} and a dropout compute
     * something else when they are frozen, so those that the policy freezes stay so. If all batch norms are frozen, the mode
     * does not matter.
     */
    private ResolvedFreeze comparable(ResolvedFreeze freeze) {
        BatchNormMode mode = freeze.batchNorm();
        if (backboneLayers("BatchNormalization").noneMatch(freeze.unfrozen()::contains)) {
            mode = BatchNormMode.INFERENCE;
        }
        Set<String> unfrozen = new HashSet<>(freeze.unfrozen());
        for (NetworkLayer layer : fresh().model().description().backboneLayers()) {
            boolean dependsOnFreezing = layer.kind().equals("Dropout")
                    || layer.kind().equals("BatchNormalization") && mode == BatchNormMode.KERAS;
            if (!dependsOnFreezing) {
                unfrozen.add(layer.name());
            }
        }
        return new ResolvedFreeze("comparable", unfrozen, freeze.layers(), 0, 0, mode);
    }

    private Stream<String> backboneLayers(String kind) {
        return fresh().model().description().backboneLayers().stream()
                .filter(layer -> layer.kind().equals(kind))
                .map(NetworkLayer::name);
    }

    private Set<String> changedByOneStep(ResolvedFreeze freeze) {
        FrozenPrefix prefix = fresh().model().frozenPrefix(freeze);
        try (InferenceSession frozen = engine.inference(fresh().model().graph(), prefix.cut());
                TrainingSession session = engine.training(
                        fresh().model().graph(),
                        prefix,
                        freeze,
                        fresh().model().headLayers(),
                        Optimizer.rmsProp(1e-2))) {
            session.step(frozen.run(images()), TestModels.labels(BATCH, 2));
            session.writeBack();
        }
        return fresh().initial().changed(Snapshot.of(fresh().model().graph()));
    }

    /** All parameters that must change, in DL4J's names; a head's batch norm learns its statistics in either mode. */
    private Set<String> learning(ResolvedFreeze freeze) {
        Set<String> constant = new HashSet<>();
        fresh().model().description().backboneLayers().stream()
                .filter(layer -> !freeze.unfrozen().contains(layer.name())
                        || layer.kind().equals("Normalization"))
                .forEach(layer -> constant.add(layer.name()));
        Set<String> expected = new TreeSet<>(fresh().initial().values().keySet());
        expected.removeIf(name -> {
            String layer = name.substring(0, name.lastIndexOf('/'));
            boolean statistics = name.endsWith("/mean") || name.endsWith("/var");
            return constant.contains(layer)
                    || statistics
                            && freeze.batchNorm() == BatchNormMode.INFERENCE
                            && !fresh().model().headLayers().contains(layer)
                    || name.endsWith("/gamma") && withoutScale(layer);
        });
        return expected;
    }

    private boolean withoutScale(String layer) {
        return fresh().model().graph().getLayer(layer).conf().getLayer() instanceof KerasBatchNormalization norm
                && !norm.isScale();
    }

    private static double norm(float[] values) {
        return distance(values, new float[values.length]);
    }

    private static double distance(float[] one, float[] other) {
        assertThat(one).hasSameSizeAs(other);
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += ((double) one[i] - other[i]) * ((double) one[i] - other[i]);
        }
        return Math.sqrt(sum);
    }
}
