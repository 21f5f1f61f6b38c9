package dev.graft.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.backbone.Backbone;
import dev.graft.backbone.BackboneSpec;
import dev.graft.error.GraftException;
import dev.graft.graph.Dl4jPart;
import dev.graft.graph.LayerGraph;
import dev.graft.graph.LayerType;
import dev.graft.graph.LayerTypes;
import dev.graft.graph.Padding;
import dev.graft.metrics.GroupScore;
import dev.graft.preprocess.Preprocessing;
import dev.graft.provenance.Provenance;
import dev.graft.testkit.io.ZipContent;
import dev.graft.testkit.model.Snapshot;
import dev.graft.testkit.model.TestModels;
import dev.graft.testkit.model.TinyBackbone;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;

class ModelFileTest {
    private static final TransferModel MODEL = TestModels.tiny(new TinyBackbone(0.2), 9);
    private static final Provenance PROVENANCE = new Provenance(Map.of("data", Map.of("images", 24, "source", "x")));

    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void save() {
        file = directory.resolve("model.graft");
        ModelFile.save(MODEL, PROVENANCE, file);
    }

    @Test
    void everythingComesBack() {
        ModelFile.Saved saved = ModelFile.load(file);

        assertThat(saved.provenance()).isEqualTo(PROVENANCE);
        assertThat(saved.model().description()).isEqualTo(MODEL.description());
        assertThat(saved.model().backboneLayers()).isEqualTo(MODEL.backboneLayers());
        assertThat(Snapshot.of(MODEL.graph()).changed(Snapshot.of(saved.model().graph())))
                .isEmpty();
    }

