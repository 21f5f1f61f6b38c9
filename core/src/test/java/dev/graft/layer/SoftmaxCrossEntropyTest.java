package dev.graft.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.graft.error.GraftException;
import dev.graft.loss.CrossEntropy;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;

/** Against values and gradients that real Keras computed; the script beside the recorded numbers says how. */
class SoftmaxCrossEntropyTest {
    private static final IActivation SOFTMAX = new ActivationSoftmax();
    private static final double TOLERANCE = 3e-7;

    private final SoftmaxCrossEntropy loss = new SoftmaxCrossEntropy();

    static Stream<Named<JsonNode>> cases() throws IOException {
        try (InputStream stream = SoftmaxCrossEntropyTest.class.getResourceAsStream("loss_reference.json")) {
            List<Named<JsonNode>> cases = new ArrayList<>();
            for (JsonNode node : new ObjectMapper().readTree(stream).get("cases")) {
                cases.add(Named.of(
                        node.get("kind").asText() + " " + node.get("classes") + " classes, smoothing "
                                + node.get("smoothing") + ", weights " + node.get("weights") + ", first logit "
                                + node.get("logits").get(0).get(0),
                        node));
            }
            return cases.stream();
        }
    }

    @Test
    void arraysMayLieColumnByColumnOrWithinOthers() {
        INDArray logits = Nd4j.createFromArray(new float[][] {{1, 2, 4}, {3, -1, 0}});
        INDArray labels = Nd4j.createFromArray(new float[][] {{0, 1, 0}, {0.5f, 0, 0.5f}});
        INDArray around = Nd4j.concat(1, Nd4j.ones(2, 2), labels, Nd4j.ones(2, 1));
        INDArray within = around.get(NDArrayIndex.all(), NDArrayIndex.interval(2, 5));
        double expected = loss.computeScore(labels, logits, SOFTMAX, null, true);
        INDArray gradient = loss.computeGradient(labels, logits, SOFTMAX, null);
        assertThat(loss.computeScore(within, logits.dup('f'), SOFTMAX, null, true))
                .isEqualTo(expected);
        assertThat(loss.computeGradient(within, logits.dup('f'), SOFTMAX, null)).isEqualTo(gradient);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void valueAndGradientEqualKeras(JsonNode reference) {
        boolean sigmoid = reference.get("kind").asText().equals("sigmoid");
        INDArray logits = matrix(reference.get("logits"));
        INDArray both =
                sigmoid ? new TwoClassLogits().preProcess(logits, -1, LayerWorkspaceMgr.noWorkspaces()) : logits;
        List<Integer> classes = new ArrayList<>();
        reference.get("labels").forEach(label -> classes.add(label.asInt()));
        INDArray labels = CrossEntropy.plain()
                .withLabelSmoothing(reference.get("smoothing").asDouble())
                .rows(classes, reference.get("classes").asInt());
        INDArray weights = reference.get("weights").isNull() ? null : column(reference.get("weights"));
        double expected = reference.get("loss").asDouble();

        double value = loss.computeScore(labels, both, SOFTMAX, weights, true);
        INDArray gradient = loss.computeGradient(labels, both, SOFTMAX, weights).divi(classes.size());
        if (sigmoid) {
            gradient = new TwoClassLogits().backprop(gradient, -1, LayerWorkspaceMgr.noWorkspaces());
        }

        assertThat(value).isCloseTo(expected, within(TOLERANCE * Math.max(1, expected)));
        assertThat(gradient.shape()).isEqualTo(logits.shape());
        for (int i = 0; i < logits.rows(); i++) {
            for (int c = 0; c < logits.columns(); c++) {
                assertThat(gradient.getDouble(i, c))
                        .as("gradient [%d, %d]", i, c)
                        .isCloseTo(reference.get("gradient").get(i).get(c).asDouble(), within(TOLERANCE));
            }
        }
        assertThat(loss.computeScoreArray(labels, both, SOFTMAX, weights)
                                .sumNumber()
                                .doubleValue()
                        / classes.size())
                .isCloseTo(value, within(1e-6 * Math.max(1, value)));
    }

    @Test
    void aConfidentlyWrongAnswerCostsWhatItCosts() {
        INDArray labels = Nd4j.createFromArray(new float[][] {{1, 0}});
        INDArray logits = Nd4j.createFromArray(new float[][] {{-1e4f, 1e4f}});

        assertThat(loss.computeScore(labels, logits, SOFTMAX, null, true)).isEqualTo(2e4);
        assertThat(loss.computeGradient(labels, logits, SOFTMAX, null))
                .isEqualTo(Nd4j.createFromArray(new float[][] {{-1, 1}}));
    }

    @Test
    void whatIsLeftOfARightAnswersLossIsNotRoundedAway() {
        INDArray labels = Nd4j.createFromArray(new float[][] {{0, 1}});
        INDArray logits = Nd4j.createFromArray(new float[][] {{0, 40}});

        assertThat(loss.computeScore(labels, logits, SOFTMAX, null, true)).isCloseTo(Math.exp(-40), within(1e-22));
    }

    /** Why weights do not travel in the labels. */
    @Test
    void labelsOfAnySumHaveTheGradientOfTheirLossUnlikeInDl4j() {
        INDArray labels = Nd4j.createFromArray(new float[][] {{0, 3}});
        INDArray logits = Nd4j.createFromArray(new float[][] {{0, 0}});

        assertThat(loss.computeGradient(labels, logits, SOFTMAX, null))
                .isEqualTo(Nd4j.createFromArray(new float[][] {{1.5f, -1.5f}}));
        assertThat(new LossMCXENT().computeGradient(labels, logits.dup(), SOFTMAX, null))
                .isEqualTo(Nd4j.createFromArray(new float[][] {{0.5f, -2.5f}}));
    }

    @Test
    void itSurvivesBeingWrittenAsJson() throws IOException {
        var mapper = NeuralNetConfiguration.mapper();

        assertThat(mapper.readValue(mapper.writeValueAsString(loss), ILossFunction.class))
                .isEqualTo(loss)
                .hasSameHashCodeAs(loss);
    }

    @Test
    void wrongUseIsRefused() {
        INDArray two = Nd4j.zeros(3, 2);

        assertThatThrownBy(() -> loss.computeScore(two, two, new ActivationSigmoid(), null, true))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("softmax");
        assertThatThrownBy(() -> loss.computeScore(Nd4j.zeros(3, 1), two, SOFTMAX, null, true))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("[3, 1]")
                .hasMessageContaining("[3, 2]");
        assertThatThrownBy(() -> loss.computeGradient(two, two, SOFTMAX, Nd4j.ones(2, 1)))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("2 weights for 3 images");
    }

    private static INDArray matrix(JsonNode rows) {
        float[][] values = new float[rows.size()][];
        for (int i = 0; i < values.length; i++) {
            values[i] = new float[rows.get(i).size()];
            for (int c = 0; c < values[i].length; c++) {
                values[i][c] = (float) rows.get(i).get(c).asDouble();
            }
        }
        return Nd4j.createFromArray(values);
    }

    private static INDArray column(JsonNode values) {
        float[] column = new float[values.size()];
        for (int i = 0; i < column.length; i++) {
            column[i] = (float) values.get(i).asDouble();
        }
        return Nd4j.createFromArray(column).reshape(column.length, 1);
    }
}
