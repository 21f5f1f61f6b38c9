package dev.graft.testkit.model;

import dev.graft.model.TransferModel;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A model that many tests share, for it is costly to build, and that each gets as it was built.
 *
 * @param model as the last test left it
 * @param parameters as it was built
 * @param initial the same by name
 */
public record FreshModel(TransferModel model, INDArray parameters, Snapshot initial) {
    public static FreshModel of(TransferModel built) {
        return new FreshModel(built, built.graph().params().dup(), Snapshot.of(built.graph()));
    }

    /** The model as it was built. */
    public TransferModel restored() {
        model.graph().params().assign(parameters);
        return model;
    }
}
