package dev.graft.feature;

import dev.graft.error.Lookup;
import dev.graft.model.TransferModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Shapes of the feature maps at a cut, without the batch.
 *
 * @param shapes one per vertex: {@code [channels, height, width]} or {@code [features]}
 */
record CutShape(List<long[]> shapes) {
    static CutShape of(TransferModel model, List<String> cut) {
        var input = model.description().inputShape();
        var types = model.graph()
                .getConfiguration()
                .getLayerActivationTypes(
                        true, InputType.convolutional(input.height(), input.width(), input.channels()));
        List<long[]> shapes = new ArrayList<>();
        for (String name : cut) {
            long[] withBatch = Lookup.in(types, name, "shape").getShape(false);
            shapes.add(withBatch);
        }
        return new CutShape(shapes);
    }

    /** Values of one vertex for one image. */
    int floats(int vertex) {
        long product = 1;
        for (long size : shapes.get(vertex)) {
            product *= size;
        }
        return Math.toIntExact(product);
    }

    /** Values of all vertices for one image. */
    int rowFloats() {
        int sum = 0;
        for (int v = 0; v < shapes.size(); v++) {
            sum += floats(v);
        }
        return sum;
    }

    /** Room for the values of some images, one array per vertex. */
    INDArray[] arrays(int images) {
        return shapes.stream()
                .map(shape -> LongStream.concat(LongStream.of(images), LongStream.of(shape))
                        .toArray())
                .map(shape -> Nd4j.createUninitialized(DataType.FLOAT, shape, 'c'))
                .toArray(INDArray[]::new);
    }

    /** The rows of such arrays. */
    NativeRows[] rows(INDArray[] arrays) {
        NativeRows[] rows = new NativeRows[arrays.length];
        Arrays.setAll(rows, v -> new NativeRows(arrays[v], floats(v)));
        return rows;
    }
}
