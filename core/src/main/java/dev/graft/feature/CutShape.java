package dev.graft.feature;

import dev.graft.model.TransferModel;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.inputs.InputType;
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
            long[] withBatch = types.get(name).getShape(false);
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
    float[][] values(int images) {
        float[][] values = new float[shapes.size()][];
        for (int v = 0; v < values.length; v++) {
            values[v] = new float[images * floats(v)];
        }
        return values;
    }

    /** Gives values their shapes. */
    INDArray[] arrays(float[][] values, int images) {
        INDArray[] arrays = new INDArray[values.length];
        for (int v = 0; v < values.length; v++) {
            arrays[v] = array(v, values[v], images);
        }
        return arrays;
    }

    /** Gives one vertex's values their shape. */
    private INDArray array(int vertex, float[] values, int batch) {
        long[] shape = shapes.get(vertex);
        long[] withBatch = new long[shape.length + 1];
        withBatch[0] = batch;
        System.arraycopy(shape, 0, withBatch, 1, shape.length);
        return Nd4j.create(values, withBatch, 'c');
    }
}
