package dev.graft.engine.program;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A ReLU becomes part of the batch normalization below. */
final class NormalizationFusion implements Merging {
    @Override
    public Optional<Instruction> merge(Instruction first, Value between, Instruction second, MergeContext context) {
        if (!(second.operation() instanceof Forward.Activate activate) || activate.function() != Function.RELU) {
            return Optional.empty();
        }
        Forward fused;
        if (first.operation() instanceof Forward.BatchNormalization norm && !norm.relu()) {
            fused = new Forward.BatchNormalization(norm.epsilon(), norm.scale(), true);
        } else if (first.operation() instanceof Forward.RunningNormalization norm && !norm.relu()) {
            fused = new Forward.RunningNormalization(norm.epsilon(), norm.scale(), true);
        } else {
            return Optional.empty();
        }
        List<Value> outputs = new ArrayList<>(first.outputs());
        outputs.set(0, second.output());
        return Optional.of(Instruction.of(fused, first.inputs(), outputs, first.layer()));
    }
}
