package dev.graft.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.augmentation.AugmentationCatalog;
import dev.graft.augmentation.ImageAugmentation;
import dev.graft.backbone.BackboneRegistry;
import dev.graft.error.GraftException;
import dev.graft.freeze.BatchNormMode;
import dev.graft.freeze.Unfrozen;
import dev.graft.head.HeadChoice;
import dev.graft.head.HeadPreset;
import dev.graft.head.HeadStart;
import dev.graft.optimizer.WeightAveraging;
import dev.graft.preprocess.Preprocessing;
import dev.graft.schedule.ScheduleChoice;
import dev.graft.settings.TrainingSettings;
import dev.graft.testkit.augmentation.ShiftingAugmentation;
import dev.graft.testkit.model.PlainBackbone;
import dev.graft.testkit.model.TinyBackbone;
import dev.graft.weights.WeightStore;
import dev.graft.weights.WeightStoreOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrialResolverTest {
    private static final SearchContext CONTEXT = new SearchContext("images", "split", "engine", "stroke");
    private static final SearchSpace TINY =
            SearchSpace.builder().backbones("tiny").build();

    @TempDir
    Path folder;

    private final TrialResolver resolver = new TrialResolver(new SearchTools(
            new BackboneRegistry(List.of(new TinyBackbone(), new PlainBackbone())),
            new WeightStore(WeightStoreOptions.defaults().withOffline(true)),
            name -> switch (name) {
                case "shift", "move" -> new ShiftingAugmentation();
                case "mix" -> new ShiftingAugmentation().mixed();
                case "nothing" -> ImageAugmentation.NONE;
                default -> AugmentationCatalog.EMPTY.byName(name);
            }));

    private List<Trial> trials(SearchSpace space) {
        return resolver.resolve(space.cells(), CONTEXT);
    }

    private List<Trial> tiny(UnaryOperator<SearchSpace.Builder> axes) {
        return trials(TINY.with(axes));
    }

    @Test
    void aTrialThatAveragesNothingKeepsTheAddressItHadBefore() {
        TrainingSettings usual = TrainingSettings.defaults();
        TrainingSettings averaged =
                usual.withPhases(List.of(TrainingSettings.headPhase().withAveraging(WeightAveraging.of("swa:0.5"))));

        assertThat(Trial.determining(usual, "w", "a", "l").toString()).doesNotContain("averaging");
        assertThat(Trial.determining(averaged, "w", "a", "l").toString()).contains("averaging=swa:0.5");
    }

    @Test
    void aTrialWhoseHeadBeginsAtRandomKeepsTheAddressItHadBefore() {
        TrainingSettings usual = TrainingSettings.defaults();
        TrainingSettings probed = usual.withModel(model -> model.withHeadStart(HeadStart.PROBE));

        assertThat(Trial.determining(usual, "w", "a", "l").toString()).doesNotContain("headStart");
        assertThat(Trial.determining(probed, "w", "a", "l").toString()).contains("headStart=probe");
    }

    @Test
    void layersThatNeitherLearnNorAreRandomDoNotCount() {
        // The last layers of the tiny network: ... block_drop, block_add, top_conv, top_bn, top_activation.
        List<Trial> trials = tiny(b -> b.unfrozen("0", "1", "2", "3", "4", "5", "6"));

        assertThat(trials).extracting(t -> t.phase().unfrozen().text()).containsExactly("0", "2", "3", "5", "6");
        assertThat(trials.get(0).cells()).extracting(Axis.UNFROZEN::of).containsExactly("0", "1");
        assertThat(trials.get(2).cells()).extracting(Axis.UNFROZEN::of).containsExactly("3", "4");
    }

    @Test
    void allIsAsManyAsThereAreOrMore() {
        // Input, rescaling and normalization hold nothing that learns.
        List<Trial> trials = tiny(b -> b.unfrozen("17", "18", "19", "21", "400", "all"));

        assertThat(trials).hasSize(2);
        assertThat(trials.get(1).phase().unfrozen()).isEqualTo(Unfrozen.all());
        assertThat(trials.get(1).cells()).hasSize(5);
        assertThat(trials.get(0).cells()).extracting(Axis.UNFROZEN::of).containsExactly("17");
    }

    @Test
    void theLastLayersAreTheSameHoweverTheyAreWritten() {
        List<Trial> trials = tiny(b -> b.unfrozen(
                "3", "last(3)", "from(top_conv)", "blocks(top)", "blocks(top) or between(block_add, block_add)"));

        assertThat(trials).hasSize(1);
        assertThat(trials.get(0).phase().unfrozen()).isEqualTo(new Unfrozen("3"));
        assertThat(trials.get(0).layersIdentity()).isEqualTo("3");
        assertThat(trials.get(0).cells()).extracting(Axis.UNFROZEN::of).contains("3", "blocks(top)");
        assertThat(tiny(b -> b.unfrozen("none", "0", "last(1)"))).hasSize(1);
        assertThat(tiny(b -> b.unfrozen("all", "400", "not none"))).hasSize(1);
    }

    @Test
    void otherSetsAreTheSameIfTheirLayersAre() {
        List<Trial> one = tiny(b -> b.unfrozen("normalizations", "matching(.*_bn)", "matching(.*_(bn|activation))"));
        List<Trial> other = tiny(b -> b.unfrozen("matching(.*_bn)"));

        assertThat(one).hasSize(1);
        assertThat(one.get(0).cells()).hasSize(3);
        assertThat(one.get(0).phase().unfrozen().text()).isEqualTo("normalizations");
        assertThat(other.get(0).address()).isEqualTo(one.get(0).address());
        assertThat(tiny(b -> b.unfrozen("blocks(stem)", "matching(block_(dwconv|bn))")))
                .as("two layers each, but others")
                .hasSize(2);
        assertThat(tiny(b -> b.unfrozen("normalizations", "normalizations and not from(top_conv)", "4")))
                .hasSize(3);
    }

    @Test
    void whatDoesNotFitTheBackboneIsRefusedWithItsCell() {
        assertThatThrownBy(() -> tiny(b -> b.unfrozen("blocks(blok)")))
                .isInstanceOf(GraftException.class)
                .hasMessageContainingAll("no block 'blok'", "Near names: block", "This is of the search's cell");
    }

    @Test
    void aBatchNormModeMattersWhereABatchNormIsUnfrozen() {
        assertThat(tiny(b -> b.batchNorms(BatchNormMode.KERAS, BatchNormMode.INFERENCE)
                        .unfrozen("0", "1")))
                .hasSize(1);
        assertThat(tiny(b -> b.batchNorms(BatchNormMode.KERAS, BatchNormMode.INFERENCE)
                        .unfrozen("2", "all and not normalizations")))
                .hasSize(3);
        assertThat(trials(SearchSpace.builder()
                        .backbones("plain")
                        .batchNorms(BatchNormMode.KERAS, BatchNormMode.INFERENCE)
                        .unfrozen("all")
                        .build()))
                .hasSize(1);
    }

    @Test
    void whatIsNamedAndIsTheBackbonesOwnIsTheSame() {
        assertThat(tiny(b -> b.axis(Axis.PREPROCESSING, List.of("own", "none", "caffe"))))
                .extracting(t -> t.settings().model().preprocessing())
                .containsExactly(Preprocessing.NONE.id(), Preprocessing.CAFFE.id());
        assertThat(tiny(b -> b.axis(Axis.SIZE, List.of("own", "32", "33")))).hasSize(2);
        assertThat(tiny(b -> b.weights("default", "random"))).hasSize(1);
        assertThat(tiny(b -> b.heads(
                        HeadChoice.of(HeadPreset.REFERENCE),
                        HeadChoice.of(HeadPreset.GAP_DROPOUT),
                        new HeadChoice("average pooling, dropout 0.2"),
                        new HeadChoice("average pooling, dropout 0.3"))))
                .hasSize(2);
    }

    @Test
    void patienceThatCannotEndATrainingIsNone() {
        assertThat(tiny(b -> b.epochs(5).patiences(0, 4, 5, 6)))
                .extracting(t -> t.phase().patience())
                .containsExactly(0, 4);
    }

    @Test
    void augmentationsAreKnownByWhatTheyDo() {
        List<Trial> trials =
                tiny(b -> b.augmentations("none", "nothing", "shift", "move").views(0, 2));

        assertThat(trials).hasSize(3);
        assertThat(trials.get(0).cells()).hasSize(4);
        assertThat(trials.get(1).cells()).extracting(Axis.AUGMENTATION::of).containsExactly("shift", "move");
    }

    @Test
    void whatMixesTheImagesOfABatchHasNoFixedViews() {
        assertThat(tiny(b -> b.augmentations("mix"))).hasSize(1);
        assertThatThrownBy(() -> tiny(b -> b.augmentations("mix").views(2)))
                .isInstanceOf(GraftException.class)
                .hasMessageContainingAll("has no fixed views", "This is of the search's cell");
        assertThat(tiny(b -> b.augmentations("nothing").views(2))).hasSize(1);
    }

    @Test
    void weightsAreKnownByTheirContent() throws IOException {
        Path first = Files.writeString(folder.resolve("a.h5"), "weights");
        Path copy = Files.writeString(folder.resolve("b.h5"), "weights");
        Path other = Files.writeString(folder.resolve("c.h5"), "other");

        List<Trial> trials = tiny(b -> b.weights(first.toString(), copy.toString(), other.toString(), "random"));

        assertThat(trials).extracting(t -> t.cells().size()).containsExactly(2, 1, 1);
        assertThat(trials.get(0).settings().model().weights()).isEqualTo(first.toString());
    }

    @Test
    void seedsAndEverythingElseMakeOtherTrainings() {
        assertThat(tiny(b -> b.repeats(2)
                        .optimizers("adam", "sgd")
                        .learningRates(0.1, 0.2)
                        .schedules(ScheduleChoice.constant(), ScheduleChoice.of("cosine"))
                        .batchSizes(8, 16)
                        .epochs(20, 30)))
                .hasSize(64);
    }

    @Test
    void anAddressHoldsForImagesSplitAndEngine() {
        List<Cell> cells = TINY.cells();
        List<SearchContext> contexts = List.of(
                CONTEXT,
                new SearchContext("other", "split", "engine", "stroke"),
                new SearchContext("images", "other", "engine", "stroke"),
                new SearchContext("images", "split", "other", "stroke"),
                new SearchContext("images", "split", "engine", "healthy"));

        assertThat(contexts.stream().map(c -> resolver.resolve(cells, c).get(0).address()))
                .doesNotHaveDuplicates();
        // Pinned: ledgers of old must be found again.
        assertThat(resolver.resolve(cells, CONTEXT).get(0).address().shortForm())
                .isEqualTo("03b961b304");
    }

    @Test
    void aCellThatCannotBeTrainedIsNamed() {
        assertThatThrownBy(() -> tiny(b -> b.sizes(8)))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("too small for tiny")
                .hasMessageContaining("cell: backbone tiny; weights default;");
        assertThatThrownBy(() -> tiny(b -> b.augmentations("mri"))).hasMessageContaining("no augmentation 'mri'");
        assertThatThrownBy(() -> tiny(b -> b.backbones("vgg19"))).hasMessageContaining("graft-backbones-vgg");
        assertThatThrownBy(() -> tiny(b -> b.weights("imagenet"))).hasMessageContaining("no weights of that name");
    }
}
