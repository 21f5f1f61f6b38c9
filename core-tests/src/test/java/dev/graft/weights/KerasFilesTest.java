package dev.graft.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.graph.NetworkLayer;
import dev.graft.model.TransferModel;
import dev.graft.testkit.model.PlainBackbone;
import dev.graft.testkit.model.Snapshot;
import dev.graft.testkit.model.TestModels;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that {@code make_weights.py} made with real Keras, beside which it lies. */
class KerasFilesTest {
    private static final Path PROCESS = Path.of("/proc/self");

    @TempDir
    Path directory;

    private final TransferModel tiny = TestModels.tiny();
    private final TransferModel plain = TestModels.tiny(new PlainBackbone(), 42);

    private static List<String> layers(TransferModel model) {
        return model.description().backboneLayers().stream()
                .map(NetworkLayer::name)
                .toList();
    }

    /** A copy of a test file under a name that tells nothing. */
    private Path file(String name) {
        return file(name, bytes -> bytes);
    }

    private Path file(String name, UnaryOperator<byte[]> change) {
        try (InputStream stream = KerasFilesTest.class.getResourceAsStream("keras/" + name)) {
            return Files.write(directory.resolve("weights"), change.apply(stream.readAllBytes()));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void load(TransferModel model, Path file) {
        BackboneWeights.file(file).loadInto(model.graph(), layers(model));
    }

    /** What the files hold: the k-th value is (k - 300) / 8, and the count of a normalization 7. */
    private static Map<String, float[]> numbered(TransferModel model) {
        Map<String, float[]> values = new LinkedHashMap<>();
        int next = 0;
        for (Map.Entry<String, float[]> tensor :
                KerasWeights.export(model.graph(), layers(model)).entrySet()) {
            float[] numbers = tensor.getValue().clone();
            if (tensor.getKey().endsWith("/count")) {
                Arrays.fill(numbers, 7);
            } else {
                for (int i = 0; i < numbers.length; i++) {
                    numbers[i] = (next++ - 300) / 8f;
                }
            }
            values.put(tensor.getKey(), numbers);
        }
        return values;
    }

    private static void assertHolds(TransferModel model, Map<String, float[]> expected) {
        Map<String, float[]> found = KerasWeights.export(model.graph(), layers(model));
        assertThat(found.keySet()).isEqualTo(expected.keySet());
        expected.forEach((name, values) -> assertThat(found.get(name)).as(name).containsExactly(values));
    }

    @ParameterizedTest
    @ValueSource(strings = {"tiny.h5", "tiny.weights.h5"})
    void everyKindOfLayerIsReadToTheLastBit(String name) {
        Map<String, float[]> expected = numbered(tiny);

        load(tiny, file(name));

        assertHolds(tiny, expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain.h5",
                "plain_whole.h5",
                "plain.weights.h5",
                "plain.keras",
                "plain_renumbered.h5",
                "plain_renumbered.weights.h5",
                "plain_old_names.h5",
                "plain_reordered.h5",
                "plain_split_names.h5",
                "plain_cntk.h5",
                "plain_2_13.weights.h5",
                "plain_gzip.h5",
                "plain_lzf.h5",
                "plain_chunked.h5",
                "plain_big_endian.h5",
                "plain_float16.weights.h5",
                "plain_float64.weights.h5"
            })
    void allThatKerasWritesGivesTheSameValues(String name) {
        Map<String, float[]> expected = numbered(plain);

        load(plain, file(name));

        assertHolds(plain, expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain.h5", "plain_gzip.h5", "plain.weights.h5", "plain.keras", "misshapen.h5"})
    void theFileIsReleasedAfterLoading(String name) throws IOException {
        Path file = file(name);
        try {
            load(plain, file);
        } catch (WeightsException e) {
            assertThat(name).startsWith("misshapen");
        }

        assertThat(held())
                .noneMatch(path -> path.contains(file.toString()))
                .noneMatch(path -> path.contains("graft-weights-"));
    }

    @Test
    void whatWasExtractedFromAnArchiveIsDeleted() throws IOException {
        StoredWeights weights = WeightsFile.open(file("plain.keras"));
        List<String> extracted =
                held().stream().filter(path -> path.contains("graft-weights-")).toList();
        weights.close();

        assertThat(extracted)
                .hasSize(Files.exists(PROCESS) ? 1 : 0)
                .allSatisfy(path ->
                        assertThat(Path.of(path.replace(" (deleted)", ""))).doesNotExist());
    }

    /** Files that this process has open or mapped, where the system tells. */
    private static List<String> held() throws IOException {
        if (!Files.exists(PROCESS)) {
            return List.of();
        }
        List<String> held = new ArrayList<>(Files.readAllLines(PROCESS.resolve("maps")));
        try (Stream<Path> descriptors = Files.list(PROCESS.resolve("fd"))) {
            for (Path descriptor : descriptors.toList()) {
                if (Files.exists(descriptor)) {
                    held.add(Files.readSymbolicLink(descriptor).toString());
                }
            }
        }
        return held;
    }

    private void assertRefused(TransferModel model, Path file, String... problems) {
        Snapshot before = Snapshot.of(model.graph());
        var refusal = assertThatThrownBy(() -> load(model, file))
                .isInstanceOf(WeightsException.class)
                .hasMessageContaining(file.toString());
        for (String problem : problems) {
            refusal.hasMessageContaining(problem);
        }
        assertThat(before.changed(Snapshot.of(model.graph()))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            top.h5                     | the file has 3 layers with weights, the network 2         | classification top ('predictions')
            top.weights.h5             | 'dense': 1 in the file, 0 in the network                  | classification top ('dense')
            nested.h5                  | The first 0 have equal shapes; then the file has 'backbone' | layer 'backbone' is a model of its own
            nested.weights.h5          | 'functional/layers/conv2d': 2 in the file, 0 in the network | layer 'functional' is a model of its own
            missing_layer.h5           | the file has 1 layers with weights, the network 2         | Only in the network: 'conv2'
            missing_layer.weights.h5   | 'conv2d': 1 in the file, 2 in the network                 | without its top
            extra_layer.h5             | the file has 3 layers with weights, the network 2         | Only in the file: 'conv3'
            extra_renamed_layer.h5     | The first 2 have equal shapes; then the file has 'conv3'  | [1, 1, 8, 4] [4], the network none
            missing_variable.h5        | layer 'conv2' has 2 variables (kernel, bias)              | 'conv2' in the file has 1 ('conv2/conv2/kernel' [3, 3, 6, 8])
            misshapen.h5               | 'conv2/kernel' (in the file 'conv2/conv2/kernel')         | has shape [3, 3, 6, 9] instead of [3, 3, 6, 8]
            misshapen.weights.h5       | 'conv2/bias' (in the file 'layers/conv2d_1/vars/1')       | has shape [9] instead of [8]
            theano.h5                  | Keras on theano                                           | Convert them
            fletcher.h5                | 'conv1/conv1_W_1:0' packed with the HDF5 filter           | gzip, LZF and shuffle
            integers.h5                | 'conv2/conv2_W_1:0' of the HDF5 type FixedPoint           | Save the weights in float32
            plain_bfloat16.weights.h5  | an opaque type, which is how Keras writes bfloat16        | save the weights in float32
            link.h5                    | link at '/conv2'                                          | which Keras does not write
            unlisted.h5                | 'conv2_b_1:0' of layer 'conv2' is listed but not there    | Get the file again
            measurements.h5            | no weights of a Keras model                               | [temperatures]
            """)
    void whatDoesNotFitIsNamedAndChangesNothing(String name, String problem, String detail) {
        assertRefused(plain, file(name), problem, detail);
    }

    @Test
    void weightsOfAnotherNetworkAreRefused() {
        assertRefused(tiny, file("plain.h5"), "the file has 2 layers with weights, the network 11");
        assertRefused(plain, file("tiny.h5"), "the file has 11 layers with weights, the network 2");
        assertRefused(
                plain,
                file("tiny.weights.h5"),
                "'batch_normalization': 4 in the file, 0 in the network",
                "'normalization'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain.h5", "plain.weights.h5", "plain_gzip.h5", "plain.keras"})
    void aFileCutOffAnywhereIsRefused(String name) throws IOException {
        int whole = (int) Files.size(file(name));
        Random random = new Random(1);
        for (int i = 0; i < 40; i++) {
            int length = i == 0 ? whole - 1 : random.nextInt(whole);
            assertRefused(plain, file(name, bytes -> Arrays.copyOf(bytes, length)), "weights");
        }
    }

    @Test
    void aCutOffFileIsToldFromADamagedOne() {
        assertRefused(plain, file("plain.h5", bytes -> Arrays.copyOf(bytes, 9000)), "cut off", "9000 bytes of 16760");
    }

    @Test
    void aDamagedChunkChangesNothing() throws IOException {
        Path file = file("plain_gzip.h5");
        byte[] bytes = Files.readAllBytes(file);
        // The last of the streams that zlib begins with these two bytes belongs to the second layer.
        int at = bytes.length - 2;
        while (bytes[at] != 0x78 || bytes[at + 1] != 0x5E) {
            at--;
        }
        bytes[at] = 0;
        Files.write(file, bytes);

        assertRefused(plain, file, "damaged");
    }

    /** Values may change unseen, but whatever else is wrong must be a refusal, never another exception or a half load. */
    @ParameterizedTest
    @ValueSource(strings = {"plain.h5", "plain.weights.h5", "plain_gzip.h5", "plain_reordered.h5"})
    void flippedBytesAreRefusedOrHarmless(String name) {
        Random random = new Random(2);
        for (int i = 0; i < 60; i++) {
            Path file = file(name, bytes -> {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
                return bytes;
            });
            Snapshot before = Snapshot.of(plain.graph());
            try {
                load(plain, file);
            } catch (WeightsException e) {
                assertThat(before.changed(Snapshot.of(plain.graph()))).isEmpty();
            }
        }
    }

    @Test
    void whatIsNoWeightsFileIsRefusedWithWhatToUse() throws IOException {
        String use = "Use safetensors with";
        assertRefused(plain, directory, "a folder", use);
        assertRefused(plain, directory.resolve("none.h5"), "no weights file");
        assertRefused(plain, Files.write(directory.resolve("empty.h5"), new byte[0]), "is empty", use);
        assertRefused(
                plain,
                Files.writeString(directory.resolve("page.h5"), "<!DOCTYPE html>\n<html>"),
                "begins with '<!DOCTYPE html>.<html>'",
                use);
        assertRefused(
                plain,
                Files.writeString(directory.resolve("w.weights.json"), "{\"metadata\": {}, \"weight_map\": {}}"),
                "max_shard_size",
                use);
    }

    @Test
    void anArchiveWithoutWeightsIsRefused() throws IOException {
        assertRefused(plain, archive("model.weights.npz", 10), "holds no model.weights.h5");
    }

    @Test
    void anArchiveThatUnpacksToFarMoreIsRefused() throws IOException {
        assertRefused(plain, archive("model.weights.h5", (1 << 26) + 1), "packed to less than a hundredth");
    }

    private Path archive(String entry, int zeros) throws IOException {
        Path archive = directory.resolve("model.keras");
        try (OutputStream stream = Files.newOutputStream(archive);
                ZipOutputStream zip = new ZipOutputStream(stream)) {
            zip.putNextEntry(new ZipEntry(entry));
            byte[] block = new byte[1 << 20];
            for (int written = 0; written < zeros; written += block.length) {
                zip.write(block, 0, Math.min(block.length, zeros - written));
            }
        }
        return archive;
    }
}
