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
        Value x = instruction.inputs().get(0);
        Slot source = e.read(x);
        Slot mean = statistic(instruction.outputs().get(1), 0, e);
        Slot variance = statistic(instruction.outputs().get(2), 1, e);
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
        normalize(instruction, Affine.of(instruction, o.scale(), mean, variance, e), o.epsilon(), o.relu(), e);
    }

    /** A batch's statistic: beside the running one that follows it, if there is one. */
    private static Slot statistic(Value value, int number, Emission e) {
        Optional<Instruction> follower = e.fusions().follower(value);
        follower.ifPresent(update -> e.define(
                value,
                e.at(value, e.places().gradient(e.parameter(update.inputs().get(number))))));
        return follower.isPresent() ? e.read(value) : e.write(value);
    }

    private static void byRunning(Instruction instruction, Forward.RunningNormalization o, Emission e) {
        List<Value> inputs = instruction.inputs();
        int beta = o.scale() ? 2 : 1;
        Slot mean = e.read(inputs.get(beta + 1));
        Slot variance = e.read(inputs.get(beta + 2));
        normalize(instruction, Affine.of(instruction, o.scale(), mean, variance, e), o.epsilon(), o.relu(), e);
    }

    /** What a normalization knows of its channels. */
    private record Affine(Slot mean, Slot variance, Optional<Slot> gamma, Slot beta) {
        static Affine of(Instruction normalization, boolean scale, Slot mean, Slot variance, Emission e) {
            List<Value> inputs = normalization.inputs();
            return new Affine(
                    mean,
                    variance,
                    scale ? Optional.of(e.read(inputs.get(1))) : Optional.empty(),
                    e.read(inputs.get(scale ? 2 : 1)));
        }

        Launch readBy(Launch launch) {
            return launch.read(mean).read(variance).read(gamma).read(beta);
        }
    }

    private static void normalize(Instruction instruction, Affine affine, double epsilon, boolean relu, Emission e) {
        Value x = instruction.inputs().get(0);
        Slot source = e.read(x);
        Optional<Instruction> activation = e.fusions().activation(instruction.output());
        int function = activation
                .map(each -> Emission.code(((Forward.Activate) each.operation()).function()))
                .orElse(relu ? Emission.code(Function.RELU) : 0);
        Slot result = e.write(activation.map(Instruction::output).orElse(instruction.output()));
        e.plan()
                .launch(affine.readBy(Launch.walking("normalize", source.type(), source.count(), x.channels())
                                .read(source))
                        .write(result)
                        .with(source.count())
                        .with(x.channels())
                        .with((float) epsilon)
                        .with(function));
        e.plan().mayOverwrite(source, result);
    }

    /** All running statistics follow in one launch at the end. */
    private static void updateStatistics(Instruction instruction, Forward.UpdateStatistics o, Emission e) {
        List<Value> inputs = instruction.inputs();
        Optional<Value> bias = e.fusions().normalizedBy(inputs.get(2)).flatMap(e.fusions()::bias);
        e.follow(inputs.get(0), o.momentum(), bias);
        e.follow(inputs.get(1), o.momentum(), Optional.empty());
    }

    private static void gradientByBatch(Instruction instruction, Backward.BatchNormalizationGradient o, Emission e) {
        Sums sums = sums(instruction, o.scale(), o.relu(), o.epsilon(), 1, e);
        List<Value> inputs = instruction.inputs();
        Value x = inputs.get(0);
        Slot source = e.read(x);
        Slot gradient = e.read(inputs.get(1));
        Slot result = e.write(instruction.output());
        e.plan()
                .launch(sums.affine
                        .readBy(Launch.walking("normalizationGradient", source.type(), source.count(), x.channels())
                                .read(source)
                                .read(gradient))
                        .read(sums.dgamma)
                        .read(sums.dbeta)
                        .write(result)
                        .with(source.count())
                        .with(x.channels())
                        .with(e.rows(x))
                        .with((float) o.epsilon())
                        .with(sums.function));
        e.plan().mayOverwrite(gradient, result);
    }

    private static void gradientByRunning(
            Instruction instruction, Backward.RunningNormalizationGradient o, Emission e) {
        Sums sums = sums(instruction, o.scale(), o.relu(), o.epsilon(), o.data() ? 1 : 0, e);
        if (!o.data()) {
            return;
        }
        List<Value> inputs = instruction.inputs();
        Slot source = e.read(inputs.get(0));
        Slot gradient = e.read(inputs.get(1));
        Slot result = e.write(instruction.output());
        e.plan()
                .launch(sums.affine
                        .readBy(Launch.walking(
                                        "runningNormalizationGradient",
                                        gradient.type(),
                                        gradient.count(),
                                        inputs.get(0).channels())
                                .read(source)
                                .read(gradient))
                        .write(result)
                        .with(gradient.count())
                        .with(inputs.get(0).channels())
                        .with((float) o.epsilon())
                        .with(sums.function));
        e.plan().mayOverwrite(gradient, result);
    }

    /** Of a normalization's gradient: what the data's gradient needs beside them. */
    private record Sums(Affine affine, int function, Slot dgamma, Slot dbeta) {}

    /** @param first which output is gamma's gradient, or beta's if there is no gamma */
    private static Sums sums(
            Instruction instruction, boolean scale, boolean relu, double epsilon, int first, Emission e) {
        List<Value> inputs = instruction.inputs();
        Value x = inputs.get(0);
        int channels = x.channels();
        Instruction forward = e.fusions().writer(instruction.forward().orElseThrow());
        Affine affine = Affine.of(forward, scale, e.read(inputs.get(2)), e.read(inputs.get(3)), e);
        int function = e.fusions()
                .unactivated(inputs.get(1))
                .map(Emission::code)
                .orElse(relu ? Emission.code(Function.RELU) : 0);
        Slot dgamma =
                scale ? e.write(instruction.outputs().get(first)) : e.temporary("unused", ElementType.F32, channels);
        Slot dbeta = e.write(instruction.outputs().get(scale ? first + 1 : first));
        Slot source = e.read(x);
        Extent3 grid = Emission.reduction(channels, e.rows(x), 1);
        e.plan()
                .launch(affine.readBy(Launch.of("normalizationSums", source.type(), grid, Emission.COLUMN)
                                .read(source)
                                .read(e.read(inputs.get(1))))
                        .write(e.temporary("partial sums", ElementType.F32, 2L * grid.y() * channels))
                        .change(e.plan().counters(grid.x()))
                        .write(dgamma)
                        .write(dbeta)
                        .with(e.rows(x))
                        .with(channels)
                        .with((float) epsilon)
                        .with(function));
        return new Sums(affine, function, dgamma, dbeta);
    }
}
