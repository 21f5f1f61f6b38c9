package dev.graft.weights;

import java.util.Map;

/** The tensors of a file, some of them changed. */
record AdjustedTensors(TensorFile file, WeightsAdjustment adjustment) implements TensorFile {
    AdjustedTensors {
        for (String name : adjustment.tensors()) {
            if (!file.tensors().containsKey(name)) {
                throw new WeightsException("The weights " + file.source() + " lack the tensor '" + name
                        + "', which is to be changed (" + adjustment.describe()
                        + "). Use the published file of this very backbone.");
            }
        }
    }

    @Override
    public Map<String, long[]> tensors() {
        return file.tensors();
    }

    @Override
    public float[] read(String name) {
        float[] values = file.read(name);
        return adjustment.tensors().contains(name) ? adjustment.apply(name, values) : values;
    }

    @Override
    public String nameInFile(String name) {
        return file.nameInFile(name);
    }

    @Override
    public String source() {
        return file.source();
    }

    @Override
    public void close() {
        file.close();
    }
}
