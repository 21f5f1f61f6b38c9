package dev.graft.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.backbone.Backbone;
import dev.graft.backbone.BackboneRegistry;
import dev.graft.engine.EngineOptions;
import dev.graft.engine.InferenceSession;
import dev.graft.engine.dl4j.Dl4jEngine;
import dev.graft.graph.InputShape;
import dev.graft.model.TransferModel;
import dev.graft.weights.BackboneWeights;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Feature maps of images of the smallest, of odd and of oblong size against real Keras: {@code sizes.csv}, written by
 * {@code record.py}. Where a size is odd, Keras pads one side more than the other.
 */
public abstract class KerasSizesTest {
    private static final Path SIZES = Path.of("src/test/resources/keras/sizes.csv");
    private static final Path GOLDEN = Path.of("src/test/resources/golden");

    @TestFactory
    Stream<DynamicTest> theFeatureMapEqualsKeras() {
        return rows().stream()
                .map(row -> DynamicTest.dynamicTest(
                        row.get("model") + " " + row.get("height") + " x " + row.get("width"), () -> compare(row)));
    }

    @Test
    void theSmallestAndOddAndOblongSizesAreAmongThem() {
        for (String model : rows().stream().map(row -> row.get("model")).collect(Collectors.toSet())) {
            int smallest = backbone(model).spec().minimumSize();
            List<CSVRecord> sizes = rows().stream()
                    .filter(row -> row.get("model").equals(model))
                    .toList();
            assertThat(sizes).anyMatch(row -> height(row) == smallest && width(row) == smallest);
            assertThat(sizes).anyMatch(row -> height(row) % 2 == 1 && width(row) % 2 == 1 && height(row) != width(row));
        }
    }

    private static void compare(CSVRecord row) {
        Backbone backbone = backbone(row.get("model"));
        KerasReference reference = KerasReference.read(GOLDEN.resolve(row.get("model")));
        TransferModel model = TransferModel.on(backbone)
                .inputShape(new InputShape(3, height(row), width(row)))
                .classes(List.of("a", "b"))
                .weights(BackboneWeights.of(
                        new FormulaWeights(reference.salt(), reference.gain(), 1, reference.weightShapes())))
                .build();
        INDArray images = new FormulaImages(reference.salt(), 1, height(row), width(row))
                .array(backbone.spec().preprocessing());
        INDArray features;
        try (InferenceSession session =
                new Dl4jEngine(EngineOptions.defaults()).inference(model.graph(), List.of(model.featureLayer()))) {
            features = session.run(images)[0];
        }
        assertThat(channelsLast(features.shape())).isEqualTo(row.get("shape"));
        Check check = new Check(
                row.get("model"),
                KerasComparison.error(
                        KerasComparison.channelsLast(features), KerasReference.Activation.of(row, "first8")),
                KerasComparison.ACTIVATION_TOLERANCE,
                row.get("height") + " x " + row.get("width"));
        System.out.println(check);
        assertThat(check.passed()).as(check.toString()).isTrue();
    }

    private static String channelsLast(long[] shape) {
        return Arrays.stream(new long[] {shape[0], shape[2], shape[3], shape[1]})
                .mapToObj(String::valueOf)
                .collect(Collectors.joining("x"));
    }

    private static List<CSVRecord> rows() {
        return KerasLayersTest.csv(SIZES);
    }

    private static Backbone backbone(String model) {
        return BackboneRegistry.load().get(model.replace('_', '-'));
    }

    private static int height(CSVRecord row) {
        return Integer.parseInt(row.get("height"));
    }

    private static int width(CSVRecord row) {
        return Integer.parseInt(row.get("width"));
    }
}
