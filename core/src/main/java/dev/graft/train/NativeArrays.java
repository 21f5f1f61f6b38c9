package dev.graft.train;

import org.nd4j.linalg.api.ndarray.INDArray;

/** Gives native memory back. */
final class NativeArrays {
    private NativeArrays() {}

    /** Native memory that waits for the garbage collector can pile up, as it does not count as heap. */
    static void release(INDArray... arrays) {
        for (INDArray array : arrays) {
            if (array.closeable()) {
                array.close();
            }
        }
    }
}
