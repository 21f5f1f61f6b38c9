package dev.graft.engine.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.graft.testkit.program.Interpreter;
import dev.graft.testkit.program.SmallNetworks;
import dev.graft.testkit.program.SmallNetworks.Network;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every pass keeps what a program computes; the interpreter works in double precision, so hardly anything is allowed. */
class PassesTest {
    private static final double TOLERANCE = 1e-10;
    private static final int BATCH = 2;

    static Stream<Named<UnaryOperator<Program>>> passes() {
        return Stream.of(
                pass("merged scales", new MergePass(new ScaleMerging())),
                pass("folded scales", new MergePass(new ScaleFolding())),
                pass("folded paddings", PaddingFolding::apply),
                pass("fused normalizations", new MergePass(new NormalizationFusion())),
                pass("fused post-operations", new MergePass(new PostOperationFusion())),
                pass("folded reshapes", new MergePass(new ReshapeFolding())),
                pass("dead code", DeadCode::apply),
                pass("all", Programs::improved));
    }

    private static Named<UnaryOperator<Program>> pass(String name, UnaryOperator<Program> pass) {
        return Named.of(name, pass);
    }

    @ParameterizedTest
    @MethodSource("passes")
    void aPassKeepsOutputs(UnaryOperator<Program> pass) {
        SmallNetworks.networks().forEach(network -> {
            for (List<String> wanted : wanted(network)) {
                Program before = network.inference(wanted);
                Program after = pass.apply(before);

                assertEqual(before.outputs(), run(before, network), after.outputs(), run(after, network));
            }
        });
    }

    /** The ends alone leave passes free; all vertices together forbid most of what they do. */
    private static List<List<String>> wanted(Network network) {
        return List.of(List.of(network.model().featureLayer(), "head_out"), network.vertices());
    }

    @ParameterizedTest
    @MethodSource("passes")
    void aPassKeepsLossesGradientsAndStatistics(UnaryOperator<Program> pass) {
        SmallNetworks.trainings().forEach(training -> {
            Network network = training.network();
            Program forward = network.forward(training.freeze());
            Program before = Differentiation.of(forward);
            Program after = Differentiation.of(pass.apply(forward));
            Interpreter plain = Interpreter.of(before, network.model().graph());
            Interpreter passed = Interpreter.of(after, network.model().graph());

            Map<Value, double[]> expected = plain.run(3, BATCH, inputs(before));
            Map<Value, double[]> found = passed.run(3, BATCH, inputs(after));

            assertEqual(before.outputs(), expected, after.outputs(), found);
            assertEqual(gradients(before), expected, gradients(after), found);
            assertEqual(statistics(before), plain.parameters(), statistics(after), passed.parameters());
        });
    }

    /** Zeros win against nothing that a ReLU leaves, as long as no window sees them alone. */
    @ParameterizedTest
    @CsvSource({
        "RELU, 1, 0, 1, 0, true",
        "RELU6, 1, 1, 2, 2, true",
        "RELU, 2, 0, 0, 0, false",
        "RELU, 0, 2, 0, 0, false",
        "RELU, 0, 0, 3, 0, false",
        "RELU, 0, 0, 0, 3, false",
        "SWISH, 1, 0, 1, 0, false"
    })
    void zerosBelowAMaximumAreFoldedWhereItSeesTheMapToo(
            Function function, int top, int bottom, int left, int right, boolean folded) {
        ProgramBuilder builder = new ProgramBuilder();
        Margins margins = new Margins(top, bottom, left, right);
        Window window = new Window(new Extent(2, 3), new Extent(1, 1), Margins.NONE);
        Value input = builder.input("input", Value.Kind.INPUT, List.of(1, 5, 5));
        Value map = builder.emit(new Forward.Activate(function), "map", "map", input);
        Value padded = builder.emit(new Forward.Pad(margins), "padded", "padded", map);
        Value result = builder.emit(new Forward.MaxPooling(window), "result", "result", padded);
        Program before = builder.build(List.of(result), Map.of());

        Program after = DeadCode.apply(PaddingFolding.apply(before));

        assertThat(after.instructions()).hasSize(folded ? 2 : 3);
        if (folded) {
            assertThat(after.instructions().get(1).operation())
                    .isEqualTo(new Forward.MaxPooling(window.withPadding(margins)));
        }
    }

    static List<Value> gradients(Program program) {
        return List.copyOf(program.gradients().values());
    }

    static List<Value> statistics(Program program) {
        return program.parameters(Parameter.Role.STATISTICS).stream()
                .map(Parameter::value)
                .toList();
    }

    private static Map<Value, double[]> run(Program program, Network network) {
        ComputationGraph graph = network.model().graph();
        return Interpreter.of(program, graph).run(0, BATCH, inputs(program));
    }

    /** Random maps; labels that are shares; image weights that differ. */
    static List<double[]> inputs(Program program) {
        Random random = new Random(8);
        List<double[]> inputs = new ArrayList<>();
        for (Value input : program.inputs()) {
            double[] values = new double[Math.toIntExact(BATCH * input.elements())];
            for (int i = 0; i < values.length; i++) {
                values[i] = input.kind() == Value.Kind.INPUT ? random.nextGaussian() : random.nextDouble();
            }
            inputs.add(values);
        }
        return inputs;
    }

    static void assertEqual(
            List<Value> names, Map<Value, double[]> expected, List<Value> others, Map<Value, double[]> found) {
        assertThat(others).hasSameSizeAs(names);
        for (int n = 0; n < names.size(); n++) {
            double[] before = expected.get(names.get(n));
            double[] after = found.get(others.get(n));
            assertThat(after).as(names.get(n).name()).hasSameSizeAs(before);
            for (int i = 0; i < before.length; i++) {
                assertThat(after[i])
                        .as("%s[%d]", names.get(n).name(), i)
                        .isCloseTo(before[i], within(TOLERANCE * Math.max(1, Math.abs(before[i]))));
            }
        }
    }
}
