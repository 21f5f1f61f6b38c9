package dev.graft.backbone.inception;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.head.DenseHead;
import dev.graft.layer.KerasBatchNormalization;
import dev.graft.model.TransferModel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The gradient of the whole network, every layer learning, equals the difference quotient of its loss, in double
 * precision. It takes the place of what {@link InceptionV3GoldenTest} cannot compare in single precision.
 */
class InceptionV3GradientTest {
    private static final int SIZE = 75;
    private static final int BATCH = 4;
    private static final double STEP = 1e-8;
    private static final double TOLERANCE = 1e-4;

    /** Each parameter array moves along its gradient so far that it alone changes the loss by the step. */
    @Test
    void gradientEqualsDifferenceQuotient() {
        ComputationGraph graph = TransferModel.on(new InceptionV3())
                .size(SIZE)
                .classes(List.of("a", "b"))
                .head(DenseHead.averagePooling().withHidden(16))
                .build()
                .graph()
                .convertDataType(DataType.DOUBLE);
        Nd4j.getRandom().setSeed(1);
        MultiDataSet batch = new MultiDataSet(
                Nd4j.randn(DataType.DOUBLE, BATCH, 3, SIZE, SIZE),
                Nd4j.createFromArray(new double[][] {{1, 0}, {0, 1}, {1, 0}, {0, 1}}));
        graph.setInputs(batch.getFeatures());
        graph.setLabels(batch.getLabels());
        Map<String, INDArray> directions = directions(graph);
        double up = loss(graph, batch, directions, STEP);
        double down = loss(graph, batch, directions, -STEP);
        double found = (up - down) / (2 * STEP * directions.size());
        System.out.printf("gradient: error %.2e of 1 (allowed %.0e)%n", Math.abs(found - 1), TOLERANCE);
        // 94 convolutions, 94 betas, kernel and bias of two dense layers.
        assertThat(directions).hasSize(94 + 94 + 4);
        assertThat(Math.abs(found - 1)).isLessThan(TOLERANCE);
    }

    private static Map<String, INDArray> directions(ComputationGraph graph) {
        graph.computeGradientAndScore();
        Map<String, INDArray> directions = new LinkedHashMap<>();
        graph.gradient().gradientForVariable().forEach((name, sumOverBatch) -> {
            if (isGamma(graph, name)) {
                assertThat(sumOverBatch.amaxNumber().doubleValue()).as(name).isZero();
            } else if (!name.endsWith("_mean") && !name.endsWith("_var")) {
                INDArray gradient = sumOverBatch.div(BATCH);
                double norm = gradient.norm2Number().doubleValue();
                directions.put(name, gradient.div(norm * norm));
            }
        });
        return directions;
    }

    private static boolean isGamma(ComputationGraph graph, String name) {
        String layer = name.substring(0, name.lastIndexOf('_'));
        return name.endsWith("_gamma") && graph.getLayer(layer).conf().getLayer() instanceof KerasBatchNormalization;
    }

    /** As in a training step: batch norms follow the batch. */
    private static double loss(
            ComputationGraph graph, MultiDataSet batch, Map<String, INDArray> directions, double step) {
        directions.forEach((name, direction) -> graph.getParam(name).addi(direction.mul(step)));
        double loss = graph.score(batch, true);
        directions.forEach((name, direction) -> graph.getParam(name).subi(direction.mul(step)));
        return loss;
    }
}
