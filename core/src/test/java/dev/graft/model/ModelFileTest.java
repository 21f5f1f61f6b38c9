package dev.graft.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.GraftException;
import dev.graft.backbone.TinyBackbone;
import dev.graft.provenance.Provenance;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
    void dl4jAloneOpensIt() throws IOException {
        ComputationGraph graph = ModelSerializer.restoreComputationGraph(file.toFile());

        var images = TestModels.images(2, 32, 1);
        assertThat(graph.outputSingle(images)).isEqualTo(MODEL.graph().outputSingle(images));
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
        byte[] name = "coefficients.bin".getBytes(StandardCharsets.UTF_8);
        int at = indexOf(bytes, name) + name.length;
        for (int offset : new int[] {300, 1000, 1800}) {
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

    @Test
    void aNewerFormatIsRefusedWithItsNumber() throws IOException {
        rewrite("graft.json", text -> text.replace("\"format\" : 1", "\"format\" : 2"));

        assertRefused("format 2");
    }

    @Test
    void anArchiveOfSomethingElseIsNoModel() throws IOException {
        rewrite("graft.json", text -> null);

        assertRefused("graft.json");
    }

    @Test
    void anArchiveWithoutWeightsIsDamaged() throws IOException {
        rewrite("coefficients.bin", text -> null);

        assertRefused("model.graft");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "no json", "{\"format\": 1}", "{\"format\": 1, \"model\": 5, \"provenance\": {}}", "[]"})
    void aDescriptionThatIsNoneIsRefused(String description) throws IOException {
        rewrite("graft.json", text -> description);

        assertRefused("model.graft");
    }

    @Test
    void fieldsOfLaterVersionsAreIgnored() throws IOException {
        rewrite("graft.json", text -> text.replace("\"format\" : 1", "\"format\" : 1, \"more\" : 5"));

        assertThat(ModelFile.load(file).provenance()).isEqualTo(PROVENANCE);
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

    private interface Change {
        /** New content of an entry; null to leave it out. */
        String of(String text);
    }

    private void rewrite(String entryName, Change change) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipFile zip = new ZipFile(file.toFile());
                ZipOutputStream out = new ZipOutputStream(bytes)) {
            for (ZipEntry entry : zip.stream().toList()) {
                byte[] content;
                try (InputStream in = zip.getInputStream(entry)) {
                    content = in.readAllBytes();
                }
                if (entry.getName().equals(entryName)) {
                    String changed = change.of(new String(content, StandardCharsets.UTF_8));
                    if (changed == null) {
                        continue;
                    }
                    content = changed.getBytes(StandardCharsets.UTF_8);
                }
                out.putNextEntry(new ZipEntry(entry.getName()));
                out.write(content);
                out.closeEntry();
            }
        }
        Files.write(file, bytes.toByteArray());
    }
}
