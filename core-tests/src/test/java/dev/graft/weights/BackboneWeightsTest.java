package dev.graft.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.backbone.baseline.SimpleCnn;
import dev.graft.graph.NetworkLayer;
import dev.graft.model.TransferModel;
import dev.graft.preprocess.Preprocessing;
import dev.graft.testkit.model.Snapshot;
import dev.graft.testkit.model.TestModels;
import dev.graft.testkit.model.TinyBackbone;
import dev.graft.testkit.weights.MapTensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackboneWeightsTest {
    @TempDir
    Path directory;

    private static List<String> layers(TransferModel model) {
        return model.description().backboneLayers().stream()
                .map(NetworkLayer::name)
                .toList();
    }

    @Test
    void aFileFillsTheBackboneAndNamesItself() throws IOException {
        TransferModel source = TestModels.tiny(new TinyBackbone(), 5);
        Path file = Files.write(
                directory.resolve("tiny.safetensors"),
                TestWeights.safetensors(MapTensors.of(source.graph(), layers(source))));

        TransferModel loaded = TestModels.builder(new TinyBackbone())
                .seed(6)
                .weights(BackboneWeights.file(file))
                .build();

        assertThat(Snapshot.of(source.graph()).changed(Snapshot.of(loaded.graph())))
                .allMatch(name -> name.startsWith("head_"))
                .isNotEmpty();
        assertThat(loaded.description().weights()).isEqualTo("tiny.safetensors");
    }

    @Test
    void aCutOffFileIsRefused() throws IOException {
        TransferModel source = TestModels.tiny();
        byte[] bytes = TestWeights.safetensors(MapTensors.of(source.graph(), layers(source)));
        Path file = Files.write(directory.resolve("tiny.safetensors"), Arrays.copyOf(bytes, bytes.length - 4));

        assertThatThrownBy(() -> BackboneWeights.file(file).loadInto(source.graph(), layers(source)))
                .isInstanceOf(WeightsException.class)
                .hasMessageContaining("cut off");
    }

    @Test
    void whatIsReadOnceFillsAllNetworksAlike() throws IOException {
        TransferModel source = TestModels.tiny(new TinyBackbone(), 5);
        Path file = Files.write(
                directory.resolve("tiny.safetensors"),
                TestWeights.safetensors(MapTensors.of(source.graph(), layers(source))));
        BackboneWeights once = BackboneWeights.readOnce(BackboneWeights.file(file));
        TransferModel first = TestModels.tiny(new TinyBackbone(), 6);
        once.loadInto(first.graph(), layers(first));
        first.graph().params().muli(2);
        Files.delete(file);

        TransferModel second = TestModels.tiny(new TinyBackbone(), 7);
        once.loadInto(second.graph(), layers(second));

        assertThat(KerasWeights.export(second.graph(), layers(second)))
                .usingRecursiveComparison()
                .isEqualTo(KerasWeights.export(source.graph(), layers(source)));
        assertThat(once.describe()).isEqualTo("tiny.safetensors");
    }

    @Test
    void ofOtherLayersWhatIsReadOnceIsReadAgain() throws IOException {
        TransferModel source = TestModels.tiny();
        Path file = Files.write(
                directory.resolve("tiny.safetensors"),
                TestWeights.safetensors(MapTensors.of(source.graph(), layers(source))));
        BackboneWeights once = BackboneWeights.readOnce(BackboneWeights.file(file));
        once.loadInto(source.graph(), layers(source));
        TransferModel other = TestModels.builder(new SimpleCnn()).build();

        assertThatThrownBy(() -> once.loadInto(other.graph(), layers(other))).isInstanceOf(WeightsException.class);
    }

    @Test
    void randomWeightsLeaveTheInitialValues() {
        TransferModel model = TestModels.tiny();
        Snapshot before = Snapshot.of(model.graph());

        BackboneWeights.random().loadInto(model.graph(), layers(model));

        assertThat(before.changed(Snapshot.of(model.graph()))).isEmpty();
        assertThat(BackboneWeights.random().pretrained()).isFalse();
        assertThat(BackboneWeights.random().describe()).isEqualTo("random");
    }

    private static WeightsDescriptor bundled(String resource, String sha256) {
        return new WeightsDescriptor(
                "w",
                "for tests",
                new WeightsLocation.InJar(resource),
                0,
                Checksum.sha256(sha256),
                "none",
                Preprocessing.NONE);
    }

    private static void load(WeightsDescriptor weights) {
        TransferModel model = TestModels.tiny();
        BackboneWeights.bundled(weights).loadInto(model.graph(), layers(model));
    }

    @Test
    void aMissingResourceIsNamed() {
        assertThatThrownBy(() -> load(bundled("/no/such.safetensors", "0".repeat(64))))
                .isInstanceOf(WeightsException.class)
                .hasMessageContaining("/no/such.safetensors");
    }

    @Test
    void aResourceWithAnotherHashIsDamaged() throws IOException, NoSuchAlgorithmException {
        String resource = "/" + BackboneWeightsTest.class.getPackageName().replace('.', '/') + "/tiny.safetensors";
        // The only place that is writable and on the class path.
        Path classes = Path.of("target/test-classes" + resource);
        TransferModel source = TestModels.tiny();
        byte[] bytes = TestWeights.safetensors(MapTensors.of(source.graph(), layers(source)));
        Files.write(classes, bytes);
        String right =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        String wrong = right.replace(right.charAt(0), right.charAt(0) == 'a' ? 'b' : 'a');

        try {
            load(bundled(resource, right));
            assertThatThrownBy(() -> load(bundled(resource, wrong)))
                    .isInstanceOf(WeightsException.class)
                    .hasMessageContaining(right)
                    .hasMessageContaining(wrong);
        } finally {
            Files.delete(classes);
        }
        assertThat(BackboneWeights.bundled(bundled(resource, right)).describe()).contains("w", right);
    }
}
