package dev.graft.augment.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.augment.picture.Picture;
import dev.graft.augment.transform.Transform;
import dev.graft.image.RgbImage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.junit.jupiter.api.DynamicTest;

/** What torchvision and Keras computed; {@code src/test/scripts/record_oracle.py} recorded it. */
public final class Oracle {
    private Oracle() {}

    /** One recorded result: its name, the name of its input, its settings and its values, plane by plane. */
    public record Case(String name, String input, List<String> settings, float[] expected) {
        public double number(int setting) {
            return Double.parseDouble(settings.get(setting));
        }
    }

    /** Tests that a transform does what was recorded under a name, within a number of grey levels. */
    public static List<DynamicTest> tests(String name, double tolerance, Function<Case, Transform> transform) {
        List<Case> cases = read();
        Map<String, RgbImage> inputs = new HashMap<>();
        cases.stream().filter(c -> c.name().equals("input")).forEach(c -> inputs.put(c.input(), image(c)));
        List<DynamicTest> tests = cases.stream()
                .filter(c -> c.name().equals(name))
                .map(c -> DynamicTest.dynamicTest(
                        name + " " + c.input() + " " + c.settings(),
                        () -> compare(c, transform.apply(c), inputs.get(c.input()), tolerance)))
                .toList();
        assertThat(tests).as("cases of " + name).isNotEmpty();
        return tests;
    }

    private static void compare(Case recorded, Transform transform, RgbImage input, double tolerance) {
        Picture picture = new Picture();
        picture.read(input);
        transform.apply(picture, new SplittableRandom(1));
        int area = input.width() * input.height();
        assertThat(recorded.expected().length).isEqualTo(area * picture.channels());
        int compared = 0;
        for (int i = 0; i < recorded.expected().length; i++) {
            float expected = recorded.expected()[i];
            if (!Float.isNaN(expected)) {
                float value = picture.plane(i / area)[i % area];
                assertThat((double) value)
                        .as(
                                "channel %d, column %d, row %d",
                                i / area, i % area % input.width(), i % area / input.width())
                        .isBetween(expected - tolerance, expected + tolerance);
                compared++;
            }
        }
        assertThat(compared).isGreaterThan(area / 3);
    }

    private static RgbImage image(Case recorded) {
        int channels = shape(recorded, 0);
        int height = shape(recorded, 1);
        int width = shape(recorded, 2);
        byte[] pixels = new byte[3 * width * height];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) recorded.expected()[(channels == 1 ? 0 : i % 3) * width * height + i / 3];
        }
        return new RgbImage(width, height, pixels);
    }

    private static int shape(Case recorded, int axis) {
        return Integer.parseInt(recorded.settings().get(axis));
    }

    private static List<Case> read() {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                Oracle.class.getResourceAsStream("/oracle/oracle.txt"), StandardCharsets.US_ASCII))) {
            List<Case> cases = new ArrayList<>();
            reader.readLine(); // versions
            for (String head = reader.readLine(); head != null; head = reader.readLine()) {
                List<String> words = Arrays.asList(head.split(" "));
                String[] values = reader.readLine().split(" ");
                float[] expected = new float[values.length];
                for (int i = 0; i < values.length; i++) {
                    expected[i] = values[i].equals("nan") ? Float.NaN : Float.parseFloat(values[i]);
                }
                cases.add(new Case(words.get(0), words.get(1), words.subList(2, words.size()), expected));
            }
            return cases;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
