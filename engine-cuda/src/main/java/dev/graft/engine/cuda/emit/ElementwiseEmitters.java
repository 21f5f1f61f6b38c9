package dev.graft.engine.cuda.emit;

import dev.graft.engine.compiled.Emitters;
import dev.graft.engine.cuda.emit.PlanBuilder.Launch;
import dev.graft.engine.cuda.plan.Command.Extent3;
import dev.graft.engine.cuda.plan.ElementType;
import dev.graft.engine.program.Backward;
import dev.graft.engine.program.Forward;
import dev.graft.engine.program.Instruction;
import dev.graft.engine.program.PostOperation;
import dev.graft.engine.program.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Activations, sums, scales, gates and dropout: value by value. */
final class ElementwiseEmitters {
    private ElementwiseEmitters() {}

    static void addTo(Emitters<Emission> emitters) {
        emitters.add(Forward.Activate.class, ElementwiseEmitters::activate);
        emitters.add(Backward.ActivationGradient.class, ElementwiseEmitters::activationGradient);
        emitters.add(Forward.Add.class, (i, o, e) -> sum(i, o.postOperations(), e));
        emitters.add(Backward.Accumulate.class, (i, o, e) -> sum(i, List.of(), e));
        emitters.add(
                Forward.ScaleAndShift.class,
                (i, o, e) -> scale(
                        i,
                        e.read(i.inputs().get(1)),
                        Optional.of(e.read(i.inputs().get(2))),
                        e));
        emitters.add(
                Backward.ScaleAndShiftGradient.class,
                (i, o, e) -> scale(i, e.read(i.inputs().get(1)), Optional.empty(), e));
        emitters.add(Forward.Multiply.class, (i, o, e) -> multiply(i, 0, 1, e));
        emitters.add(Backward.MultiplyMapGradient.class, (i, o, e) -> multiply(i, 1, 0, e));
        emitters.add(Backward.MultiplyGateGradient.class, ElementwiseEmitters::gateGradient);
        emitters.add(Forward.Dropout.class, (i, o, e) -> dropout(i, o.rate(), o.seed(), o.perSample(), e));
        emitters.add(Backward.DropoutGradient.class, (i, o, e) -> dropout(i, o.rate(), o.seed(), o.perSample(), e));
    }

    private static void activate(Instruction instruction, Forward.Activate o, Emission e) {
        if (e.fusions().isDone(instruction)) {
            return;
        }
        Value x = instruction.inputs().get(0);
        Slot source = e.read(x);
        int code = Emission.code(o.function());
        Slot result = e.write(instruction.output());
        e.plan()
                .launch(PostOperations.finish(
                        source, Optional.empty(), Optional.empty(), result, x.channels(), code, 0));
        e.mayOverwrite(instruction);
    }

    private static void activationGradient(Instruction instruction, Backward.ActivationGradient o, Emission e) {
        if (e.fusions().unactivated(instruction.output()).isPresent()) {
            e.define(instruction.output(), e.read(instruction.inputs().get(1)));
            return;
        }
        Value x = instruction.inputs().get(0);
        Slot argument = e.read(x);
        Slot gradient = e.read(instruction.inputs().get(1), argument.type());
        Optional<Value> biasGradient = e.fusions().biasGradient(instruction.output());
        Slot result = e.write(instruction.output());
        Launch launch;
        if (biasGradient.isPresent()) {
            Extent3 grid = Emission.reduction(x.channels(), e.rows(x), 1);
            launch = Launch.of("activateGradientSums", argument.type(), grid, Emission.COLUMN)
                    .read(argument)
                    .read(gradient)
                    .write(result)
                    .write(e.temporary("partial sums", ElementType.F32, (long) grid.y() * x.channels()))
                    .change(e.plan().counters(grid.x()))
                    .write(e.write(biasGradient.get()))
                    .with(e.rows(x))
                    .with(x.channels());
        } else {
            launch = Launch.forVectors("activateGradient", argument.type(), argument.count())
                    .read(argument)
                    .read(gradient)
                    .write(result)
                    .with(argument.count());
        }
        e.plan().launch(launch.with(Emission.code(o.function())));
        e.mayOverwrite(instruction);
    }

