package dev.graft.engine.cuda.emit;

import dev.graft.engine.cuda.plan.Buffer;
import dev.graft.engine.cuda.plan.ElementType;
import dev.graft.engine.program.Parameter;

/** Places of an inference: nothing moves. */
public record FixedPlaces(Constants constants, StepCells cells) implements ParameterPlaces {
    @Override
    public boolean moves(Parameter parameter) {
        return false;
    }

    @Override
    public Buffer constant(Parameter parameter, ElementType type, KernelOrder order) {
        return constants.get(parameter, type, order);
    }

    @Override
    public Buffer current(Parameter parameter) {
        throw nothingLearns();
    }

    @Override
    public Buffer narrowed(Parameter parameter) {
        throw nothingLearns();
    }

    @Override
    public Buffer gradient(Parameter parameter) {
        throw nothingLearns();
    }

    @Override
    public Buffer narrowedGradient(Parameter parameter) {
        throw nothingLearns();
    }

    @Override
    public Buffer parameters() {
        throw nothingLearns();
    }

    @Override
    public Buffer gradients() {
        throw nothingLearns();
    }

    private static IllegalStateException nothingLearns() {
        return new IllegalStateException("Nothing learns in an inference");
    }

    @Override
    public Buffer step() {
        return cells.step();
    }
}
