package dev.graft.freeze;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.error.GraftException;
import dev.graft.graph.InputShape;
import dev.graft.graph.LayerInfo;
import dev.graft.model.BackboneOutline;
import dev.graft.testkit.model.MixedBackbone;
import dev.graft.testkit.model.PlainBackbone;
import dev.graft.testkit.model.TestModels;
import dev.graft.testkit.model.TinyBackbone;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FreezePolicySelectionTest {
    private static final List<LayerInfo> TINY =
            BackboneOutline.of(new TinyBackbone(), InputShape.square(32)).layers();
    private static final List<LayerInfo> MIXED =
            BackboneOutline.of(new MixedBackbone(), InputShape.square(23)).layers();
    private static final List<LayerInfo> PLAIN =
            BackboneOutline.of(new PlainBackbone(), InputShape.square(32)).layers();

    private static Set<String> tiny(String notation) {
        return FreezePolicy.parse(notation).resolve(TINY).unfrozen();
    }

    private static Set<String> mixed(String notation) {
        return FreezePolicy.parse(notation).resolve(MIXED).unfrozen();
    }

    private static void refused(FreezePolicy policy, List<LayerInfo> backbone, String... parts) {
        assertThatThrownBy(() -> policy.resolve(backbone))
                .isInstanceOf(GraftException.class)
                .hasMessageContainingAll(parts);
    }

    @Test
    void aLayerSaysWhatItTakesAndGives() {
        LayerInfo add = TINY.get(17);

        assertThat(add.name()).isEqualTo("block_add");
        assertThat(add.kind()).isEqualTo("Add");
        assertThat(add.inputs()).containsExactly("block_drop", "stem_activation");
        assertThat(add.outputShape()).containsExactly(8L, 16L, 16L);
        assertThat(TINY.get(9).outputShape()).containsExactly(8L);
        assertThat(TINY.get(0).inputs()).isEmpty();
        assertThat(TINY.get(0).outputShape()).containsExactly(3L, 32L, 32L);
        assertThat(TestModels.tiny(new TinyBackbone(), 1).backboneLayers()).isEqualTo(TINY);
    }

    @Test
    void normalizationsAreThoseThatLearn() {
        assertThat(tiny("normalizations")).isEqualTo(Set.of("stem_bn", "block_bn", "block_project_bn", "top_bn"));
        assertThat(tiny("last(5) and not normalizations"))
                .isEqualTo(Set.of("block_drop", "block_add", "top_conv", "top_activation"));
        refused(FreezePolicy.normalizationsOnly(), PLAIN, "'normalizations unfrozen' unfreezes none", "none");
        assertThat(FreezePolicy.normalizationsOnly().not().resolve(PLAIN).unfrozen())
                .hasSameSizeAs(PLAIN);
    }

    @Test
    void aPatternMatchesWholeNames() {
        assertThat(tiny("matching(top_.*)")).isEqualTo(Set.of("top_conv", "top_bn", "top_activation"));
        assertThat(tiny("matching(.*_(bn|drop))")).hasSize(5);
        refused(
                FreezePolicy.matching("top_"),
                TINY,
                "None of the backbone's 21 layers",
                "'top_'",
                "top_bn",
                "ends in .*");
        assertThatThrownBy(() -> FreezePolicy.matching("(a"))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("'(a' is no regular expression");
        assertThatThrownBy(() -> FreezePolicy.matching("*a")).hasMessageContaining("'*' at its character 1.");
    }

    @Test
    void nearNamesAreThoseOfFewOtherLettersOrAroundIt() {
        assertThat(LayerNames.near(
                        "conv", List.of("my_conv_2", "cov22", "con2d", "convolve", "cov2", "conx", "Conv", "bn")))
                .isEqualTo("Near names: Conv, conx, con2d, cov2, convolve. ");
        assertThat(LayerNames.near("conv", List.of("my_conv_2", "cov22"))).isEqualTo("Near names: my_conv_2. ");
        assertThat(LayerNames.near("add", List.of("block_add"))).isEqualTo("Near names: block_add. ");
        assertThat(LayerNames.near("bn", List.of("block_bn")))
                .as("two letters are everywhere")
                .isEmpty();
        assertThat(LayerNames.near("separable", List.of("sparble", "separab1e_x", "separa1", "sepa1")))
                .as("a third of the letters of a long name")
                .isEqualTo("Near names: sparble, separab1e_x, separa1. ");
    }

    @Test
    void betweenHoldsBothEnds() {
        assertThat(tiny("between(stem_bn, block_bn)"))
                .isEqualTo(Set.of("stem_bn", "stem_activation", "block_dwconv", "block_bn"));
        assertThat(tiny("between(top_bn, top_bn)")).isEqualTo(Set.of("top_bn"));
        refused(
                FreezePolicy.between("top_bn", "top_conv"),
                TINY,
                "'top_bn', layer 19",
                "'top_conv', layer 18",
                "Exchange");
        refused(FreezePolicy.between("stem_bm", "top_conv"), TINY, "no layer 'stem_bm'", "Near names: stem_bn");
    }

    @Test
    void aBlockIsTheBeginningOfNames() {
        assertThat(tiny("blocks(stem)")).isEqualTo(Set.of("stem_conv", "stem_bn", "stem_activation"));
        assertThat(tiny("blocks(block_se)")).hasSize(5);
        assertThat(tiny("blocks(stem, top)")).hasSize(6);
        assertThat(mixed("blocks(block_2)")).isEqualTo(Set.of("block_2_conv", "block_2_bn"));
        refused(FreezePolicy.blocks("block_7"), TINY, "no block 'block_7'", "block");
        refused(
                FreezePolicy.blocks("something"),
                TINY,
                "Its blocks are stem, block, block_se, block_se_excite, block_project, block_add, top.");
    }

    @Test
    void lettersBehindANumberArePartsOfABlock() {
        List<LayerInfo> layers = List.of(
                layer(0, "input"),
                layer(1, "block6a_conv"),
                layer(2, "block6b"),
                layer(3, "block60a_conv"),
                layer(4, "block6_1_conv"),
                layer(5, "block6x2"));

        assertThat(FreezePolicy.blocks("block6").resolve(layers).unfrozen())
                .isEqualTo(Set.of("block6a_conv", "block6b", "block6_1_conv"));
        assertThat(FreezePolicy.blocks("block6a").resolve(layers).unfrozen()).isEqualTo(Set.of("block6a_conv"));
    }

    private static LayerInfo layer(int index, String name) {
        return new LayerInfo(index, name, "Conv2D", 1, 1, List.of(1L), List.of());
    }

    /** As InceptionV3 has no names for its blocks but the layer that ends one. */
    @Test
    void aLayerWithSeveralInputsIsTheBlockThatItCloses() {
        assertThat(mixed("blocks(mixed)"))
                .isEqualTo(Set.of(
                        "left",
                        "left_bn",
                        "left_relu",
                        "middle_pool",
                        "middle",
                        "middle_other",
                        "middle_other_pool",
                        "middle_add",
                        "right",
                        "mixed"));
        assertThat(mixed("blocks(block_add)"))
                .isEqualTo(Set.of(
                        "block_0_conv", "block_0_bn", "block_1_conv", "block_2_conv", "block_2_bn", "block_add"));
        assertThat(mixed("blocks(middle_add)"))
                .isEqualTo(Set.of("middle_pool", "middle", "middle_other", "middle_other_pool", "middle_add"));
    }

    @Test
    void namesThatAreNotOfTheBackboneAreRefused() {
        FreezePolicy wrong = layers -> Set.of("top_bn", "nowhere");

        refused(wrong, TINY, "layers that the backbone does not have: nowhere");
        refused(wrong.withBatchNorm(BatchNormMode.INFERENCE), TINY, "nowhere");
    }

    @Test
    void onlyWhoSaysNoneUnfreezesNone() {
        refused(FreezePolicy.parse("normalizations and matching(.*conv)"), TINY, "unfreezes none of the backbone's 21");
        refused(layers -> Set.of(), TINY, "an own policy", "FreezePolicy.allFrozen()");
        assertThat(FreezePolicy.lastLayers(0)
                        .withBatchNorm(BatchNormMode.INFERENCE)
                        .resolve(TINY)
                        .unfrozen())
                .isEmpty();
    }

    @Test
    void aCombinationKeepsStatisticsIfAPartDoes() {
        FreezePolicy keeping = FreezePolicy.lastLayers(3).withBatchNorm(BatchNormMode.INFERENCE);
        FreezePolicy other = FreezePolicy.normalizationsOnly();

        for (FreezePolicy policy : List.of(keeping.and(other), other.and(keeping), keeping.or(other), keeping.not())) {
            assertThat(policy.batchNorm()).isEqualTo(BatchNormMode.INFERENCE);
            assertThat(policy.withBatchNorm(BatchNormMode.KERAS).batchNorm()).isEqualTo(BatchNormMode.KERAS);
        }
        assertThat(other.and(other).batchNorm()).isEqualTo(BatchNormMode.KERAS);
        assertThat(keeping.and(other).notation()).contains("last(3) and normalizations");
    }

    @Test
    void equalLayersHaveOneIdentity() {
        assertThat(identity("last(3)"))
                .isEqualTo(identity("from(top_conv)"))
                .isEqualTo(identity("blocks(top)"))
                .isEqualTo("LastLayers[count=3, batchNorm=KERAS]");
        assertThat(identity("all")).isEqualTo("AllTrainable[batchNorm=KERAS]").isEqualTo(identity("21"));
        assertThat(identity("none")).isEqualTo("AllFrozen[]");
        assertThat(identity("normalizations"))
                .isEqualTo(identity("matching(.*_bn)"))
                .isNotEqualTo(identity("matching(.*b[nm]) and not matching(top_bn)"))
                .startsWith("Layers[count=4, names=");
        assertThat(identity("blocks(stem)"))
                .as("as many others")
                .startsWith("Layers[count=3, names=")
                .isNotEqualTo(identity("matching(block_(drop|add|bn))"));
    }

    private static String identity(String notation) {
        return FreezePolicy.parse(notation).resolve(TINY).identity(TINY);
    }

    @Test
    void combinationsSayWhatTheyAre() {
        FreezePolicy own = layers -> Set.of("top_bn");

        assertThat(FreezePolicy.parse("last(4) and not normalizations")
                        .resolve(TINY)
                        .describe())
                .startsWith("last(4) and not normalizations unfrozen: 3 of 21 layers");
        assertThat(own.notation()).isEmpty();
        assertThat(own.or(FreezePolicy.lastLayers(1)).notation()).isEmpty();
        assertThat(own.or(FreezePolicy.lastLayers(1).not()).describe())
                .isEqualTo("(layers of an own policy unfrozen) or (not last(1) unfrozen)");
    }
}
