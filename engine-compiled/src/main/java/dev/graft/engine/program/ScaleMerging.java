package dev.graft.engine.program;

import static dev.graft.engine.program.LoweredParameters.plus;
import static dev.graft.engine.program.LoweredParameters.times;

import java.util.List;
import java.util.Optional;

/** One scale and shift after another is one: {@code (x s + t) s' + t' = x (s s') + (t s' + t')}. */
final class ScaleMerging implements Merging {
    @Override
    public Optional<Instruction> merge(Instruction first, Value between, Instruction second, MergeContext context) {
        if (!(first.operation() instanceof Forward.ScaleAndShift)
                || !(second.operation() instanceof Forward.ScaleAndShift)) {
            return Optional.empty();
        }
        List<Integer> channels = first.inputs().get(1).dimensions();
        ParameterSource scale = context.source(second.inputs().get(1));
        Value product = context.constant(
                second.layer() + "/scale", times(context.source(first.inputs().get(1)), scale), channels);
        Value sum = context.constant(
                second.layer() + "/shift",
                plus(
                        times(context.source(first.inputs().get(2)), scale),
                        context.source(second.inputs().get(2))),
                channels);
        return Optional.of(Instruction.of(
                new Forward.ScaleAndShift(),
                List.of(first.inputs().get(0), product, sum),
                second.outputs(),
                second.layer()));
    }
}
