package dev.graft.engine.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.graft.engine.cuda.device.Device;
import dev.graft.engine.cuda.plan.DevicePlan;
import dev.graft.engine.cuda.plan.ElementType;
import dev.graft.engine.program.Forward;
import dev.graft.engine.program.Value;
import java.util.Arrays;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * A case's numbers on a device beside the interpreter's. Single precision: 1e-5 of the array's largest value. bfloat16: the exact
 * result rounded, or now and then its neighbour.
 */
final class KernelNumbers {
    private static final double SINGLE = 1e-5;
    /** What sums in single precision leave of a value that is nearly 0, as a share of the array's largest. */
    private static final double NOTHING = 1e-6;
    /** Of an array's values: those where the sum in single precision falls on the other side of a rounding. */
    private static final double NEIGHBOURS = 0.01;

    private KernelNumbers() {}

    /** Asserts that all results of both runs are right. */
    static void check(KernelCase given, Device device, ElementType maps) {
        check(given, device, maps, plan -> plan);
    }

    /** @param mutation of the plan */
    static void check(KernelCase given, Device device, ElementType maps, UnaryOperator<DevicePlan> mutation) {
        if (given.roundsTwice(maps)) {
            return;
        }
        Map<Value, double[]> expected = given.expected(maps);
        KernelCase.Outcome found = given.run(device, maps, mutation);
        for (Value result : given.results()) {
            String name = given + ", " + maps + ", " + result;
            float[] first = found.first().get(result);
            assertThat(found.second().get(result)).as("%s, second run", name).isEqualTo(first);
            compare(name, first, expected.get(result), given.precision(result, maps));
        }
        if (given.operation() instanceof Forward.SoftmaxCrossEntropy) {
            loss(given, maps, found, expected);
        }
    }

    private static void loss(
            KernelCase given, ElementType maps, KernelCase.Outcome found, Map<Value, double[]> expected) {
        double mean = expected.entrySet().stream()
                .filter(entry -> entry.getKey().kind() == Value.Kind.LOSS)
                .flatMapToDouble(entry -> Arrays.stream(entry.getValue()))
                .average()
                .orElseThrow();
        assertThat(found.loss()).as("%s, loss", given).isCloseTo(mean, within(1e-12 * Math.abs(mean)));
        float[] logits = given.given(given.inputs().get(0), maps);
        float[] labels = given.given(given.inputs().get(1), maps);
        int classes = logits.length / given.batch();
        int hits = 0;
        for (int image = 0; image < given.batch(); image++) {
            hits += largest(logits, image * classes, classes) == largest(labels, image * classes, classes) ? 1 : 0;
        }
        assertThat(found.hits()).as("%s, hits", given).isEqualTo(hits);
    }

    private static int largest(float[] values, int from, int count) {
        int first = 0;
        for (int i = 1; i < count; i++) {
            first = values[from + i] > values[from + first] ? i : first;
        }
        return first;
    }

    /** @param precision what found values were rounded to */
    static void compare(String name, float[] found, double[] expected, ElementType precision) {
        assertThat(found).as(name).hasSize(expected.length);
        double largest = Arrays.stream(expected)
                .map(Math::abs)
                .filter(Double::isFinite)
                .max()
                .orElse(0);
        int neighbours = 0;
        for (int i = 0; i < found.length; i++) {
            double right = precision == ElementType.BF16
                    ? KernelCase.rounded(new float[] {(float) expected[i]})[0]
                    : expected[i];
            boolean same = found[i] == right || Double.isNaN(found[i]) && Double.isNaN(right);
            double allowed = precision == ElementType.BF16
                    ? Math.ulp((float) right) * (1 << 16) + NOTHING * largest
                    : SINGLE * largest;
            if (!same && !(Math.abs(found[i] - right) <= allowed)) {
                assertThat((double) found[i]).as("%s[%d]", name, i).isCloseTo(right, within(allowed));
            }
            neighbours += same ? 0 : 1;
        }
        if (precision == ElementType.BF16) {
            assertThat(neighbours)
                    .as("%s: neighbours of %d", name, found.length)
                    .isLessThanOrEqualTo((int) Math.ceil(NEIGHBOURS * found.length));
        }
    }
}
