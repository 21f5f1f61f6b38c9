package dev.graft.engine.program;

import java.util.List;
import java.util.Optional;

/** A global pooling whose vector is only reshaped to a map of one pixel writes that map. */
final class ReshapeFolding implements Merging {
    @Override
    public Optional<Instruction> merge(Instruction first, Value between, Instruction second, MergeContext context) {
        boolean pooling = first.operation() instanceof Forward.GlobalAveragePooling
                || first.operation() instanceof Forward.GlobalMaxPooling;
        boolean toPixel = second.operation() instanceof Forward.Reshape
                && second.output().dimensions().equals(List.of(between.channels(), 1, 1));
        return pooling && toPixel
                ? Optional.of(
                        Instruction.of((Forward) first.operation(), first.inputs(), second.outputs(), first.layer()))
                : Optional.empty();
    }
}
