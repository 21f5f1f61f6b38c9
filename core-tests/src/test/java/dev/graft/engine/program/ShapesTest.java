package dev.graft.engine.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What operations refuse: a shape that does not fit is told when a program is made, not when it runs. */
class ShapesTest {
    private static final List<Integer> MAP = List.of(3, 6, 5);
    private static final Window WINDOW = new Window(new Extent(3, 2), new Extent(1, 2), Margins.NONE);
    private static final List<PostOperation> ADD = List.of(new PostOperation.Add());

    static Stream<Arguments> fitting() {
        List<Integer> convolved = List.of(4, 4, 2);
        return Stream.of(
                Arguments.of(
                        convolution(false, true, ADD), List.of(MAP, kernel(4, 3), List.of(4), convolved), convolved),
                Arguments.of(convolution(false, false, ADD), List.of(MAP, kernel(4, 3), convolved), convolved),
                Arguments.of(convolution(true, false, List.of()), List.of(MAP, kernel(3, 1)), List.of(3, 4, 2)),
                Arguments.of(
                        new Forward.Dense(true, ADD),
                        List.of(List.of(3), List.of(2, 3), List.of(2), List.of(2)),
                        List.of(2)),
                Arguments.of(new Forward.Dense(false, ADD), List.of(List.of(3), List.of(2, 3), List.of(2)), List.of(2)),
                Arguments.of(new Forward.MaxPooling(WINDOW), List.of(MAP), List.of(3, 4, 2)),
                Arguments.of(new Forward.AveragePooling(WINDOW), List.of(MAP), List.of(3, 4, 2)),
                Arguments.of(new Forward.MaxPooling(WINDOW), List.of(List.of(3, 3, 2)), List.of(3, 1, 1)),
                Arguments.of(new Forward.GlobalAveragePooling(), List.of(MAP), List.of(3)),
                Arguments.of(new Forward.GlobalMaxPooling(), List.of(MAP), List.of(3)),
                Arguments.of(new Forward.Add(List.of()), List.of(MAP, MAP, MAP), MAP),
                Arguments.of(new Forward.Multiply(), List.of(MAP, List.of(3, 1, 1)), MAP),
                Arguments.of(
                        new Forward.Concatenate(), List.of(MAP, List.of(2, 6, 5), List.of(1, 6, 5)), List.of(6, 6, 5)),
                Arguments.of(new Forward.Pad(new Margins(1, 2, 3, 4)), List.of(MAP), List.of(3, 9, 12)),
                Arguments.of(new Forward.Flatten(true), List.of(MAP), List.of(90)),
                Arguments.of(new Forward.TwoClassLogits(), List.of(List.of(1)), List.of(2)),
                Arguments.of(new Forward.SoftmaxCrossEntropy(), List.of(List.of(2), List.of(2), List.of()), List.of()),
                Arguments.of(new Forward.ScaleAndShift(), List.of(MAP, List.of(3), List.of(3)), MAP),
                Arguments.of(new Forward.Activate(Function.RELU), List.of(List.of()), List.of()));
    }

