package dev.graft.feature;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.engine.Engine;
import dev.graft.engine.EngineOptions;
import dev.graft.engine.dl4j.Dl4jEngine;
import dev.graft.freeze.BatchNormMode;
import dev.graft.freeze.FreezePolicy;
import dev.graft.freeze.FrozenPrefix;
import dev.graft.graph.NetworkLayer;
import dev.graft.head.DenseHead;
import dev.graft.model.ModelFile;
import dev.graft.model.TransferModel;
import dev.graft.preprocess.Preprocessing;
import dev.graft.provenance.Provenance;
import dev.graft.testkit.model.Snapshot;
import dev.graft.testkit.model.TestModels;
import dev.graft.testkit.model.TinyBackbone;
import dev.graft.testkit.weights.MapTensors;
import dev.graft.weights.BackboneWeights;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A key that changes too rarely gives wrong features, one that changes too often gives slow ones. */
class FeatureKeysTest {
    private static final FreezePolicy POLICY = FreezePolicy.from("block_project_bn");

    private final Engine engine = new Dl4jEngine(new EngineOptions(2));

    private static TransferModel model() {
        return model(builder -> builder);
    }

    private static TransferModel model(UnaryOperator<TransferModel.Builder> change) {
        return change.apply(TestModels.builder(new TinyBackbone(0.2)).seed(42)).build();
    }

    private String key(TransferModel model) {
        return key(model, POLICY);
    }

    private String key(TransferModel model, FreezePolicy policy) {
        return key(model, policy, engine);
    }

    private static String key(TransferModel model, FreezePolicy policy, Engine engine) {
        FrozenPrefix prefix = model.frozenPrefix(model.resolve(policy));
        return FeatureKeys.of(model, List.of(prefix), engine).cut(prefix);
    }

    @Test
    void equallyBuiltModelsShareTheirKey() {
        assertThat(key(model())).isEqualTo(key(model())).matches("[0-9a-f]{64}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "normalization/mean",
                "normalization/variance",
                "stem_conv/W",
                "stem_bn/gamma",
                "stem_bn/var",
                "block_dwconv/W",
                "block_se_expand/b"
            })
    void itChangesWithAnyFrozenWeight(String parameter) {
        TransferModel changed = model();
        INDArray values = Snapshot.parameter(changed.graph(), parameter);
        values.putScalar(values.length() - 1, values.getFloat(values.length() - 1) + 1e-3f);

        assertThat(key(changed)).isNotEqualTo(key(model()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"block_project_bn/gamma", "top_conv/W", "head_out/W"})
    void itIgnoresWeightsAboveTheCut(String parameter) {
        TransferModel changed = model();
        Snapshot.parameter(changed.graph(), parameter).addi(1);

        assertThat(key(changed)).isEqualTo(key(model()));
    }

    @Test
    void itChangesWithThePreprocessing() {
        assertThat(key(model(b -> b.preprocessing(Preprocessing.TF)))).isNotEqualTo(key(model()));
    }

    @Test
    void itChangesWithTheImageSize() {
        assertThat(key(model(b -> b.size(34)))).isNotEqualTo(key(model()));
    }

    @Test
    void itChangesWithTheCut() {
        assertThat(key(model(), FreezePolicy.from("block_project_conv"))).isNotEqualTo(key(model()));
    }

    @Test
    void itChangesWithTheEnginesThreads() {
        TransferModel model = model();

        assertThat(key(model, POLICY, new Dl4jEngine(new EngineOptions(1)))).isNotEqualTo(key(model));
    }

    @Test
    void itChangesWithASettingOfAFrozenLayer() {
        TransferModel model = model();
        List<NetworkLayer> layers = new ArrayList<>(model.description().backboneLayers());
        int at = model.description().layerNames().indexOf("stem_bn");
        var norm = (NetworkLayer.BatchNormalization) layers.get(at);
        layers.set(
                at,
                new NetworkLayer.BatchNormalization(
                        norm.name(), norm.from(), 2 * norm.epsilon(), norm.momentum(), norm.scale()));
        TransferModel changed = TestModels.withBackbone(layers);

        assertThat(key(changed))
                .isNotEqualTo(key(TestModels.withBackbone(model.description().backboneLayers())));
    }

    @Test
    void itIgnoresTheHeadTheClassesAndTheBatchNormMode() {
        TransferModel other =
                model(b -> b.head(DenseHead.averagePooling().withHidden(5)).classes(List.of("a", "b", "c")));

        assertThat(key(other, POLICY.withBatchNorm(BatchNormMode.INFERENCE))).isEqualTo(key(model()));
    }

    /** Repeating a training with other seeds is a use the cache is made for. */
    @Test
    void itIgnoresTheSeedWhereWeightsAreLoaded() {
        TransferModel first = model();
        List<String> layers = first.description().backboneLayers().stream()
                .map(NetworkLayer::name)
                .toList();
        BackboneWeights weights = BackboneWeights.of(MapTensors.of(first.graph(), layers));

        for (FreezePolicy policy : List.of(POLICY, FreezePolicy.allFrozen())) {
            assertThat(key(model(b -> b.weights(weights).seed(1)), policy))
                    .as(policy.describe())
                    .isEqualTo(key(model(b -> b.weights(weights).seed(2)), policy));
        }
    }

    @Test
    void itIsKeptBySavingAndLoading(@TempDir Path directory) {
        Path file = directory.resolve("a.graft");
        ModelFile.save(model(), new Provenance(Map.of()), file);

        assertThat(key(ModelFile.load(file).model())).isEqualTo(key(model()));
    }
}
