package dev.graft.engine.compiled;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class PlainArraysTest {
    private static INDArray counted() {
        return Nd4j.createFromArray(new float[][] {{0, 1, 2}, {3, 4, 5}});
    }

    /** Two rows of three values, 0 to 5, in other places, orders and precisions. */
    static Stream<INDArray> others() {
        INDArray wide = Nd4j.zeros(DataType.FLOAT, 2, 4);
        INDArray part = wide.get(NDArrayIndex.all(), NDArrayIndex.interval(1, 4));
        part.assign(counted());
        return Stream.of(
                counted().castTo(DataType.DOUBLE),
                counted().castTo(DataType.DOUBLE).dup('f'),
                counted().castTo(DataType.BFLOAT16),
                counted().dup('f'),
                part);
    }

    @Test
    void whatLiesPlainIsTakenAsItIs() {
        INDArray array = counted();

        assertThat(PlainArrays.plain(array)).isSameAs(array);
    }

    @ParameterizedTest
    @MethodSource("others")
    void allElseIsCopiedRowByRowInSinglePrecision(INDArray array) {
        INDArray plain = PlainArrays.plain(array);

        assertThat(plain).isNotSameAs(array);
        assertThat(plain.dataType()).isEqualTo(DataType.FLOAT);
        assertThat(plain.shape()).containsExactly(2, 3);
        assertThat(plain.ordering()).isEqualTo('c');
        assertThat(plain.isView()).isFalse();
        assertThat(plain.data().asFloat()).containsExactly(0, 1, 2, 3, 4, 5);
    }

    @Test
    void copiesAreFreedAndNothingElse() {
        INDArray[] arrays = {counted(), counted().castTo(DataType.DOUBLE)};
        INDArray[] plain = PlainArrays.plain(arrays);

        PlainArrays.release(plain, arrays);

        assertThat(plain[0]).isSameAs(arrays[0]);
        assertThat(plain[1].wasClosed()).isTrue();
        assertThat(arrays).noneMatch(INDArray::wasClosed);
    }

    @Test
    void plansAreMadeForABatchAndDimensions() {
        INDArray[] inputs = {Nd4j.zeros(2, 3, 5, 4), Nd4j.zeros(2, 7)};

        Shapes shapes = Shapes.of(inputs);

        assertThat(shapes).isEqualTo(new Shapes(2, List.of(List.of(3, 5, 4), List.of(7)), Optional.empty()));
        assertThat(shapes.by(List.of("map", "vector")))
                .containsExactly(Map.entry("map", List.of(3, 5, 4)), Map.entry("vector", List.of(7)));
    }
}
