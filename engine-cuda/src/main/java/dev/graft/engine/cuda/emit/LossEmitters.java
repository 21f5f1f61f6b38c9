package dev.graft.engine.cuda.emit;

import dev.graft.engine.compiled.Emitters;
import dev.graft.engine.cuda.emit.PlanBuilder.Launch;
import dev.graft.engine.cuda.plan.Command.Extent3;
import dev.graft.engine.cuda.plan.ElementType;
import dev.graft.engine.program.Backward;
import dev.graft.engine.program.Forward;
import dev.graft.engine.program.Instruction;
import dev.graft.engine.program.Value;
import java.util.List;

/** Softmax and its cross-entropy. */
final class LossEmitters {
    private static final Extent3 ONE = new Extent3(1, 1, 1);

    private LossEmitters() {}

    static void addTo(Emitters<Emission> emitters, StepCells cells) {
        emitters.add(Forward.Softmax.class, (i, o, e) -> softmax(i, e));
        emitters.add(Forward.SoftmaxCrossEntropy.class, (i, o, e) -> losses(i, cells, e));
        emitters.add(Backward.LossGradient.class, (i, o, e) -> gradient(i, e));
    }

    private static void softmax(Instruction instruction, Emission e) {
        Value logits = instruction.inputs().get(0);
        e.plan()
                .launch(Launch.forEach("softmax", ElementType.F32, e.batch())
                        .read(e.read(logits, ElementType.F32))
                        .write(e.write(instruction.output()))
                        .with(e.batch())
                        .with(logits.channels()));
        e.mayOverwrite(instruction);
    }

    private static void losses(Instruction instruction, StepCells cells, Emission e) {
        List<Value> inputs = instruction.inputs();
        e.plan()
                .launch(Launch.of("crossEntropy", ElementType.F32, ONE, new Extent3(256, 1, 1))
                        .read(e.read(inputs.get(0)))
                        .read(e.read(inputs.get(1)))
                        .read(e.read(inputs.get(2)))
                        .write(e.write(instruction.output()))
                        .write(Slot.at("loss", cells.loss()))
                        .write(Slot.at("hits", cells.hits()))
                        .with(e.batch())
                        .with(inputs.get(0).channels()));
    }

    private static void gradient(Instruction instruction, Emission e) {
        List<Value> inputs = instruction.inputs();
        e.plan()
                .launch(Launch.forEach("crossEntropyGradient", ElementType.F32, e.batch())
                        .read(e.read(inputs.get(0)))
                        .read(e.read(inputs.get(1)))
                        .read(e.read(inputs.get(2)))
                        .write(e.write(instruction.output()))
                        .with(e.batch())
                        .with(inputs.get(0).channels()));
        e.mayOverwrite(instruction);
    }
}
