package dev.graft.engine.cuda.emit;

import dev.graft.engine.compiled.Emitters;
import dev.graft.engine.cuda.emit.PlanBuilder.Launch;
import dev.graft.engine.cuda.plan.Command.Extent3;
import dev.graft.engine.cuda.plan.ElementType;
import dev.graft.engine.program.Backward;
import dev.graft.engine.program.Forward;
import dev.graft.engine.program.Function;
import dev.graft.engine.program.Instruction;
import dev.graft.engine.program.Value;
import java.util.List;
import java.util.Optional;

/** Batch normalizations, by the batch's statistics or by given ones, their gradients, and the running statistics. */
final class NormalizationEmitters {
    private NormalizationEmitters() {}

    static void addTo(Emitters<Emission> emitters) {
        emitters.add(Forward.BatchNormalization.class, NormalizationEmitters::byBatch);
        emitters.add(Forward.RunningNormalization.class, NormalizationEmitters::byRunning);
        emitters.add(Forward.UpdateStatistics.class, NormalizationEmitters::updateStatistics);
        emitters.add(Backward.BatchNormalizationGradient.class, NormalizationEmitters::gradientByBatch);
        emitters.add(Backward.RunningNormalizationGradient.class, NormalizationEmitters::gradientByRunning);
    }

    private static void byBatch(Instruction instruction, Forward.BatchNormalization o, Emission e) {
        List<Value> inputs = instruction.inputs();
        Value x = inputs.get(0);
        Slot source = e.read(x);
        Slot mean = e.write(instruction.outputs().get(1));
        Slot variance = e.write(instruction.outputs().get(2));
        Extent3 grid = Emission.reduction(x.channels(), e.rows(x), 1);
        e.plan()
                .launch(Launch.of("batchStatistics", source.type(), grid, Emission.COLUMN)
                        .read(source)
                        .write(e.temporary("partial sums", ElementType.F32, 2L * grid.y() * x.channels()))
                        .change(e.plan().counters(grid.x()))
                        .write(mean)
                        .write(variance)
                        .with(e.rows(x))
                        .with(x.channels()));
        Optional<Slot> gamma = o.scale() ? Optional.of(e.read(inputs.get(1))) : Optional.empty();
        normalize(instruction, mean, variance, gamma, e.read(inputs.get(o.scale() ? 2 : 1)), o.epsilon(), o.relu(), e);
    }

    private static void byRunning(Instruction instruction, Forward.RunningNormalization o, Emission e) {
        List<Value> inputs = instruction.inputs();
        int beta = o.scale() ? 2 : 1;
        Optional<Slot> gamma = o.scale() ? Optional.of(e.read(inputs.get(1))) : Optional.empty();
        normalize(
                instruction,
                e.read(inputs.get(beta + 1)),
                e.read(inputs.get(beta + 2)),
                gamma,
                e.read(inputs.get(beta)),
                o.epsilon(),
                o.relu(),
                e);
        e.mayOverwrite(instruction);
    }

    private static void normalize(
            Instruction instruction,
            Slot mean,
            Slot variance,
            Optional<Slot> gamma,
            Slot beta,
            double epsilon,
            boolean relu,
            Emission e) {
        Value x = instruction.inputs().get(0);
        Slot source = e.read(x);
        e.plan()
                .launch(Launch.forVectors("normalize", source.type(), source.count())
                        .read(source)
                        .read(mean)
                        .read(variance)
                        .read(gamma)
                        .read(beta)
                        .write(e.write(instruction.output()))
                        .with(source.count())
                        .with(x.channels())
                        .with((float) epsilon)
                        .with(relu ? Emission.code(Function.RELU) : 0));
    }

    private static void updateStatistics(Instruction instruction, Forward.UpdateStatistics o, Emission e) {
        List<Value> inputs = instruction.inputs();
        for (int i = 0; i < 2; i++) {
            Slot running = e.read(inputs.get(i));
            e.plan()
                    .launch(Launch.forEach("follow", ElementType.F32, running.count())
                            .change(running)
                            .read(e.read(inputs.get(i + 2)))
                            .with((int) running.count())
                            .with((float) o.momentum())
                            .with((float) (1 - o.momentum())));
        }
    }

    private static void gradientByBatch(Instruction instruction, Backward.BatchNormalizationGradient o, Emission e) {
        Sums sums = sums(instruction, o.scale(), o.relu(), o.epsilon(), 1, e);
        List<Value> inputs = instruction.inputs();
        Value x = inputs.get(0);
        Slot source = e.read(x);
        e.plan()
                .launch(Launch.forVectors("normalizationGradient", source.type(), source.count())
                        .read(source)
                        .read(e.read(inputs.get(1)))
                        .read(sums.result)
                        .read(e.read(inputs.get(2)))
                        .read(e.read(inputs.get(3)))
                        .read(sums.gamma)
                        .read(sums.dgamma)
                        .read(sums.dbeta)
                        .write(e.write(instruction.output()))
                        .with(source.count())
                        .with(x.channels())
                        .with(e.rows(x))
                        .with((float) o.epsilon()));
        e.mayOverwrite(instruction);
    }

    private static void gradientByRunning(
            Instruction instruction, Backward.RunningNormalizationGradient o, Emission e) {
        Sums sums = sums(instruction, o.scale(), o.relu(), o.epsilon(), o.data() ? 1 : 0, e);
        if (!o.data()) {
            return;
        }
        List<Value> inputs = instruction.inputs();
        Slot gradient = e.read(inputs.get(1));
        e.plan()
                .launch(Launch.forVectors("runningNormalizationGradient", gradient.type(), gradient.count())
                        .read(gradient)
                        .read(sums.result)
                        .read(e.read(inputs.get(3)))
                        .read(sums.gamma)
                        .write(e.write(instruction.output()))
                        .with(gradient.count())
                        .with(inputs.get(0).channels())
                        .with((float) o.epsilon()));
        e.mayOverwrite(instruction);
    }

    /** Of a normalization's gradient: what the data's gradient needs beside them. */
    private record Sums(Optional<Slot> gamma, Optional<Slot> result, Slot dgamma, Slot dbeta) {}

    /** @param first which output is gamma's gradient, or beta's if there is no gamma */
    private static Sums sums(
            Instruction instruction, boolean scale, boolean relu, double epsilon, int first, Emission e) {
        List<Value> inputs = instruction.inputs();
        Value x = inputs.get(0);
        int channels = x.channels();
        Optional<Slot> gamma = scale ? Optional.of(e.read(inputs.get(4))) : Optional.empty();
        Optional<Slot> result = relu ? Optional.of(e.read(inputs.get(scale ? 5 : 4))) : Optional.empty();
        Slot dgamma =
                scale ? e.write(instruction.outputs().get(first)) : e.temporary("unused", ElementType.F32, channels);
        Slot dbeta = e.write(instruction.outputs().get(scale ? first + 1 : first));
        Slot source = e.read(x);
        Extent3 grid = Emission.reduction(channels, e.rows(x), 1);
        e.plan()
                .launch(Launch.of("normalizationSums", source.type(), grid, Emission.COLUMN)
                        .read(source)
                        .read(e.read(inputs.get(1)))
                        .read(result)
                        .read(e.read(inputs.get(2)))
                        .read(e.read(inputs.get(3)))
                        .write(e.temporary("partial sums", ElementType.F32, 2L * grid.y() * channels))
                        .change(e.plan().counters(grid.x()))
                        .write(dgamma)
                        .write(dbeta)
                        .with(e.rows(x))
                        .with(channels)
                        .with((float) epsilon));
        return new Sums(gamma, result, dgamma, dbeta);
    }
}