    @Test
    void bothEntriesLieInTheFileAsTheyAre() throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            assertThat(zip.stream().map(ZipEntry::getName)).containsExactly("graft.json", "weights.safetensors");
            assertThat(zip.stream()).allMatch(entry -> entry.getMethod() == ZipEntry.STORED);
        }
    }

    @Test
    void dropoutIsAsItWas() {
        TransferModel loaded = ModelFile.load(file).model();

        var dropout =
                (DropoutLayer) loaded.graph().getLayer("block_drop").conf().getLayer();
        var original =
                (DropoutLayer) MODEL.graph().getLayer("block_drop").conf().getLayer();
        assertThat(dropout.getIDropout()).isEqualTo(original.getIDropout());
    }

    @Test
    void parametersThatAreNotFiniteAreNotSaved() throws IOException {
        TransferModel diverged = TestModels.tiny(new TinyBackbone(0.2), 9);
        diverged.graph().getLayer("stem_conv").getParam("W").putScalar(3, Float.NaN);
        byte[] before = Files.readAllBytes(file);

        assertThatThrownBy(() -> ModelFile.save(diverged, PROVENANCE, file))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("'stem_conv/W' holds NaN");

        assertThat(Files.readAllBytes(file)).isEqualTo(before);
    }

    @Test
    void layersOfOtherModulesComeBackIfTheirTypeIsThere() {
        TransferModel model = TestModels.builder(new PaddedBackbone()).build();
        ModelFile.save(model, PROVENANCE, file);

        TransferModel loaded = ModelFile.load(file, new LayerTypes(List.of(new ReflectionPadding())))
                .model();

        assertThat(loaded.description()).isEqualTo(model.description());
        var images = TestModels.images(2, 32, 1);
        assertThat(loaded.graph().outputSingle(images)).isEqualTo(model.graph().outputSingle(images));
    }

    @Test
    void aLayerWhoseTypeIsNotThereIsRefusedWithTheModuleToAdd() {
        ModelFile.save(TestModels.builder(new PaddedBackbone()).build(), PROVENANCE, file);

        assertRefused("'pad' is of the type 'org.example.padding'");
        assertRefused("The module org.example:padding brings it: add that dependency.");
    }

    @Test
    void settingsThatATypeDoesNotTakeAreRefused() {
        ModelFile.save(TestModels.builder(new PaddedBackbone()).build(), PROVENANCE, file);
        LayerTypes types = new LayerTypes(List.of(new ReflectionPadding()));
        String settings = "\"settings\" : \\{[^}]*}";
        for (String other : List.of("{}", "{\"sides\":[1,2],\"more\":1}", "{\"sides\":\"x\"}", "{\"sides\":[-1,2]}")) {
            ZipContent.of(file)
                    .with("graft.json", text -> text.replaceFirst(settings, "\"settings\":" + other))
                    .write(directory.resolve("other.graft"));

            assertThatThrownBy(() -> ModelFile.load(directory.resolve("other.graft"), types))
                    .as(other)
                    .isInstanceOf(GraftException.class)
                    .hasMessageContaining("other.graft");
        }
    }

    @Test
    void savingReplacesTheFileAndLeavesNothingElse() throws IOException {
        TransferModel other = TestModels.tiny(new TinyBackbone(0.2), 10);

        ModelFile.save(other, PROVENANCE, file);

        assertThat(ModelFile.load(file).model().description().seed()).isEqualTo(10);
        assertThat(names()).containsExactly("model.graft");
    }

    @Test
    void aFailedSaveLeavesTheOldFileAndNothingElse() throws IOException {
        byte[] before = Files.readAllBytes(file);
        Provenance unwritable = new Provenance(Map.of("data", Map.of("what", new Object())));

        assertThatThrownBy(() -> ModelFile.save(MODEL, unwritable, file)).isInstanceOf(RuntimeException.class);

        assertThat(Files.readAllBytes(file)).isEqualTo(before);
        assertThat(names()).containsExactly("model.graft");
    }

    @Test
    void filesOfEarlierVersionsScoreGroupsByTheMeanLogOdds() {
        rewrite("graft.json", text -> text.replaceAll(",\\s*\"groupScore\" : \"mean-logit\"", ""));

        assertThat(ModelFile.load(file).groupScore()).isEqualTo(GroupScore.MEAN_LOGIT);
    }

    @Test
    void anUnknownScoreOfGroupsIsRefused() {
        rewrite("graft.json", text -> text.replace("\"mean-logit\"", "\"median\""));

        assertRefused("'median' as the score of a group");
    }

    @Test
    void aPlaceThatCannotBeWrittenIsNamed() {
        assertThatThrownBy(() -> ModelFile.save(MODEL, PROVENANCE, file.resolve("below/a/file.graft")))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("file.graft");
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(path -> path.getFileName().toString()).toList();
        }
    }

    // ---- damage

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.001, 0.2, 0.5, 0.9, 0.999})
    void aFileCutOffIsRefusedByName(double share) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, (int) (share * bytes.length)));

        assertRefused("model.graft");
    }

    @Test
    void aFlippedBitInTheWeightsIsFound() throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        byte[] name = "weights.safetensors".getBytes(StandardCharsets.UTF_8);
        int at = indexOf(bytes, name) + name.length;
        for (int offset : new int[] {300, 3000, 4500}) {
            byte[] damaged = bytes.clone();
            damaged[at + offset] ^= 0x10;
            Files.write(file, damaged);

            assertRefused("Copy or save it again");
        }
    }

    @Test
    void aFlippedBitAnywhereIsFoundOrHarmless() throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        Snapshot expected = Snapshot.of(MODEL.graph());
        for (int at = 3; at < bytes.length; at += 97) {
            byte[] damaged = bytes.clone();
            damaged[at] ^= 0x04;
            Files.write(file, damaged);
            try {
                ModelFile.Saved saved = ModelFile.load(file);
                assertThat(saved.model().description()).as("byte %d", at).isEqualTo(MODEL.description());
                assertThat(saved.provenance()).as("byte %d", at).isEqualTo(PROVENANCE);
                assertThat(expected.changed(Snapshot.of(saved.model().graph())))
                        .as("byte %d", at)
                        .isEmpty();
            } catch (GraftException e) {
                assertThat(e).as("byte %d", at).hasMessageContaining(file.toString());
            }
        }
    }

    private static int indexOf(byte[] bytes, byte[] wanted) {
        for (int i = 0; i + wanted.length <= bytes.length; i++) {
            if (Arrays.equals(bytes, i, i + wanted.length, wanted, 0, wanted.length)) {
                return i;
            }
        }
        throw new AssertionError("There is no such entry");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void anotherFormatIsRefusedWithItsNumber(int format) {
        rewrite("graft.json", text -> text.replace("\"format\" : 2", "\"format\" : " + format));

        assertRefused("format " + format);
    }

    @Test
    void anArchiveOfDl4jIsRefusedAndSaysWhy() throws IOException {
        ModelSerializer.writeModel(MODEL.graph(), file.toFile(), false);

        assertRefused("a model of DL4J");
        assertRefused("name Java classes to create");
    }

    @ParameterizedTest
    @ValueSource(strings = {"graft.json", "weights.safetensors"})
    void anArchiveWithoutOneOfItsEntriesIsRefused(String entry) {
        ZipContent.of(file).without(entry).write(file);

        assertRefused(entry);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no json",
                "{\"format\": 2}",
                "{\"format\": 2, \"model\": 5, \"provenance\": {}}",
                "[]",
                "null"
            })
    void aDescriptionThatIsNoneIsRefused(String description) {
        rewrite("graft.json", text -> description);

        assertRefused("model.graft");
    }

    @Test
    void fieldsOfLaterVersionsAreIgnored() {
        rewrite("graft.json", text -> text.replace("\"format\" : 2", "\"format\" : 2, \"more\" : 5"));

        assertThat(ModelFile.load(file).provenance()).isEqualTo(PROVENANCE);
    }

    @Test
    void butNotInTheNetworkWhichWouldComputeSomethingElse() {
        rewrite("graft.json", text -> text.replace("\"scale\" : true", "\"scale\" : true, \"renorm\" : true"));

        assertRefused("renorm");
    }

    @Test
    void anotherKindOfFileIsRefused() throws IOException {
        Files.writeString(file, "no model at all");

        assertRefused("no model file");
    }

    @Test
    void aMissingFileAndADirectoryAreRefused() throws IOException {
        Files.delete(file);
        assertRefused("There is no model file");

        Files.createDirectory(file);
        assertRefused("is a folder, not a model file");
    }

    private void assertRefused(String message) {
        assertThatThrownBy(() -> ModelFile.load(file))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining(message)
                .hasMessageContaining(file.toString());
    }

    private void rewrite(String entry, UnaryOperator<String> change) {
        ZipContent.of(file).with(entry, change).write(file);
    }

    /** A stranger's layer; that it pads with zeros does not matter here. */
    private record ReflectionPadding() implements LayerType<ReflectionPadding.Sides> {
        record Sides(List<Integer> sides) {
            Sides {
                if (sides.size() != 2 || sides.stream().anyMatch(side -> side < 0)) {
                    throw new GraftException("Padding needs two numbers from 0 on, found " + sides);
                }
            }
        }

        @Override
        public String id() {
            return "org.example.padding";
        }

        @Override
        public String module() {
            return "org.example:padding";
        }

        @Override
        public String kind() {
            return "ReflectionPadding2D";
        }

        @Override
        public Class<Sides> settings() {
            return Sides.class;
        }

        @Override
        public Dl4jPart create(Sides settings) {
            return new Dl4jPart.Layer(new ZeroPaddingLayer(
                    settings.sides().get(0), settings.sides().get(1)));
        }
    }

    private record PaddedBackbone() implements Backbone {
        @Override
        public BackboneSpec spec() {
            return new BackboneSpec("padded", "Padded", 32, 8, Preprocessing.TF, 8, 3, 224, List.of(), "for tests");
        }

        @Override
        public void addTo(LayerGraph graph) {
            String x = graph.input("input_layer");
            x = graph.custom("pad", new ReflectionPadding(), new ReflectionPadding.Sides(List.of(1, 2)), x);
            graph.convolution("conv", x, 8, 3, 2, Padding.VALID, Activation.RELU);
        }
    }
}
