package dev.graft.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.error.GraftException;
import dev.graft.graph.NetworkLayer;
import dev.graft.model.TransferModel;
import dev.graft.preprocess.Preprocessing;
import dev.graft.testkit.model.Snapshot;
import dev.graft.testkit.model.TestModels;
import dev.graft.testkit.model.TinyBackbone;
import dev.graft.testkit.weights.MapTensors;
import dev.graft.weights.BackboneWeights;
import dev.graft.weights.Checksum;
import dev.graft.weights.TestWeights;
import dev.graft.weights.WeightStore;
import dev.graft.weights.WeightStoreOptions;
import dev.graft.weights.WeightsAdjustment;
import dev.graft.weights.WeightsDescriptor;
import dev.graft.weights.WeightsException;
import dev.graft.weights.WeightsLocation;
import dev.graft.weights.WeightsUnavailableException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WeightsByNameTest {
    private static final URI ADDRESS = URI.create("https://weights.graft.invalid/tiny_notop.safetensors");

    @TempDir
    Path directory;

    private TransferModel source;
    private byte[] content;
    private BackboneSpec spec;

    @BeforeEach
    void publish() {
        source = TestModels.tiny(new TinyBackbone(), 5);
        content = TestWeights.safetensors(MapTensors.of(source.graph(), layers(source)));
        publishContent();
    }

    private void publishContent() {
        WeightsDescriptor photos = new WeightsDescriptor(
                "photos",
                "for tests",
                new WeightsLocation.Published(ADDRESS),
                content.length,
                TestWeights.sha256(content),
                "none",
                Preprocessing.TORCH,
                Optional.of(new ShiftedMean()));
        WeightsDescriptor fractals = new WeightsDescriptor(
                "fractals",
                "for tests",
                new WeightsLocation.InJar("/no/such.safetensors"),
                0,
                Checksum.md5("0".repeat(32)),
                "none",
                Preprocessing.NONE);
        spec = spec(List.of(photos, fractals));
    }

    private static BackboneSpec spec(List<WeightsDescriptor> weights) {
        BackboneSpec tiny = new TinyBackbone().spec();
        return new BackboneSpec(
                tiny.id(),
                tiny.family(),
                tiny.defaultSize(),
                tiny.minimumSize(),
                tiny.preprocessing(),
                tiny.featureChannels(),
                tiny.layers(),
                tiny.parameters(),
                weights,
                tiny.citation());
    }

    /** Adds one to a mean. */
    private record ShiftedMean() implements WeightsAdjustment {
        @Override
        public String describe() {
            return "mean shifted";
        }

        @Override
        public Set<String> tensors() {
            return Set.of("stem_bn/moving_mean");
        }

        @Override
        public float[] apply(String name, float[] values) {
            float[] shifted = values.clone();
            shifted[0] += 1;
            return shifted;
        }
    }

    private static List<String> layers(TransferModel model) {
        return model.description().backboneLayers().stream()
                .map(NetworkLayer::name)
                .toList();
    }

    private BackboneWeights named(String name) {
        WeightStore offline = new WeightStore(WeightStoreOptions.defaults()
                .withDirectory(directory)
                .withKerasDirectory(Optional.empty())
                .withOffline(true));
        return new WeightsByName(offline).of(spec, name);
    }

    @Test
    void aNameIsFoundAndTheFirstIsTheDefault() {
        String photos = "photos (" + ADDRESS + ", " + TestWeights.sha256(content) + "; mean shifted)";
        assertThat(named("photos").describe()).isEqualTo(photos);
        assertThat(named("default").describe()).isEqualTo(photos);
        assertThat(named("fractals").describe()).isEqualTo("fractals (md5 " + "0".repeat(32) + ")");
        assertThat(named("bundled").describe()).isEqualTo(named("fractals").describe());
        assertThat(named("random").pretrained()).isFalse();
    }

    @Test
    void whatCannotBeHadNamesWhatElseThereIs() {
        BackboneWeights photos = named("photos");

        assertThatThrownBy(photos::prepare)
                .isInstanceOf(WeightsUnavailableException.class)
                .hasMessageContaining(ADDRESS.toString())
                .hasMessageContaining(
                        directory.resolve("tiny_notop.safetensors").toString())
                .hasMessageEndingWith("Or choose other weights: fractals (in the jar), random or a file.");
        assertThatThrownBy(() -> photos.loadInto(source.graph(), layers(source)))
                .isInstanceOf(WeightsUnavailableException.class)
                .hasMessageContaining("fractals (in the jar)");
    }

    @Test
    void weightsFromTheStoreAreAdjustedAndBringTheirPreprocessing() throws IOException {
        Files.write(directory.resolve("tiny_notop.safetensors"), content);
        BackboneWeights photos = named("photos");
        photos.prepare();

        TransferModel loaded = build(photos);

        assertAdjusted(loaded);
        assertThat(loaded.description().preprocessing()).isEqualTo(Preprocessing.TORCH);
        assertThat(loaded.description().weights()).isEqualTo(photos.describe());
    }

    @Test
    void aCopyOfPublishedWeightsIsRecognisedByItsContent() throws IOException {
        Path copy = Files.write(directory.resolve("mine.bin"), content);

        BackboneWeights weights = named(copy.toString());

        assertThat(weights.describe()).isEqualTo(named("photos").describe());
        assertAdjusted(build(weights));
        byte[] changed = content.clone();
        changed[changed.length - 1] ^= 1;
        Files.write(copy, changed);
        assertThatThrownBy(() -> build(weights))
                .isInstanceOf(WeightsException.class)
                .hasMessageContaining("mine.bin")
                .hasMessageContaining("not what was published as photos");
        assertThat(named(copy.toString()).describe()).isEqualTo("mine.bin");
    }

    @Test
    void aFileWithoutWhatIsToBeChangedIsRefused() throws IOException {
        content = TestWeights.safetensors(
                MapTensors.of(source.graph(), layers(source)).remove("stem_bn/moving_mean"));
        publishContent();
        Files.write(directory.resolve("tiny_notop.safetensors"), content);

        assertThatThrownBy(() -> build(named("photos")))
                .isInstanceOf(WeightsException.class)
                .hasMessageContaining("'stem_bn/moving_mean'")
                .hasMessageContaining("mean shifted");
    }

    @Test
    void anExplicitPreprocessingGoesBeforeThatOfTheWeights() throws IOException {
        Files.write(directory.resolve("tiny_notop.safetensors"), content);

        TransferModel model = TestModels.builder(new TinyBackbone())
                .weights(named("photos"))
                .preprocessing(Preprocessing.CAFFE)
                .build();

        assertThat(model.description().preprocessing()).isEqualTo(Preprocessing.CAFFE);
    }

    @Test
    void unknownNamesSayWhichThereAre() {
        assertThatThrownBy(() -> named("photo"))
                .isInstanceOf(WeightsException.class)
                .hasMessageContaining("no weights file photo")
                .hasMessageContaining("tiny has no weights of that name")
                .hasMessageContaining("Choose photos (from the network), fractals (in the jar), random or a file.");
        assertThatThrownBy(() -> named("nul\0"))
                .isInstanceOf(WeightsException.class)
                .hasMessageContaining("no weights file");
    }

    @Test
    void aBackboneWithoutPublishedWeights() {
        spec = spec(List.of());

        assertThat(named("default").describe()).isEqualTo("random");
        assertThatThrownBy(() -> named("bundled"))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("No weights of tiny")
                .hasMessageContaining("Choose random or a file.");
    }

    private static TransferModel build(BackboneWeights weights) {
        return TestModels.builder(new TinyBackbone()).seed(6).weights(weights).build();
    }

    private void assertAdjusted(TransferModel loaded) {
        assertThat(Snapshot.of(source.graph()).changed(Snapshot.of(loaded.graph())))
                .filteredOn(name -> !name.startsWith("head_"))
                .containsExactly("stem_bn/mean");
    }
}
