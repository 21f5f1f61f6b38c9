package dev.graft.graph;

import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Frees the native memory of networks. Left alone it is freed when the garbage collector finds the network, which a heap
 * that is hardly used may put off until the machine's memory is spent.
 */
public final class NetworkMemory {
    private NetworkMemory() {}

    /**
     * Frees parameters and gradients; the network is of no use afterwards. Does nothing the second time.
     *
     * @param network shares its vector of parameters with no other
     */
    public static void release(ComputationGraph network) {
        release(network.getFlattenedGradients());
        release(network.params());
    }

    /** Not by {@link INDArray#close()}: DL4J keeps a reshaped vector, which ND4J takes for a view and does not close. */
    private static void release(INDArray vector) {
        if (vector == null || vector.isEmpty()) {
            return;
        }
        DataBuffer original = vector.data().originalDataBuffer();
        DataBuffer memory = original == null ? vector.data() : original;
        if (!memory.wasClosed() && memory.closeable()) {
            memory.close();
        }
    }
}
