package dev.graft.weights;

import io.jhdf.api.Dataset;
import io.jhdf.filter.PipelineFilterWithData;
import io.jhdf.object.datatype.DataType;
import io.jhdf.object.datatype.FloatingPoint;
import java.util.Arrays;
import java.util.Set;
import java.util.function.IntToDoubleFunction;

/**
 * A data set of an open HDF5 file: floating-point numbers of 16, 32 or 64 bits, integers of 32 or 64 bits; contiguous, compact or in chunks, plain or packed with gzip or LZF, with or without shuffle.
 */
final class Hdf5Tensor {
    /**
     * Deflate, shuffle and LZF: what h5py packs with. Not Fletcher's checksum: jHDF 0.13.0 neither checks nor removes it,
     * so that shuffled values come out wrong.
     */
    private static final Set<Integer> FILTERS = Set.of(1, 2, 32000);

    private final Hdf5File file;
    private final Dataset dataset;
    private final long[] shape;

    private Hdf5Tensor(Hdf5File file, Dataset dataset, long[] shape) {
        this.file = file;
        this.dataset = dataset;
        this.shape = shape;
    }

    static Hdf5Tensor of(Hdf5File file, Dataset dataset) {
        return new Hdf5Tensor(file, dataset, file.guard(dataset::getDimensionsAsLong));
    }

    /** Path from the root, without a leading slash. */
    String path() {
        return dataset.getPath().substring(1);
    }

    long[] shape() {
        return shape.clone();
    }

    /** The values, row-major. One array of them exists, and while it is filled the bytes of this tensor. */
    float[] read() {
        for (PipelineFilterWithData filter : file.guard(dataset::getFilters)) {
            if (!FILTERS.contains(filter.getId())) {
                throw new WeightsException("The weights " + file.source() + " hold tensor '" + path()
                        + "' packed with the HDF5 filter '" + filter.getName()
                        + "'; gzip, LZF and shuffle are understood. Save the weights with Keras again.");
            }
        }
        float[] values = file.guard(this::values);
        long expected = Arrays.stream(shape).reduce(1, Math::multiplyExact);
        if (values.length != expected) {
            throw file.damaged(
                    "tensor '" + path() + "' of shape " + Arrays.toString(shape) + " has " + values.length + " values");
        }
        return values;
    }

    private float[] values() {
        if (dataset.isEmpty()) {
            return new float[0];
        }
        // jHDF reads all that has 16 bits as if it were binary16.
        if (dataset.getDataType() instanceof FloatingPoint type && type.getSize() == 2 && type.getExponentSize() != 5) {
            throw notUnderstood();
        }
        Object flat = dataset.getDataFlat();
        if (flat instanceof float[] floats) {
            return floats;
        }
        if (flat instanceof double[] doubles) {
            return converted(doubles.length, i -> doubles[i]);
        }
        if (flat instanceof int[] integers) {
            return converted(integers.length, i -> integers[i]);
        }
        if (flat instanceof long[] integers) {
            return converted(integers.length, i -> integers[i]);
        }
        throw notUnderstood();
    }

    private static float[] converted(int length, IntToDoubleFunction value) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) value.applyAsDouble(i);
        }
        return values;
    }

    private WeightsException notUnderstood() {
        DataType type = dataset.getDataType();
        return new WeightsException("The weights " + file.source() + " hold tensor '" + path() + "' of the HDF5 type "
                + type.getClass().getSimpleName() + " with " + type.getSize()
                + " bytes; floating-point numbers and integers are understood. Save the weights in float32.");
    }
}
