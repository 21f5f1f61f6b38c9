package dev.graft.testkit.freeze;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.backbone.Backbone;
import dev.graft.engine.Engine;
import dev.graft.engine.EngineOptions;
import dev.graft.engine.InferenceSession;
import dev.graft.engine.TrainingSession;
import dev.graft.engine.dl4j.Dl4jEngine;
import dev.graft.freeze.BatchNormMode;
import dev.graft.freeze.FreezePolicy;
import dev.graft.freeze.FrozenPrefix;
import dev.graft.freeze.ResolvedFreeze;
import dev.graft.graph.LayerInfo;
import dev.graft.layer.KerasBatchNormalization;
import dev.graft.model.TransferModel;
import dev.graft.optimizer.Optimizer;
import dev.graft.testkit.model.Snapshot;
import dev.graft.testkit.model.TestModels;
import dev.graft.testkit.model.TinyBackbone;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every freezing policy promises. A test of a policy inherits this one. */
public abstract class FreezePolicyContractTest {
    private static final int BATCH = 5;
    private static final int STEPS = 3;

    /** The policy under test, which must fit the {@link #backbone}. */
    protected abstract FreezePolicy policy();

    /** What it is resolved against and trained on; takes images of 32 px. */
    protected Backbone backbone() {
        return new TinyBackbone(0);
    }

    /** What trains. */
    protected Engine engine() {
        return new Dl4jEngine(EngineOptions.defaults());
    }

    private TransferModel model() {
        return TestModels.builder(backbone()).build();
    }

    private List<LayerInfo> layers() {
        try (TransferModel model = model()) {
            return model.backboneLayers();
        }
    }

    @Test
    void itPicksLayersOfTheBackbone() {
        List<LayerInfo> layers = layers();

        ResolvedFreeze freeze = policy().resolve(layers);

        assertThat(layers).extracting(LayerInfo::name).containsAll(freeze.unfrozen());
        assertThat(freeze.layers()).isEqualTo(layers.size());
        assertThat(freeze.unfrozen()).isEqualTo(policy().learning(layers));
    }

    @Test
    void itPicksTheSameEveryTimeAndLeavesTheListAlone() {
        FreezePolicy policy = policy();
        List<LayerInfo> layers = layers();
        ResolvedFreeze first = policy.resolve(Collections.unmodifiableList(new ArrayList<>(layers)));

        assertThat(policy.resolve(layers())).isEqualTo(first);
        assertThat(policy().resolve(layers())).isEqualTo(first);
        assertThat(policy.resolve(layers).identity(layers)).isEqualTo(first.identity(layers));
    }

    @Test
    void itSaysWhatItIs() {
        assertThat(policy().describe()).isNotBlank().doesNotContain("\n");
        assertThat(policy().resolve(layers()).describe()).startsWith(policy().describe());
    }

    @Test
    void itsNotationMeansTheSameLayers() {
        policy().notation().ifPresent(text -> {
            FreezePolicy read = FreezePolicy.parse(text);

            assertThat(read.notation()).contains(text);
            assertThat(read.learning(layers())).isEqualTo(policy().learning(layers()));
        });
    }

    @Test
    void itCanBeCombined() {
        List<LayerInfo> layers = layers();
        Set<String> learning = policy().learning(layers);
        FreezePolicy all = FreezePolicy.allTrainable();

        assertThat(policy().and(all).learning(layers)).isEqualTo(learning);
        assertThat(policy().or(all).learning(layers)).hasSameSizeAs(layers);
        assertThat(policy().not().learning(layers))
                .hasSize(layers.size() - learning.size())
                .noneMatch(learning::contains);
        assertThat(policy().not().not().learning(layers)).isEqualTo(learning);
    }

    @ParameterizedTest
    @EnumSource
    void trainingChangesWhatLearnsAndNothingElse(BatchNormMode mode) {
        try (TransferModel model = model()) {
            Snapshot before = Snapshot.of(model.graph());
            ResolvedFreeze freeze = model.resolve(policy().withBatchNorm(mode));
            FrozenPrefix prefix = model.frozenPrefix(freeze);
            try (InferenceSession frozen = engine().inference(model.graph(), prefix.cut());
                    TrainingSession session = engine().training(
                                    model.graph(), prefix, freeze, model.headLayers(), Optimizer.rmsProp(1e-2))) {
                var cut = frozen.run(TestModels.preprocessedImages(backbone(), BATCH, 32, 3));
                for (int i = 0; i < STEPS; i++) {
                    session.step(cut, TestModels.labels(BATCH, 2));
                }
                session.writeBack();
            }

            assertThat(before.changed(Snapshot.of(model.graph()))).isEqualTo(expected(model, freeze, before));
        }
    }

    /** Every parameter of a layer that learns, in DL4J's names. */
    private static Set<String> expected(TransferModel model, ResolvedFreeze freeze, Snapshot before) {
        Set<String> expected = new TreeSet<>(before.values().keySet());
        for (LayerInfo layer : model.backboneLayers()) {
            boolean learns = freeze.unfrozen().contains(layer.name()) && layer.trainableParameters() > 0;
            expected.removeIf(parameter ->
                    parameter.startsWith(layer.name() + "/") && !(learns && learns(model, freeze, parameter)));
        }
        return expected;
    }

    private static boolean learns(TransferModel model, ResolvedFreeze freeze, String parameter) {
        String layer = parameter.substring(0, parameter.lastIndexOf('/'));
        if (!(model.graph().getLayer(layer).conf().getLayer() instanceof KerasBatchNormalization norm)) {
            return true;
        }
        return parameter.endsWith("/beta")
                || parameter.endsWith("/gamma") && norm.isScale()
                || (parameter.endsWith("/mean") || parameter.endsWith("/var"))
                        && freeze.batchNorm() == BatchNormMode.KERAS;
    }
}
