package dev.graft.testkit.program;

import dev.graft.engine.program.Instruction;
import dev.graft.engine.program.Value;
import dev.graft.error.Lookup;
import java.util.Map;

/** An instruction's values in the arrays of one run. Outputs begin as zeros. */
final class Operands {
    final int batch;
    final int step;
    private final Instruction instruction;
    private final Map<Value, double[]> values;

    Operands(Instruction instruction, Map<Value, double[]> values, int batch, int step) {
        this.instruction = instruction;
        this.values = values;
        this.batch = batch;
        this.step = step;
        for (Value output : instruction.outputs()) {
            int images = output.kind().perImage() ? batch : 1;
            values.put(output, new double[Math.toIntExact(images * output.elements())]);
        }
    }

    int inputs() {
        return instruction.inputs().size();
    }

    Value input(int index) {
        return instruction.inputs().get(index);
    }

    Value output(int index) {
        return instruction.outputs().get(index);
    }

    double[] in(int index) {
        return Lookup.in(values, input(index), "numbers");
    }

    double[] out(int index) {
        return Lookup.in(values, output(index), "numbers");
    }

    /** Numbers of a channel of an image: 1 for vectors. */
    static int area(Value value) {
        return value.dimensions().size() == 3 ? value.height() * value.width() : 1;
    }

    /** Index of an element's channel. */
    static int channel(Value value, int index) {
        return index / area(value) % value.channels();
    }
}
