package dev.graft.weights;

import dev.graft.error.Lookup;
import dev.graft.io.AtomicFile;
import dev.graft.weights.LayerVariables.Variable;
import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.WritableGroup;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * Writes the weights of layers in Keras's layout, for Keras and for this library's own readers. Single precision, little
 * endian; a file appears whole or not at all.
 */
public final class KerasWeightsFile {
    private final List<LayerVariables> layers;
    private final Map<String, float[]> values;
    private final Map<String, String> metadata;

    /**
     * @param graph a network whose vertices carry Keras's layer names
     * @param layers the layers to write, in Keras's order; those without weights are passed over
     * @param metadata what else to write down; readers need none of it
     * @throws WeightsException if a layer has weights that Keras has no layout for
     */
    public KerasWeightsFile(ComputationGraph graph, List<String> layers, Map<String, String> metadata) {
        this.layers = LayerVariables.of(graph, layers);
        this.values = KerasWeights.export(graph, layers);
        this.metadata = Map.copyOf(metadata);
    }

    /**
     * Writes what {@code save_weights} of Keras 3 writes, a {@code .weights.h5} file: a group {@code layers/<class>_<n>/vars}
     * per layer. Metadata become attributes of the file.
     *
     * @param file its name must end in {@code .weights.h5}, or Keras refuses it
     * @throws dev.graft.error.GraftException if it cannot be written
     */
    public void writeHdf5(Path file) {
        if (!file.getFileName().toString().endsWith(".weights.h5")) {
            throw new WeightsException(
                    "Keras loads weights from files that end in .weights.h5 only, found " + file + ". Name it so.");
        }
        AtomicFile.write(file.toAbsolutePath(), out -> {
            // jHDF writes to a path only.
            Path draft = Files.createTempFile("graft-weights-", ".h5");
            try {
                fill(draft);
                Files.copy(draft, out);
            } finally {
                Files.deleteIfExists(draft);
            }
        });
    }

    private void fill(Path draft) {
        try (WritableHdfFile hdf5 = HdfFile.write(draft)) {
            metadata.entrySet().stream()
                    .sorted(Map.Entry.comparingByKey())
                    .forEach(entry -> hdf5.putAttribute(entry.getKey(), entry.getValue()));
            WritableGroup outer = hdf5.putGroup("layers");
            Map<String, Integer> counts = new HashMap<>();
            for (LayerVariables layer : layers) {
                int number = counts.merge(layer.kerasClass(), 1, Integer::sum) - 1;
                WritableGroup variables = outer.putGroup(layer.kerasClass() + (number == 0 ? "" : "_" + number))
                        .putGroup("vars");
                variables.putAttribute("name", layer.layer());
                for (int i = 0; i < layer.variables().size(); i++) {
                    Variable variable = layer.variables().get(i);
                    variables.putDataset(
                            String.valueOf(i),
                            nested(Lookup.in(values, layer.path(variable), "tensor"), variable.shape()));
                }
            }
        }
    }

    /** The array as Java has arrays of several dimensions; a number if it has none. */
    private static Object nested(float[] flat, long[] shape) {
        if (shape.length == 0) {
            return flat[0];
        }
        if (shape.length == 1) {
            return flat;
        }
        int rows = Math.toIntExact(shape[0]);
        int each = flat.length / rows;
        long[] below = Arrays.copyOfRange(shape, 1, shape.length);
        Object first = nested(Arrays.copyOfRange(flat, 0, each), below);
        Object array = Array.newInstance(first.getClass(), rows);
        Array.set(array, 0, first);
        for (int row = 1; row < rows; row++) {
            Array.set(array, row, nested(Arrays.copyOfRange(flat, row * each, (row + 1) * each), below));
        }
        return array;
    }

    /**
     * Writes safetensors with tensors named {@code <keras layer>/<variable>}. Metadata stand in its header.
     *
     * @throws dev.graft.error.GraftException if it cannot be written
     */
    public void writeSafetensors(Path file) {
        AtomicFile.write(file.toAbsolutePath(), this::writeSafetensors);
    }

    private void writeSafetensors(OutputStream out) throws IOException {
        Map<String, long[]> shapes = new LinkedHashMap<>();
        layers.forEach(
                layer -> layer.variables().forEach(variable -> shapes.put(layer.path(variable), variable.shape())));
        SafetensorsHeader.write(out, shapes, metadata);
        for (String name : shapes.keySet()) {
            float[] tensor = Lookup.in(values, name, "tensor");
            ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * tensor.length).order(ByteOrder.LITTLE_ENDIAN);
            bytes.asFloatBuffer().put(tensor);
            out.write(bytes.array());
        }
    }
}
