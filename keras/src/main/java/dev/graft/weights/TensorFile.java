package dev.graft.weights;

import java.util.Map;

/**
 * Named tensors in a file, in whatever layout the file's writer used. Not thread-safe; close it to release the file.
 */
public interface TensorFile extends AutoCloseable {
    /** Name to shape, in the file's order. A scalar has an empty shape. */
    Map<String, long[]> tensors();

    /**
     * The values of one tensor, row-major, converted to single precision.
     *
     * @throws dev.graft.error.GraftException if there is no such tensor or the file is damaged
     */
    float[] read(String name);

    /** What the file itself calls a tensor, for messages; it differs where names had to be matched. */
    default String nameInFile(String name) {
        return name;
    }

    /** Where it came from, for messages. */
    String source();

    @Override
    void close();
}
