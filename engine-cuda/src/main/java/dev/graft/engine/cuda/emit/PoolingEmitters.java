package dev.graft.engine.cuda.emit;

import dev.graft.engine.compiled.Emitters;
import dev.graft.engine.cuda.emit.PlanBuilder.Launch;
import dev.graft.engine.cuda.plan.Command.Extent3;
import dev.graft.engine.program.Backward;
import dev.graft.engine.program.Forward;
import dev.graft.engine.program.Instruction;
import dev.graft.engine.program.Value;
import dev.graft.engine.program.Window;
import java.util.Optional;

/** Poolings of windows and of whole maps. */
final class PoolingEmitters {
    private PoolingEmitters() {}

    static void addTo(Emitters<Emission> emitters) {
        emitters.add(Forward.MaxPooling.class, (i, o, e) -> pooling("maxPooling", i, o.window(), e));
        emitters.add(Forward.AveragePooling.class, (i, o, e) -> pooling("averagePooling", i, o.window(), e));
        emitters.add(Backward.MaxPoolingGradient.class, (i, o, e) -> maxGradient(i, o.window(), e));
        emitters.add(Backward.AveragePoolingGradient.class, (i, o, e) -> averageGradient(i, o.window(), e));
        emitters.add(Forward.GlobalAveragePooling.class, (i, o, e) -> average(i, e));
        emitters.add(Forward.GlobalMaxPooling.class, (i, o, e) -> max(i, e));
        emitters.add(Backward.GlobalAveragePoolingGradient.class, (i, o, e) -> averageGradient(i, e));
        emitters.add(Backward.GlobalMaxPoolingGradient.class, (i, o, e) -> maxGradient(i, e));
    }

    private static void pooling(String kernel, Instruction instruction, Window window, Emission e) {
        Value x = instruction.inputs().get(0);
        Value y = instruction.output();
        Slot source = e.read(x);
        Slot result = e.write(y);
        e.plan()
                .launch(ConvolutionEmitters.window(
                        Launch.forEach(kernel, source.type(), result.count())
                                .read(source)
                                .write(result)
                                .with(result.count()),
                        x,
                        y,
                        window));
    }

    private static void maxGradient(Instruction instruction, Window window, Emission e) {
        Value dx = instruction.output();
        Value dy = instruction.inputs().get(1);
        Slot x = e.read(instruction.inputs().get(0));
        Slot result = e.write(dx);
        e.plan()
                .launch(ConvolutionEmitters.window(
                        Launch.forEach("maxPoolingGradient", x.type(), result.count())
                                .read(x)
                                .read(e.read(dy, x.type()))
                                .write(result)
                                .with(result.count()),
                        dx,
                        dy,
                        window));
    }

    private static void averageGradient(Instruction instruction, Window window, Emission e) {
        Value dx = instruction.output();
        Value dy = instruction.inputs().get(0);
        Slot result = e.write(dx);
        e.plan()
                .launch(ConvolutionEmitters.window(
                        Launch.forEach("averagePoolingGradient", result.type(), result.count())
                                .read(e.read(dy, result.type()))
                                .write(result)
                                .with(result.count()),
                        dx,
                        dy,
                        window));
    }

    /** A kernel's name, by what lies beside the map: a map of one position, or a vector in single precision. */
    private static String beside(String kernel, Slot map, Slot other) {
        return kernel + (map.type() == other.type() ? "" : "Vector");
    }

    private static void average(Instruction instruction, Emission e) {
        Value x = instruction.inputs().get(0);
        Slot source = e.read(x);
        Slot result = e.write(instruction.output());
        Extent3 grid = new Extent3(Emission.tiles(x.channels()), 1, e.batch());
        e.plan()
                .launch(Launch.of(beside("globalAverage", source, result), source.type(), grid, Emission.COLUMN)
                        .read(source)
                        .write(result)
                        .with(Emission.area(x))
                        .with(x.channels()));
    }

    private static void averageGradient(Instruction instruction, Emission e) {
        Value dx = instruction.output();
        Slot gradient = e.read(instruction.inputs().get(0));
        Optional<Slot> sum = e.sum(dx, e.type(dx));
        Slot result = sum.orElseGet(() -> e.write(dx));
        String kernel = gradient.type() == result.type() ? "globalAverageGradient" : "globalAverageVectorGradient";
        Launch launch = Launch.forEach(kernel, result.type(), result.count()).read(gradient);
        e.plan()
                .launch((sum.isPresent() ? launch.change(result) : launch.write(result))
                        .with(result.count())
                        .with(Emission.area(dx))
                        .with(dx.channels())
                        .with(sum.isPresent() ? 1 : 0));
    }

    private static void max(Instruction instruction, Emission e) {
        Value x = instruction.inputs().get(0);
        Slot source = e.read(x);
        Slot result = e.write(instruction.output());
        e.plan()
                .launch(Launch.forEach(beside("globalMax", source, result), source.type(), result.count())
                        .read(source)
                        .write(result)
                        .with((int) result.count())
                        .with(Emission.area(x))
                        .with(x.channels()));
    }

    private static void maxGradient(Instruction instruction, Emission e) {
        Value x = instruction.inputs().get(0);
        Slot source = e.read(x);
        Slot gradient = e.read(instruction.inputs().get(1));
        String kernel = gradient.type() == source.type() ? "globalMaxGradient" : "globalMaxVectorGradient";
        e.plan()
                .launch(Launch.forEach(kernel, source.type(), gradient.count())
                        .read(source)
                        .read(gradient)
                        .write(e.write(instruction.output()))
                        .with((int) gradient.count())
                        .with(Emission.area(x))
                        .with(x.channels()));
    }
}
