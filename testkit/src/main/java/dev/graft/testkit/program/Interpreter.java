package dev.graft.testkit.program;

import dev.graft.engine.program.Backward;
import dev.graft.engine.program.DerivedParameter;
import dev.graft.engine.program.Forward;
import dev.graft.engine.program.Instruction;
import dev.graft.engine.program.Parameter;
import dev.graft.engine.program.Program;
import dev.graft.engine.program.Value;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Runs any program in double precision, one number after another: slow, and as plain as can be. The oracle for passes and
 * for engines' instructions.
 *
 * <p>Arrays are row-major: {@code [batch, ...]} for per-image kinds, the value's own dimensions for others.
 */
public final class Interpreter {
    private final Program program;
    private final Map<Value, double[]> parameters = new HashMap<>();

    private Interpreter(Program program) {
        this.program = program;
    }

    /** With the parameters of a network, as they are now. */
    public static Interpreter of(Program program, ComputationGraph graph) {
        Interpreter interpreter = new Interpreter(program);
        for (Parameter parameter : program.parameters()) {
            double[] values = DerivedParameter.exact(parameter.source(), graph);
            if (values.length != parameter.value().elements()) {
                throw new IllegalStateException(parameter + " has " + values.length + " values");
            }
            interpreter.parameters.put(parameter.value(), values);
        }
        return interpreter;
    }

    /** The parameters in use; running statistics move with every run. */
    public Map<Value, double[]> parameters() {
        return parameters;
    }

    /** An array's values in its logical order. */
    public static double[] doubles(INDArray array) {
        return array.dup('c').data().asDouble();
    }

    /**
     * Runs all instructions.
     *
     * @param step number of the training step, for dropout
     * @param batch number of images
     * @param inputs in the program's order; image weights may be left out
     * @return every value
     */
    public Map<Value, double[]> run(int step, int batch, List<double[]> inputs) {
        Map<Value, double[]> values = new HashMap<>(parameters);
        for (int i = 0; i < program.inputs().size(); i++) {
            Value input = program.inputs().get(i);
            double[] given = i < inputs.size() ? inputs.get(i) : ones(batch);
            if (given.length != batch * input.elements()) {
                throw new IllegalArgumentException(input + " has " + given.length + " values");
            }
            values.put(input, given);
        }
        for (Instruction instruction : program.instructions()) {
            execute(instruction, values, batch, step);
        }
        return values;
    }

    private static double[] ones(int count) {
        double[] ones = new double[count];
        Arrays.fill(ones, 1);
        return ones;
    }

    /** Runs one instruction on the values that are there; adds what it writes. */
    public static void execute(Instruction instruction, Map<Value, double[]> values, int batch, int step) {
        Operands operands = new Operands(instruction, values, batch, step);
        if (instruction.operation() instanceof Forward forward) {
            ForwardInterpreter.run(forward, operands);
        } else {
            BackwardInterpreter.run((Backward) instruction.operation(), operands);
        }
    }
}
