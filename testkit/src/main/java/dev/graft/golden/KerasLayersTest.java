package dev.graft.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.backbone.Backbone;
import dev.graft.backbone.BackboneRegistry;
import dev.graft.backbone.BackboneSpec;
import dev.graft.testkit.model.Wiring;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every layer of every backbone of a module against the lists that {@code record.py} wrote from real Keras, in the folder
 * {@code src/test/resources/keras} of the module. Nothing is allocated, so the largest networks are compared in full.
 */
public abstract class KerasLayersTest {
    private static final Path FOLDER = Path.of("src/test/resources/keras");

    /** The module's backbones: those that the registry finds in this test's package. */
    private List<Backbone> backbones() {
        return BackboneRegistry.load().all().stream()
                .filter(backbone ->
                        backbone.getClass().getPackage().equals(getClass().getPackage()))
                .toList();
    }

    @Test
    void kerasKnowsEveryBackboneOfTheModule() {
        assertThat(backbones())
                .isNotEmpty()
                .extracting(backbone -> file(backbone.spec()))
                .containsExactlyInAnyOrderElementsOf(csv(FOLDER.resolve("totals.csv")).stream()
                        .map(row -> row.get("model"))
                        .toList());
    }

    @Test
    void specificationsCountLayersAndParametersAsKerasDoes() {
        for (CSVRecord row : csv(FOLDER.resolve("totals.csv"))) {
            BackboneSpec spec = backbones().stream()
                    .map(Backbone::spec)
                    .filter(s -> file(s).equals(row.get("model")))
                    .findFirst()
                    .orElseThrow();
            assertThat(spec.layers()).as(spec.id()).isEqualTo(Integer.parseInt(row.get("layers")));
            assertThat(spec.parameters()).as(spec.id()).isEqualTo(Long.parseLong(row.get("params")));
        }
    }

    @TestFactory
    Stream<DynamicTest> everyLayerEqualsKeras() {
        return forEach(backbone -> {
            List<CSVRecord> rows = list(backbone.spec());
            Check check = LayerList.compare(
                    rows.stream().map(KerasReference.Layer::of).toList(), backbone);
            assertThat(check.passed()).as(check.toString()).isTrue();
            int size = backbone.spec().defaultSize();
            assertThat(rows.get(0).get("output_shape")).isEqualTo("?x" + size + "x" + size + "x3");
        });
    }

    @TestFactory
    Stream<DynamicTest> everyLayerTakesItsInputFromWhereKerasDoes() {
        return forEach(backbone -> {
            Wiring wiring = Wiring.of(backbone);
            for (CSVRecord row : list(backbone.spec())) {
                assertThat(String.join(" ", wiring.inputs(row.get("name"))))
                        .as(row.get("name"))
                        .isEqualTo(row.get("inputs"));
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> everyKernelIsDrawnAsKerasDrawsIt() {
        return forEach(backbone -> {
            Wiring wiring = Wiring.of(backbone);
            for (CSVRecord row : list(backbone.spec())) {
                assertThat(wiring.initializer(row.get("name")))
                        .as(row.get("name"))
                        .isEqualTo(row.get("initializer"));
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> everyLayerDropsAsManySamplesAsKeras() {
        return forEach(backbone -> {
            Wiring wiring = Wiring.of(backbone);
            for (CSVRecord row : list(backbone.spec())) {
                String rate = row.get("rate");
                assertThat(wiring.dropRate(row.get("name")))
                        .as(row.get("name"))
                        .isEqualTo(rate.isEmpty() ? 0 : Double.parseDouble(rate));
            }
        });
    }

    private Stream<DynamicTest> forEach(Consumer<Backbone> test) {
        return backbones().stream()
                .map(backbone -> DynamicTest.dynamicTest(backbone.spec().id(), () -> test.accept(backbone)));
    }

    private static String file(BackboneSpec spec) {
        return spec.id().replace('-', '_');
    }

    private static List<CSVRecord> list(BackboneSpec spec) {
        return csv(FOLDER.resolve(file(spec) + ".csv.gz"));
    }

    static List<CSVRecord> csv(Path file) {
        CSVFormat format = CSVFormat.DEFAULT
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .get();
        try (var bytes = Files.newInputStream(file);
                Reader reader = new InputStreamReader(
                        file.toString().endsWith(".gz") ? new GZIPInputStream(bytes) : bytes, StandardCharsets.UTF_8)) {
            return format.parse(reader).getRecords();
        } catch (IOException e) {
            throw new AssertionError("The reference " + file + " cannot be read", e);
        }
    }
}
