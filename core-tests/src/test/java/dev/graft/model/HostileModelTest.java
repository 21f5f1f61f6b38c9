package dev.graft.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.error.GraftException;
import dev.graft.provenance.Provenance;
import dev.graft.testkit.io.ZipContent;
import dev.graft.testkit.model.TestModels;
import dev.graft.testkit.model.TinyBackbone;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Model files that somebody made to do harm: each is refused, and nothing of it runs. */
class HostileModelTest {
    private static final String JSON = "graft.json";
    private static final String WEIGHTS = "weights.safetensors";
    private static boolean ran;
    private static ZipContent good;

    @TempDir
    Path directory;

    /** Runs when it is deserialised. */
    private static final class Attack implements Serializable {
        private static final long serialVersionUID = 1L;

        private void readObject(ObjectInputStream in) {
            ran = true;
        }
    }

    @BeforeAll
    static void save(@TempDir Path directory) {
        Path file = directory.resolve("model.graft");
        ModelFile.save(
                TestModels.tiny(new TinyBackbone(0.2), 9), new Provenance(Map.of("data", Map.of("source", "x"))), file);
        good = ZipContent.of(file);
    }

    private static byte[] attack() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(new Attack());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return bytes.toByteArray();
    }

    private GraftException refused(byte[] content) throws IOException {
        Path file = directory.resolve("hostile.graft");
        Files.write(file, content);
        ran = false;
        GraftException[] thrown = new GraftException[1];
        assertThatThrownBy(() -> ModelFile.load(file)).isInstanceOfSatisfying(GraftException.class, e -> thrown[0] = e);
        assertThat(ran).as("code of the file ran").isFalse();
        assertThat(thrown[0]).hasMessageContaining("hostile.graft");
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).containsExactly(file);
        }
        return thrown[0];
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "preprocessor.bin",
                "normalizer.bin",
                "updaterState.bin",
                "model.ser",
                "graft.json",
                "weights.safetensors"
            })
    void serialisedObjectsAreNotRead(String name) throws IOException {
        refused((good.without(name)).and(name, attack()).stored());
    }

    /** That it does harm elsewhere: DL4J reads this very entry. */
    @Test
    void theAttackWorksOnDl4j() throws IOException {
        Path file = directory.resolve("dl4j.zip");
        ModelSerializer.writeModel(TestModels.tiny().graph(), file.toFile(), false);
        ZipContent.of(file).and("preprocessor.bin", attack()).write(file);
        ran = false;

        assertThatThrownBy(() -> ModelSerializer.restoreComputationGraph(file.toFile()));
        assertThat(ran).isTrue();

        byte[] bytes = Files.readAllBytes(file);
        Files.delete(file);
        refused(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"../escaped", "/tmp/escaped", "C:\\escaped", "graft.json/../x", "", "x\0y"})
    void otherNamesAreRefusedAndNeverBecomePaths(String name) throws IOException {
        assertThat(refused(good.and(name, new byte[] {1}).stored())).hasMessageContaining("directory of 3 entries");
        // Two entries, one of them not ours.
        assertThat(refused(good.without(WEIGHTS).and(name, new byte[] {1}).stored()))
                .hasMessageContaining("does not belong there");
    }

    @Test
    void anEntryThatIsThereTwiceIsRefused() throws IOException {
        // As long as the other name, so that it can be renamed in place.
        String twin = "h".repeat(JSON.length());
        byte[] bytes = good.without(WEIGHTS).and(twin, good.get(JSON)).stored();
        for (int at = indexOf(bytes, twin, 0); at >= 0; at = indexOf(bytes, twin, at)) {
            System.arraycopy(JSON.getBytes(), 0, bytes, at, JSON.length());
        }

        assertThat(refused(bytes)).hasMessageContaining("is there twice");
    }

    private static int indexOf(byte[] bytes, String text, int from) {
        return new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf(text, from);
    }

    @Test
    void aLinkIsReadAsItsContent() throws IOException {
        byte[] bytes = good.with(JSON, text -> "/etc/passwd").stored();
        int header = indexOf(bytes, "PK\1\2", 0);
        ByteBuffer.wrap(bytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putShort(header + 4, (short) (3 << 8))
                .putInt(header + 38, 0xA1FF << 16);

        assertThat(refused(bytes)).hasMessageContaining("graft.json");
    }

    @Test
    void packedEntriesAreRefusedBeforeTheyExpand() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry(JSON));
            zip.write(good.get(JSON));
            zip.putNextEntry(new ZipEntry(WEIGHTS));
            for (int i = 0; i < 100; i++) {
                zip.write(new byte[1 << 20]);
            }
        }

        assertThat(refused(bytes.toByteArray())).hasMessageContaining("is packed");
    }

    /** Its directory says that it has as many bytes as are there; the stream behind it has more. */
    @Test
    void packedEntriesThatLieAboutTheirSizeDoNotExpandEither() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry(JSON));
            zip.write(good.get(JSON));
            zip.putNextEntry(new ZipEntry(WEIGHTS));
            zip.write(new byte[1 << 24]);
        }
        byte[] bytes = out.toByteArray();
        ByteBuffer directory = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = indexOf(bytes, "PK\1\2", 0); at >= 0; at = indexOf(bytes, "PK\1\2", at + 4)) {
            directory.putInt(at + 24, directory.getInt(at + 20));
        }

        refused(bytes);
    }

    private static UnaryOperator<String> replace(String what, String by) {
        return text -> {
            assertThat(text).contains(what);
            return text.replace(what, by);
        };
    }

    static Stream<Arguments> descriptions() {
        String input = "{\n      \"type\" : \"input\",\n      \"name\" : \"input_layer\"\n    }";
        Map<String, UnaryOperator<String>> changes = new LinkedHashMap<>();
        changes.put("a class as type", replace("\"type\" : \"rescaling\"", "\"type\" : \"java.lang.ProcessBuilder\""));
        changes.put(
                "a class beside", replace("\"type\" : \"rescaling\"", "\"@class\":\"x.Y\", \"type\" : \"rescaling\""));
        changes.put("a type that is not there", replace("\"type\" : \"rescaling\"", "\"type\" : \"recaling\""));
        changes.put("no type", replace("\"type\" : \"rescaling\",", ""));
        changes.put("three names on two outputs", replace("\"stroke\"", "\"stroke\", \"more\""));
        changes.put("one name", replace("\"healthy\", ", ""));
        changes.put("a name twice", replace("\"healthy\"", "\"stroke\""));
        changes.put("an empty name", replace("\"healthy\"", "\" \""));
        changes.put("no name", replace("\"healthy\"", "null"));
        changes.put("a long name", replace("healthy", "x".repeat(2_000)));
        changes.put("a text without an end", replace("healthy", "x".repeat(2_000_000)));
        changes.put(
                "deep nesting", replace("\"source\" : \"x\"", "\"source\" : " + "[".repeat(5_000) + "]".repeat(5_000)));
        changes.put("deep nesting without an end", text -> "{\"format\":2,\"a\":" + "[".repeat(1_000_000));
        changes.put("a key twice", replace("\"format\" : 2", "\"format\" : 2, \"format\" : 2"));
        changes.put("a number without an end", replace("\"seed\" : 9", "\"seed\" : " + "9".repeat(100_000)));
        changes.put("an exponent", replace("\"seed\" : 9", "\"seed\" : 1e1000000000"));
        changes.put("units without an end", replace("\"filters\" : 12", "\"filters\" : 2147483647"));
        changes.put("more units than the file has", replace("\"filters\" : 12", "\"filters\" : 1048576"));
        changes.put("a negative stride", replace("\"stride\" : 2", "\"stride\" : -2"));
        changes.put("a kernel of half", replace("\"stride\" : 2", "\"stride\" : 0.5"));
        changes.put("a number of the padding", replace("\"padding\" : \"VALID\"", "\"padding\" : 1"));
        changes.put(
                "an activation that is not there", replace("\"activation\" : \"SIGMOID\"", "\"activation\" : \"x.Y\""));
        changes.put("no setting", replace("\"epsilon\" : 0.001,", ""));
        changes.put("a setting that is null", replace("\"epsilon\" : 0.001", "\"epsilon\" : null"));
        changes.put("an epsilon that is no number", replace("\"epsilon\" : 0.001", "\"epsilon\" : \"NaN\""));
        changes.put("images without an end", replace("\"height\" : 32", "\"height\" : 2000000000"));
        changes.put("images of no size", replace("\"height\" : 32", "\"height\" : 0"));
        changes.put("images of another kind", replace("\"channels\" : 3", "\"channels\" : 4"));
        changes.put("a circle", replace("\"from\" : \"input_layer\"", "\"from\" : \"top_activation\""));
        changes.put("a layer on itself", replace("\"from\" : \"input_layer\"", "\"from\" : \"rescaling\""));
        changes.put("a name twice in the network", replace("\"name\" : \"stem_bn\"", "\"name\" : \"stem_conv\""));
        changes.put("no name in the network", replace("\"name\" : \"stem_bn\"", "\"name\" : null"));
        changes.put("no input", replace(input + ",", ""));
        changes.put("two inputs", replace(input, input + "," + input.replace("input_layer", "second")));
        changes.put("no head", text -> text.replaceAll("(?s)\"headLayers\" : \\[.*?\\]", "\"headLayers\" : []"));
        changes.put(
                "no output layer",
                text -> text.replaceAll(
                        "(?s)\"headLayers\" : \\[.*?\\]",
                        "\"headLayers\" : [{\"type\":\"global-pooling\",\"name\":\"gap\",\"from\":\"top_activation\",\"statistic\":\"AVERAGE\"}]"));
        changes.put("an output in the middle", replace("\"type\" : \"rescaling\",", "\"type\" : \"softmax-loss\","));
        changes.put("no preprocessing", replace("\"preprocessing\" : \"NONE\"", "\"preprocessing\" : null"));
        changes.put("provenance that is none", text -> text.replaceAll("\"data\" : \\{[^}]*}", "\"data\" : 7"));
        changes.put("provenance that is null", text -> text.replaceAll("\"data\" : \\{[^}]*}", "\"data\" : null"));
        changes.put("a temperature that is none", replace("\"temperature\" : 1.0", "\"temperature\" : -1"));
        changes.put("more behind it", text -> text + "{}");
        return changes.entrySet().stream().map(change -> Arguments.of(change.getKey(), change.getValue()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("descriptions")
    void descriptionsOfWhatIsNoClassifierAreRefused(String name, UnaryOperator<String> change) throws IOException {
        ZipContent hostile = good.with(JSON, change);
        assertThat(hostile.text(JSON)).isNotEqualTo(good.text(JSON));

        refused(hostile.stored());
    }

    static Stream<Arguments> weights() {
        Map<String, UnaryOperator<byte[]>> changes = new LinkedHashMap<>();
        changes.put("a value that is no number", bytes -> lastFloat(bytes, Float.NaN));
        changes.put("an infinite value", bytes -> lastFloat(bytes, Float.NEGATIVE_INFINITY));
        changes.put("a header without an end", bytes -> headerLength(bytes, Long.MAX_VALUE));
        changes.put("a header of negative length", bytes -> headerLength(bytes, -1));
        changes.put("a header longer than the file", bytes -> headerLength(bytes, bytes.length));
        changes.put("a header without a length", bytes -> new byte[3]);
        changes.put("another type", bytes -> text(bytes, "\"F32\"", "\"I32\""));
        changes.put("a wrong type", bytes -> text(bytes, "\"F32\"", "\"X99\""));
        changes.put(
                "offsets that overlap", bytes -> text(bytes, "\"data_offsets\":[12,24]", "\"data_offsets\":[0,12] "));
        changes.put(
                "an offset beyond the end", bytes -> text(bytes, "\"data_offsets\":[0,12]", "\"data_offsets\":[0,92]"));
        changes.put("a shape that does not fit", bytes -> text(bytes, "\"shape\":[8,3,3,3]", "\"shape\":[3,8,3,3]"));
        changes.put("a negative shape", bytes -> text(bytes, "\"shape\":[8,3,3,3]", "\"shape\":[-8,-3,9]"));
        changes.put("a name that is not there", bytes -> text(bytes, "stem_conv/W", "stem_conv/w"));
        changes.put("a name twice", bytes -> text(bytes, "normalization/variance", "normalization/mean\",\"x\":\"y"));
        changes.put("nothing", bytes -> new byte[0]);
        return changes.entrySet().stream().map(change -> Arguments.of(change.getKey(), change.getValue()));
    }

    private static byte[] lastFloat(byte[] bytes, float value) {
        byte[] changed = bytes.clone();
        ByteBuffer.wrap(changed).order(ByteOrder.LITTLE_ENDIAN).putFloat(changed.length - 4, value);
        return changed;
    }

    private static byte[] headerLength(byte[] bytes, long length) {
        byte[] changed = bytes.clone();
        ByteBuffer.wrap(changed).order(ByteOrder.LITTLE_ENDIAN).putLong(0, length);
        return changed;
    }

    private static byte[] text(byte[] bytes, String what, String by) {
        int at = indexOf(bytes, what, 0);
        assertThat(at).as(what).isPositive();
        byte[] changed = bytes.clone();
        System.arraycopy(by.getBytes(), 0, changed, at, by.length());
        return changed;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("weights")
    void weightsThatDoNotFitAreRefused(String name, UnaryOperator<byte[]> change) throws IOException {
        refused(good.with(WEIGHTS, change.apply(good.get(WEIGHTS))).stored());
    }

    @Test
    void theFileThatAllTheseWereMadeOfIsGood() throws IOException {
        Path file = directory.resolve("good.graft");
        good.write(file);

        assertThat(ModelFile.load(file).model().description().classNames()).containsExactly("healthy", "stroke");
    }
}
