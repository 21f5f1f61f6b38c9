package dev.graft.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.graft.testkit.model.TestModels;
import dev.graft.testkit.model.TinyBackbone;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class SwishTest {
    @ParameterizedTest
    @ValueSource(floats = {-1e4f, -100, -3, -1, 0, 1, 3, 29, 31, 43, 45, 90, 1e4f})
    void valueAndGradientEqualTheFormula(float x) {
        INDArray in = Nd4j.createFromArray(new float[][] {{x}});
        double sigmoid = 1 / (1 + Math.exp(-(double) x));

        double value = new Swish().getActivation(in.dup(), true).getDouble(0);
        double gradient = new Swish()
                .backprop(in, Nd4j.createFromArray(new float[][] {{2}}))
                .getFirst()
                .getDouble(0);

        assertThat(value).isCloseTo(x * sigmoid, within(1e-6 * Math.max(1, Math.abs(x))));
        assertThat(gradient).isCloseTo(2 * sigmoid * (1 + x * (1 - sigmoid)), within(1e-5));
        assertThat(in.getFloat(0)).isEqualTo(x);
    }

    @Test
    void networksUseIt() {
        var graph = TestModels.tiny(new TinyBackbone(), 1).graph();
        IActivation alone =
                ((OutOfPlaceActivation) graph.getLayer("stem_activation").conf().getLayer()).getActivationFn();
        IActivation inside =
                ((BaseLayer) graph.getLayer("block_se_reduce").conf().getLayer()).getActivationFn();

        assertThat(alone).isInstanceOf(Swish.class);
        assertThat(inside).isInstanceOf(Swish.class);
    }
}
