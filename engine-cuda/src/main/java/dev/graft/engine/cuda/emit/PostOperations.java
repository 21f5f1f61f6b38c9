package dev.graft.engine.cuda.emit;

import dev.graft.engine.cuda.emit.PlanBuilder.Launch;
import dev.graft.engine.program.PostOperation;
import dev.graft.engine.program.Value;
import java.util.List;
import java.util.Optional;

/** A bias and what follows it, as few launches of the kernel {@code finish}: activation, addend, activation. */
final class PostOperations {
    private PostOperations() {}

    /**
     * Changes a result in place.
     *
     * @param result of a convolution or a sum, of the value's type
     * @param bias per channel
     * @param addends for the additions among the operations, in order
     */
    static void apply(
            Value value,
            Slot result,
            Optional<Slot> bias,
            List<PostOperation> operations,
            List<Slot> addends,
            Emission e) {
        Optional<Slot> pendingBias = bias;
        int next = 0;
        int addend = 0;
        while (pendingBias.isPresent() || next < operations.size()) {
            int first = 0;
            int second = 0;
            Optional<Slot> added = Optional.empty();
            if (next < operations.size() && operations.get(next) instanceof PostOperation.Activate activate) {
                first = Emission.code(activate.function());
                next++;
            }
            if (next < operations.size() && operations.get(next) instanceof PostOperation.Add) {
                added = Optional.of(addends.get(addend++));
                next++;
                if (next < operations.size() && operations.get(next) instanceof PostOperation.Activate activate) {
                    second = Emission.code(activate.function());
                    next++;
                }
            }
            e.plan().launch(finish(result, pendingBias, added, result, value.channels(), first, second));
            pendingBias = Optional.empty();
        }
    }

    static Launch finish(
            Slot x, Optional<Slot> bias, Optional<Slot> addend, Slot y, int channels, int first, int second) {
        return Launch.walking("finish", y.type(), y.count(), channels)
                .read(x)
                .read(bias)
                .read(addend)
                .write(y)
                .with(y.count())
                .with(channels)
                .with(first)
                .with(second);
    }
}