    static Stream<Arguments> unfitting() {
        return Stream.of(
                Arguments.of(
                        "a vector is convolved",
                        convolution(false, false, List.of()),
                        List.of(List.of(3), kernel(4, 3))),
                Arguments.of(
                        "a kernel of three axes", convolution(false, false, List.of()), List.of(MAP, List.of(4, 3, 3))),
                Arguments.of(
                        "a kernel for other channels",
                        convolution(false, false, List.of()),
                        List.of(MAP, kernel(4, 2))),
                Arguments.of(
                        "a depthwise kernel of two channels in",
                        convolution(true, false, List.of()),
                        List.of(MAP, kernel(3, 3))),
                Arguments.of(
                        "a depthwise kernel of other channels",
                        convolution(true, false, List.of()),
                        List.of(MAP, kernel(4, 1))),
                Arguments.of(
                        "a kernel of another size",
                        convolution(false, false, List.of()),
                        List.of(MAP, List.of(4, 3, 2, 3))),
                Arguments.of(
                        "a bias of another length",
                        convolution(false, true, List.of()),
                        List.of(MAP, kernel(4, 3), List.of(3))),
                Arguments.of(
                        "an addend of another shape",
                        convolution(false, false, ADD),
                        List.of(MAP, kernel(4, 3), List.of(4, 4, 3))),
                Arguments.of("no rows are left", new Forward.MaxPooling(WINDOW), List.of(List.of(3, 2, 5))),
                Arguments.of("no columns are left", new Forward.AveragePooling(WINDOW), List.of(List.of(3, 6, 0))),
                Arguments.of("windows over a vector", new Forward.MaxPooling(WINDOW), List.of(List.of(3))),
                Arguments.of(
                        "a dense kernel of a map",
                        new Forward.Dense(false, List.of()),
                        List.of(List.of(3), kernel(2, 3))),
                Arguments.of(
                        "a dense kernel of other units",
                        new Forward.Dense(false, List.of()),
                        List.of(List.of(3), List.of(2, 4))),
                Arguments.of(
                        "a dense bias of another length",
                        new Forward.Dense(true, List.of()),
                        List.of(List.of(3), List.of(2, 3), List.of(3))),
                Arguments.of(
                        "a vector has no mean over positions", new Forward.GlobalAveragePooling(), List.of(List.of(3))),
                Arguments.of(
                        "a vector has no maximum over positions", new Forward.GlobalMaxPooling(), List.of(List.of(3))),
                Arguments.of("a sum of one", new Forward.Add(List.of()), List.of(MAP)),
                Arguments.of("a sum of unlike maps", new Forward.Add(List.of()), List.of(MAP, MAP, List.of(3, 5, 6))),
                Arguments.of("a gate for other channels", new Forward.Multiply(), List.of(MAP, List.of(4, 1, 1))),
                Arguments.of("a gate for a vector", new Forward.Multiply(), List.of(List.of(3), List.of(3, 1, 1))),
                Arguments.of("maps of unlike sides", new Forward.Concatenate(), List.of(MAP, List.of(3, 6, 4))),
                Arguments.of("a padded vector", new Forward.Pad(Margins.NONE), List.of(List.of(3))),
                Arguments.of("two logits of two", new Forward.TwoClassLogits(), List.of(List.of(2))),
                Arguments.of(
                        "labels of other classes",
                        new Forward.SoftmaxCrossEntropy(),
                        List.of(List.of(2), List.of(3), List.of())),
                Arguments.of("the loss of a map", new Forward.SoftmaxCrossEntropy(), List.of(MAP, MAP, List.of())),
                Arguments.of(
                        "a scale for other channels",
                        new Forward.ScaleAndShift(),
                        List.of(MAP, List.of(4), List.of(3))),
                Arguments.of(
                        "a shift for other channels",
                        new Forward.ScaleAndShift(),
                        List.of(MAP, List.of(3), List.of(4))));
    }

    private static Forward convolution(boolean depthwise, boolean bias, List<PostOperation> postOperations) {
        return new Forward.Convolution(WINDOW, depthwise, bias, postOperations);
    }

    private static List<Integer> kernel(int out, int in) {
        return List.of(out, in, 3, 2);
    }

    private static List<Value> values(List<List<Integer>> dimensions) {
        List<Value> values = new ArrayList<>();
        dimensions.forEach(each -> values.add(new Value(values.size(), "x", Value.Kind.ACTIVATION, each)));
        return values;
    }

    @ParameterizedTest
    @MethodSource("fitting")
    void whatFitsGivesItsShape(Forward operation, List<List<Integer>> inputs, List<Integer> result) {
        assertThat(Shapes.of(operation, values(inputs))).isEqualTo(result);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unfitting")
    void whatDoesNotFitIsRefused(String what, Forward operation, List<List<Integer>> inputs) {
        assertThatThrownBy(() -> Shapes.of(operation, values(inputs)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cannot take");
    }

    @Test
    void aLayerIsNamedWhoseInputsDoNotFit() {
        ProgramBuilder builder = new ProgramBuilder();
        Value vector = builder.input("input", Value.Kind.INPUT, List.of(3));

        assertThatThrownBy(() -> builder.emit(new Forward.GlobalMaxPooling(), "y", "pool", vector))
                .isInstanceOf(UnsupportedVertexException.class)
                .hasMessageContainingAll("'pool'", "cannot take");
    }
}
