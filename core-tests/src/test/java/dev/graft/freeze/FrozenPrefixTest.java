package dev.graft.freeze;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.graph.NetworkLayer;
import dev.graft.head.DenseHead;
import dev.graft.head.Head;
import dev.graft.head.HeadPreset;
import dev.graft.head.Pooling;
import dev.graft.model.TransferModel;
import dev.graft.testkit.model.PlainBackbone;
import dev.graft.testkit.model.TestModels;
import dev.graft.testkit.model.TinyBackbone;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FrozenPrefixTest {
    private static final int LAYERS = 21;
    private static final Set<String> WITH_WEIGHTS = Set.of("Conv2D", "DepthwiseConv2D", "BatchNormalization", "Dense");

    private static final List<Head> HEADS = List.of(
            DenseHead.averagePooling(),
            DenseHead.averagePooling().withDropout(0.2),
            DenseHead.averagePooling()
                    .withPooling(Pooling.FLATTEN)
                    .withHidden(4)
                    .withBatchNormalization(true));

    static Stream<TransferModel> models() {
        return HEADS.stream()
                .map(head ->
                        TestModels.builder(new TinyBackbone(0.2)).head(head).build());
    }

    @ParameterizedTest
    @MethodSource("models")
    void aVertexIsConstantIfNothingBelowItLearnsOrVaries(TransferModel model) {
        Map<String, List<String>> inputs = model.graph().getConfiguration().getVertexInputs();
        List<NetworkLayer> all = new ArrayList<>(model.description().backboneLayers());
        all.addAll(model.description().headLayers());
        for (int unfrozen = 0; unfrozen <= LAYERS; unfrozen++) {
            ResolvedFreeze freeze = model.resolve(FreezePolicy.lastLayers(unfrozen));
            Set<String> sources = changing(model, freeze);
            List<String> constant = all.stream()
                    .map(NetworkLayer::name)
                    .filter(name -> withAncestors(name, inputs).stream().noneMatch(sources::contains))
                    .toList();
            List<String> cut = constant.stream()
                    .filter(name -> all.stream()
                            .map(NetworkLayer::name)
                            .anyMatch(user -> !constant.contains(user)
                                    && inputs.getOrDefault(user, List.of()).contains(name)))
                    .toList();

            FrozenPrefix prefix = model.frozenPrefix(freeze);

            assertThat(prefix.vertices()).as("last %d", unfrozen).isEqualTo(constant);
            assertThat(prefix.cut()).as("last %d", unfrozen).isEqualTo(cut).isNotEmpty();
        }
    }

    /** Where change starts: unfrozen layers with weights, and dropout. */
    private static Set<String> changing(TransferModel model, ResolvedFreeze freeze) {
        Set<String> changing = new HashSet<>();
        Stream.concat(
                        model.description().backboneLayers().stream()
                                .filter(layer -> freeze.unfrozen().contains(layer.name())),
                        model.description().headLayers().stream())
                .filter(layer ->
                        WITH_WEIGHTS.contains(layer.kind()) || layer.kind().equals("Dropout"))
                .forEach(layer -> changing.add(layer.name()));
        return changing;
    }

    private static Set<String> withAncestors(String name, Map<String, List<String>> inputs) {
        Set<String> found = new HashSet<>(Set.of(name));
        inputs.getOrDefault(name, List.of()).forEach(input -> found.addAll(withAncestors(input, inputs)));
        return found;
    }

    @Test
    void withEverythingFrozenTheHeadsPoolingBelongsToThePrefix() {
        assertThat(prefix(DenseHead.averagePooling(), FreezePolicy.allFrozen()).cut())
                .containsExactly("head_gap");
    }

    @Test
    void dropoutInTheHeadEndsThePrefixBelowIt() {
        FrozenPrefix prefix = prefix(DenseHead.averagePooling().withDropout(0.5), FreezePolicy.allFrozen());

        assertThat(prefix.cut()).containsExactly("head_gap");
        assertThat(prefix.vertices()).doesNotContain("head_dropout");
    }

    @Test
    void withoutPoolingTheFlattenedMapIsTheCut() {
        assertThat(prefix(DenseHead.averagePooling().withPooling(Pooling.FLATTEN), FreezePolicy.allFrozen())
                        .cut())
                .containsExactly("head_flatten");
    }

    @Test
    void aDenseLayerBeforeThePoolingSeesTheFeatureMap() {
        Head head = HeadPreset.DENSE_GAP_DROPOUT.head(new TinyBackbone().spec());

        assertThat(prefix(head, FreezePolicy.allFrozen()).cut()).containsExactly("top_activation");
    }

    @Test
    void unfrozenLayersWithoutWeightsAtTheTopChangeNothing() {
        assertThat(prefix(DenseHead.averagePooling(), FreezePolicy.lastLayers(1)))
                .isEqualTo(prefix(DenseHead.averagePooling(), FreezePolicy.allFrozen()));
    }

    @Test
    void aCutThroughAResidualHoldsBothBranches() {
        assertThat(prefix(DenseHead.averagePooling(), FreezePolicy.from("block_project_bn"))
                        .cut())
                .containsExactly("stem_activation", "block_project_conv");
    }

    @Test
    void aCutThroughASqueezeAndExcitationHoldsMapGateAndResidual() {
        assertThat(prefix(DenseHead.averagePooling(), FreezePolicy.from("block_se_expand"))
                        .cut())
                .containsExactly("stem_activation", "block_activation", "block_se_reduce");
    }

    @Test
    void scalingAndNormalizationAloneAreNotWorthSaving() {
        FrozenPrefix prefix = prefix(DenseHead.averagePooling(), FreezePolicy.allTrainable());

        assertThat(prefix.cut()).containsExactly("normalization");
        assertThat(prefix.hasLearnedParameters()).isFalse();
    }

    @Test
    void oneFrozenConvolutionIsWorthSaving() {
        assertThat(prefix(DenseHead.averagePooling(), FreezePolicy.from("stem_bn"))
                        .hasLearnedParameters())
                .isTrue();
    }

    @Test
    void theInputMayBeTheCut() {
        TransferModel model = TestModels.tiny(new PlainBackbone(), 1);

        FrozenPrefix prefix = model.frozenPrefix(model.resolve(FreezePolicy.allTrainable()));

        assertThat(prefix).isEqualTo(new FrozenPrefix(List.of("input_layer"), List.of("input_layer"), false));
    }

    private static FrozenPrefix prefix(Head head, FreezePolicy policy) {
        TransferModel model =
                TestModels.builder(new TinyBackbone(0.2)).head(head).build();
        return model.frozenPrefix(model.resolve(policy));
    }
}