    /** Two at a time; what follows the sum goes with the last addition where it can. */
    private static void sum(Instruction instruction, List<PostOperation> postOperations, Emission e) {
        Value y = instruction.output();
        if (instruction.inputs().size() == 2
                && e.read(instruction.inputs().get(0))
                        == e.read(instruction.inputs().get(1))
                && e.fusions().addedTo(instruction.inputs().get(1)).isPresent()) {
            e.replace(y, e.read(instruction.inputs().get(0)));
            return;
        }
        Slot result = e.write(y);
        List<Slot> inputs = new ArrayList<>();
        instruction.inputs().forEach(value -> inputs.add(e.read(value, result.type())));
        int later = (int) postOperations.stream()
                .filter(PostOperation.Add.class::isInstance)
                .count();
        int summed = inputs.size() - later;
        List<PostOperation> operations = new ArrayList<>();
        for (int i = 1; i < summed; i++) {
            operations.add(new PostOperation.Add());
        }
        operations.addAll(postOperations);
        first(y, inputs, operations, result, e);
        e.mayOverwrite(instruction);
        int done = !operations.isEmpty() && operations.size() > 1 && operations.get(1) instanceof PostOperation.Activate
                ? 2
                : 1;
        PostOperations.apply(
                y,
                result,
                Optional.empty(),
                operations.subList(Math.min(done, operations.size()), operations.size()),
                inputs.subList(2, inputs.size()),
                e);
    }

    /** The first two, and an activation that follows at once. */
    private static void first(Value y, List<Slot> inputs, List<PostOperation> operations, Slot result, Emission e) {
        int second = operations.size() > 1 && operations.get(1) instanceof PostOperation.Activate activate
                ? Emission.code(activate.function())
                : 0;
        e.plan()
                .launch(PostOperations.finish(
                        inputs.get(0), Optional.empty(), Optional.of(inputs.get(1)), result, y.channels(), 0, second));
    }

    private static void scale(Instruction instruction, Slot factor, Optional<Slot> shift, Emission e) {
        Value x = instruction.inputs().get(0);
        Slot source = e.read(x);
        e.plan()
                .launch(Launch.walking("scale", source.type(), source.count(), x.channels())
                        .read(source)
                        .read(factor)
                        .read(shift)
                        .write(e.write(instruction.output()))
                        .with(source.count())
                        .with(x.channels()));
        e.mayOverwrite(instruction);
    }

    private static void multiply(Instruction instruction, int map, int gate, Emission e) {
        if (e.isWritten(instruction.output())) {
            return;
        }
        Value x = instruction.inputs().get(map);
        Slot source = e.read(x);
        e.plan()
                .launch(Launch.forVectors("multiplyGate", source.type(), source.count())
                        .read(source)
                        .read(e.read(instruction.inputs().get(gate), source.type()))
                        .write(e.write(instruction.output()))
                        .with(source.count())
                        .with(x.channels())
                        .with(x.elements()));
        e.mayOverwrite(instruction);
    }

    /** And with it that of the map, if anybody wants it. */
    private static void gateGradient(Instruction instruction, Backward.MultiplyGateGradient o, Emission e) {
        Value map = instruction.inputs().get(0);
        Slot source = e.read(map);
        Slot gradient = e.read(instruction.inputs().get(1), source.type());
        Optional<Instruction> ofMap = e.fusions().mapGradient(instruction);
        Extent3 grid = new Extent3(Emission.tiles(map.channels()), 1, e.batch());
        Launch launch = Launch.of("multiplyGateGradient", source.type(), grid, Emission.COLUMN)
                .read(source)
                .read(ofMap.map(other -> e.read(other.inputs().get(0), source.type())))
                .read(gradient)
                .write(e.write(instruction.output()));
        if (ofMap.isPresent()) {
            launch.write(e.write(ofMap.get().output()));
        } else {
            launch.read(Optional.empty());
        }
        e.plan().launch(launch.with(Emission.area(map)).with(map.channels()));
        ofMap.ifPresent(other -> e.plan().mayOverwrite(gradient, e.read(other.output())));
    }

    private static void dropout(Instruction instruction, double rate, long seed, boolean perImage, Emission e) {
        Value x = instruction.inputs().get(0);
        Slot source = e.read(x);
        e.plan()
                .launch(Launch.forEach("dropout", source.type(), source.count())
                        .read(source)
                        .write(e.write(instruction.output()))
                        .read(Slot.at("step", e.places().step()))
                        .with(source.count())
                        .with(Emission.area(x))
                        .with(x.channels())
                        .with(seed)
                        .with(rate)
                        .with((float) (1 / (1 - rate)))
                        .with(perImage ? 1 : 0));
        e.mayOverwrite(instruction);
    }
}
