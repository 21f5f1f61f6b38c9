package dev.graft.engine.compiled;

import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.shape.Shape;

/** ND4J's arrays as plans take them: single precision, row by row, without gaps. */
public final class PlainArrays {
    private PlainArrays() {}

    /** The array itself where it lies so, otherwise a copy. */
    public static INDArray plain(INDArray array) {
        boolean fits = array.dataType() == DataType.FLOAT
                && !array.isView()
                && array.ordering() == 'c'
                && Shape.hasDefaultStridesForShape(array);
        if (fits) {
            return array;
        }
        if (array.dataType() == DataType.FLOAT) {
            return array.dup('c');
        }
        try (INDArray single = array.castTo(DataType.FLOAT)) {
            return single.dup('c');
        }
    }

    /** All of them. */
    public static INDArray[] plain(INDArray[] arrays) {
        return Arrays.stream(arrays).map(PlainArrays::plain).toArray(INDArray[]::new);
    }

    /**
     * Frees those that are copies.
     *
     * @param plain what {@link #plain(INDArray[])} made of {@code arrays}
     */
    public static void release(INDArray[] plain, INDArray[] arrays) {
        for (int i = 0; i < plain.length; i++) {
            if (plain[i] != arrays[i]) {
                plain[i].close();
            }
        }
    }

    /** Without the batch. */
    public static List<Integer> dimensions(INDArray array) {
        return Arrays.stream(array.shape())
                .skip(1)
                .mapToInt(Math::toIntExact)
                .boxed()
                .toList();
    }
}
