package dev.graft.weights;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.nd4j.linalg.factory.Nd4j;

class TranspositionTest {
    /** A shape and an order of its axes. */
    record Case(long[] shape, int[] axes) {}

    @Property(tries = 100)
    void doesWhatNd4jDoes(@ForAll("cases") Case c) {
        float[] values = new float[(int) Arrays.stream(c.shape()).reduce(1, (a, b) -> a * b)];
        for (int i = 0; i < values.length; i++) {
            values[i] = i;
        }

        float[] expected = Nd4j.createFromArray(values)
                .reshape('c', c.shape())
                .permute(c.axes())
                .dup('c')
                .data()
                .asFloat();

        assertThat(Transposition.of(values, c.shape(), c.axes())).isEqualTo(expected);
    }

    @Provide
    Arbitrary<Case> cases() {
        return Arbitraries.integers()
                .between(1, 4)
                .flatMap(rank -> Arbitraries.longs()
                        .between(1, 5)
                        .array(long[].class)
                        .ofSize(rank)
                        .flatMap(shape -> Arbitraries.shuffle(
                                        IntStream.range(0, rank).boxed().toList())
                                .map(axes -> new Case(
                                        shape,
                                        axes.stream()
                                                .mapToInt(Integer::intValue)
                                                .toArray()))));
    }
}
