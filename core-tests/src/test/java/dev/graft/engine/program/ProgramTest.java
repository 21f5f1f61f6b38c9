package dev.graft.engine.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What no program may be: engines rely on it. */
class ProgramTest {
    private final Value input = new Value(0, "input", Value.Kind.INPUT, List.of(2));
    private final Value kernel = new Value(1, "kernel", Value.Kind.PARAMETER, List.of(2));
    private final Value result = new Value(4, "result", Value.Kind.ACTIVATION, List.of(2));
    private final Parameter parameter =
            new Parameter(kernel, Parameter.Role.LEARNS, new DerivedParameter.Uniform(1, 2));

    private static Instruction relu(Value from, Value to) {
        return Instruction.of(new Forward.Activate(Function.RELU), List.of(from), List.of(to), "layer");
    }

    private Program program(List<Instruction> instructions, List<Value> outputs, Map<Value, Value> gradients) {
        return new Program(List.of(input), List.of(parameter), instructions, outputs, gradients);
    }

    @Test
    void everyValueIsListedAndTheNextHasAHigherId() {
        Program program = program(List.of(relu(input, result)), List.of(result), Map.of());

        assertThat(program.values()).containsExactly(input, kernel, result);
        assertThat(program.nextId()).isEqualTo(5);
        assertThat(new Program(List.of(), List.of(), List.of(), List.of(), Map.of()).nextId())
                .isZero();
        assertThat(program.withInstructions(List.of(relu(kernel, result))).instructions())
                .containsExactly(relu(kernel, result));
    }

    @Test
    void aValueIsWrittenOnce() {
        List<Instruction> twice = List.of(relu(input, result), relu(kernel, result));

        assertThatThrownBy(() -> program(twice, List.of(result), Map.of())).hasMessageContaining("written twice");
        assertThatThrownBy(() -> program(List.of(relu(input, kernel)), List.of(), Map.of()))
                .hasMessageContaining("written twice");
    }

    @Test
    void nothingIsReadBeforeItIsWritten() {
        Value later = new Value(5, "later", Value.Kind.ACTIVATION, List.of(2));
        Instruction backward = new Instruction(
                new Backward.ReshapeGradient(), List.of(input), List.of(result), "layer", Optional.of(later));

        assertThatThrownBy(() -> program(List.of(relu(later, result)), List.of(result), Map.of()))
                .hasMessageContaining("read before it is written");
        assertThatThrownBy(() -> program(List.of(backward), List.of(result), Map.of()))
                .hasMessageContaining("read before it is written");
        assertThatThrownBy(() -> program(List.of(), List.of(result), Map.of())).hasMessageContaining("by the outputs");
        assertThatThrownBy(() -> program(List.of(), List.of(), Map.of(kernel, result)))
                .hasMessageContaining("by the gradients");
    }

    @Test
    void aGradientHasItsParametersShape() {
        Value other = new Value(5, "other", Value.Kind.PARAMETER_GRADIENT, List.of(3));

        assertThatThrownBy(() -> program(List.of(relu(input, other)), List.of(), Map.of(kernel, other)))
                .hasMessageContaining("is no gradient of");
    }

    @Test
    void aParameterThatNoLossDependsOnCannotLearn() {
        Program forward = program(List.of(relu(input, result)), List.of(result), Map.of());

        assertThatThrownBy(() -> Differentiation.of(forward)).hasMessageContaining("no loss depends on it");
    }

    @Test
    void valuesAreToldApartByTheirIds() {
        Value same = new Value(0, "other name", Value.Kind.ACTIVATION, List.of(3));

        assertThat(input).isEqualTo(same).hasSameHashCodeAs(same).isNotEqualTo(kernel);
        assertThat(input).isNotEqualTo("input").hasToString("%0 input[2]");
    }

    @Test
    void aMapHasThreeDimensionsForEachImage() {
        assertThat(new Value(0, "map", Value.Kind.GRADIENT, List.of(3, 6, 5)).isMap())
                .isTrue();
        assertThat(new Value(0, "vector", Value.Kind.GRADIENT, List.of(3)).isMap())
                .isFalse();
        assertThat(new Value(0, "kernel", Value.Kind.PARAMETER, List.of(3, 6, 5)).isMap())
                .isFalse();
    }
}
