package dev.graft.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.graft.error.GraftException;
import dev.graft.testkit.model.Snapshot;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.NoOp;

class SeededDropoutTest {
    private static final LayerWorkspaceMgr NO_WORKSPACES = LayerWorkspaceMgr.noWorkspaces();

    /** What ones become: the mask itself. */
    private static float[] mask(SeededDropout dropout, int iteration, long... shape) {
        INDArray ones = Nd4j.ones(shape);
        return Snapshot.floats(
                dropout.applyDropout(ones, Nd4j.createUninitialized(shape), iteration, 0, NO_WORKSPACES));
    }

    @Test
    void theMaskDependsOnSeedAndStepOnly() throws Exception {
        float[] mask = mask(new SeededDropout(0.5, 1, false), 7, 4, 100);

        Nd4j.getRandom().setSeed(99);
        assertThat(mask(new SeededDropout(0.5, 1, false), 7, 4, 100)).isEqualTo(mask);
        assertThat(CompletableFuture.supplyAsync(() -> mask(new SeededDropout(0.5, 1, false), 7, 4, 100))
                        .get())
                .isEqualTo(mask);
        assertThat(mask(new SeededDropout(0.5, 1, false), 8, 4, 100)).isNotEqualTo(mask);
        assertThat(mask(new SeededDropout(0.5, 2, false), 7, 4, 100)).isNotEqualTo(mask);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.1, 0.2, 0.5, 0.9})
    void itDropsTheShareAskedForAndKeepsTheMean(double rate) {
        float[] mask = mask(new SeededDropout(rate, 3, false), 0, 200, 100);
        int dropped = 0;
        double sum = 0;
        for (float value : mask) {
            assertThat(value == 0 || value == (float) (1 / (1 - rate))).isTrue();
            dropped += value == 0 ? 1 : 0;
            sum += value;
        }

        // Five standard deviations of a share over 20,000 draws.
        double tolerance = 5 * Math.sqrt(rate * (1 - rate) / mask.length);
        assertThat((double) dropped / mask.length).isCloseTo(rate, within(tolerance));
        assertThat(sum / mask.length).isCloseTo(1, within(tolerance / (1 - rate)));
    }

    @Test
    void neighbouringStepsAndSeedsAreNotShiftedCopies() {
        float[] one = mask(new SeededDropout(0.5, 1, false), 0, 1, 2000);
        for (SeededDropout other : List.of(new SeededDropout(0.5, 1, false), new SeededDropout(0.5, 2, false))) {
            float[] two = mask(other, 1, 1, 2000);
            for (int shift = -5; shift <= 5; shift++) {
                int equal = 0;
                for (int i = 5; i < 1995; i++) {
                    equal += one[i] == two[i + shift] ? 1 : 0;
                }
                assertThat(equal / 1990.0).as("shift %d", shift).isCloseTo(0.5, within(0.06));
            }
        }
    }

    @Test
    void stochasticDepthDecidesOncePerImage() {
        float[] mask = mask(new SeededDropout(0.3, 5, true), 2, 50, 3, 2, 2);
        Set<Float> seen = new HashSet<>();
        for (int image = 0; image < 50; image++) {
            for (int i = 1; i < 12; i++) {
                assertThat(mask[image * 12 + i]).isEqualTo(mask[image * 12]);
            }
            seen.add(mask[image * 12]);
        }
        assertThat(seen).containsExactlyInAnyOrder(0f, (float) (1 / 0.7));
    }

    @Test
    void theInputIsMultipliedAndLeftAloneUnlessItIsTheResult() {
        SeededDropout dropout = new SeededDropout(0.5, 1, false);
        float[] mask = mask(dropout, 0, 10, 10);
        INDArray input = Nd4j.arange(1, 101)
                .castTo(org.nd4j.linalg.api.buffer.DataType.FLOAT)
                .reshape(10, 10);
        INDArray copy = input.dup();

        INDArray result = dropout.applyDropout(input, Nd4j.create(10, 10), 0, 0, NO_WORKSPACES);

        assertThat(input).isEqualTo(copy);
        for (int i = 0; i < 100; i++) {
            assertThat(Snapshot.floats(result)[i]).isEqualTo((i + 1) * mask[i]);
        }
        assertThat(dropout.applyDropout(copy, copy, 0, 0, NO_WORKSPACES))
                .isSameAs(copy)
                .isEqualTo(result);
    }

    @Test
    void theGradientPassesTheSameMask() {
        SeededDropout dropout = new SeededDropout(0.5, 1, false);
        float[] mask = mask(dropout, 4, 10, 10);

        INDArray gradient = dropout.backprop(Nd4j.ones(10, 10).muli(3), Nd4j.create(10, 10), 4, 0);

        for (int i = 0; i < 100; i++) {
            assertThat(Snapshot.floats(gradient)[i]).isEqualTo(3 * mask[i]);
        }
        assertThatThrownBy(() -> dropout.backprop(Nd4j.ones(10, 10), Nd4j.create(10, 10), 4, 0))
                .as("the mask serves one backward pass")
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void rateZeroChangesNothing() {
        SeededDropout dropout = new SeededDropout(0, 1, false);

        assertThat(mask(dropout, 0, 5, 5)).containsOnly(1);
        assertThat(Snapshot.floats(dropout.backprop(Nd4j.ones(5, 5), Nd4j.create(5, 5), 0, 0)))
                .containsOnly(1);
    }

    /** The counter must advance by itself while a network is trained. */
    @Test
    void everyTrainingStepOfANetworkHasItsOwnMaskAndInferenceHasNone() {
        var builder =
                new NeuralNetConfiguration.Builder().seed(1).updater(new NoOp()).graphBuilder();
        builder.addInputs("in")
                .addLayer("drop", new DropoutLayer(new SeededDropout(0.5, 1, false)), "in")
                .addLayer(
                        "out",
                        new OutputLayer.Builder()
                                .nOut(2)
                                .activation(Activation.SOFTMAX)
                                .build(),
                        "drop")
                .setOutputs("out")
                .setInputTypes(InputType.feedForward(50));
        ComputationGraph graph = new ComputationGraph(builder.build());
        graph.init();
        Set<List<Float>> masks = new HashSet<>();
        graph.setListeners(new BaseTrainingListener() {
            @Override
            public void onForwardPass(
                    org.deeplearning4j.nn.api.Model model, java.util.Map<String, INDArray> activations) {
                List<Float> mask = new java.util.ArrayList<>();
                for (float value : Snapshot.floats(activations.get("drop"))) {
                    mask.add(value);
                }
                masks.add(mask);
            }
        });
        INDArray ones = Nd4j.ones(3, 50);
        for (int step = 0; step < 4; step++) {
            graph.fit(new DataSet(ones, Nd4j.createFromArray(new float[][] {{1, 0}, {0, 1}, {1, 0}})));
        }

        assertThat(masks).hasSize(4);
        assertThat(Snapshot.floats(graph.feedForward(ones, false).get("drop"))).containsOnly(1);
    }

    @Test
    void itSurvivesBeingWrittenAsJson() throws IOException {
        SeededDropout dropout = new SeededDropout(0.25, -5, true);
        var mapper = NeuralNetConfiguration.mapper();

        IDropout read = mapper.readValue(mapper.writeValueAsString(dropout), IDropout.class);

        assertThat(read).isEqualTo(dropout).hasSameHashCodeAs(dropout).isEqualTo(dropout.clone());
        assertThat(read).isNotEqualTo(new SeededDropout(0.25, -5, false));
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 1, Double.NaN})
    void aRateOutOfRangeIsRefused(double rate) {
        assertThatThrownBy(() -> new SeededDropout(rate, 1, false)).isInstanceOf(GraftException.class);
    }
}
