package dev.graft.weights;

import io.jhdf.api.Attribute;
import io.jhdf.api.Dataset;
import io.jhdf.api.dataset.ContiguousDataset;
import io.jhdf.dataset.DatasetBase;
import io.jhdf.filter.PipelineFilterWithData;
import io.jhdf.object.datatype.DataType;
import io.jhdf.object.datatype.FloatingPoint;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Set;

/**
 * A data set of an open HDF5 file: floating-point numbers of 16, 32 or 64 bits, bfloat16 as Keras writes it, integers
 * of 32 or 64 bits; contiguous, compact or in chunks, plain or packed with gzip or LZF, with or without shuffle.
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

    /** Finds damage that {@link #read} would meet. Values of a contiguous data set show none but their absence. */
    void verify() {
        if (dataset instanceof ContiguousDataset contiguous && !dataset.isEmpty()) {
            long end = contiguous.getDataAddress() + dataset.getSizeInBytes();
            if (end < 0 || end > file.size()) {
                throw file.damaged("tensor '" + path() + "' ends at byte " + end + " of " + file.size());
            }
        } else {
            read();
        }
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
        DataType type = dataset.getDataType();
        if (type.getSize() == 2 && isBfloat16(type)) {
            return bfloat16();
        }
        Object flat = dataset.getDataFlat();
        if (flat instanceof float[] floats) {
            return floats;
        }
        if (flat instanceof double[] doubles) {
            float[] values = new float[doubles.length];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) doubles[i];
            }
            return values;
        }
        if (flat instanceof int[] integers) {
            float[] values = new float[integers.length];
            for (int i = 0; i < values.length; i++) {
                values[i] = integers[i];
            }
            return values;
        }
        if (flat instanceof long[] integers) {
            float[] values = new float[integers.length];
            for (int i = 0; i < values.length; i++) {
                values[i] = integers[i];
            }
            return values;
        }
        throw new WeightsException("The weights " + file.source() + " hold tensor '" + path() + "' of the HDF5 type "
                + type.getClass().getSimpleName() + " with " + type.getSize()
                + " bytes; floating-point numbers and integers are understood. Save the weights in float32.");
    }

    /** HDF5 has no such type: Keras writes two opaque bytes and says so beside them. Other writers define the bits. */
    private boolean isBfloat16(DataType type) {
        Attribute written = dataset.getAttribute("dtype");
        return written != null && "bfloat16".equals(written.getData())
                || type instanceof FloatingPoint floating && floating.getExponentSize() == 8;
    }

    private float[] bfloat16() {
        ByteOrder order = dataset.getDataType() instanceof FloatingPoint floating
                ? floating.getByteOrder()
                : ByteOrder.LITTLE_ENDIAN;
        // getDataFlat() would make an object of every opaque element.
        ByteBuffer bytes = ((DatasetBase) dataset).getDataBuffer().order(order);
        float[] values = new float[bytes.remaining() / 2];
        for (int i = 0; i < values.length; i++) {
            values[i] = Float.intBitsToFloat(bytes.getShort() << 16);
        }
        return values;
    }
}
