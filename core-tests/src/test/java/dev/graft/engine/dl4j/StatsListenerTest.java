package dev.graft.engine.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.graft.engine.EngineOptions;
import dev.graft.engine.TrainingSession;
import dev.graft.freeze.FreezePolicy;
import dev.graft.freeze.ResolvedFreeze;
import dev.graft.model.TransferModel;
import dev.graft.optimizer.Optimizer;
import dev.graft.optimizer.UpdateRule;
import dev.graft.testkit.model.TestModels;
import dev.graft.testkit.model.TinyBackbone;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.core.storage.Persistable;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.deeplearning4j.ui.model.stats.StatsListener;
import org.deeplearning4j.ui.model.stats.api.StatsReport;
import org.deeplearning4j.ui.model.stats.api.StatsType;
import org.deeplearning4j.ui.model.storage.InMemoryStatsStorage;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** DL4J's own listener can be attached, sees what happens, and changes nothing. */
class StatsListenerTest {
    private static final double RATE = 0.01;

    private final TransferModel model = TestModels.builder(new TinyBackbone(0)).build();

    @Test
    void reportsScoresAndUpdates() {
        InMemoryStatsStorage storage = new InMemoryStatsStorage();
        List<Double> plain = train(List.of());
        List<Double> watched = train(List.of(new StatsListener(storage, 1)));

        assertThat(watched).isEqualTo(plain);
        List<StatsReport> reports = reports(storage);
        assertThat(reports).hasSize(watched.size());
        for (int i = 0; i < reports.size(); i++) {
            assertThat(reports.get(i).getScore()).isCloseTo(watched.get(i), within(1e-6));
        }
        // The first step of Adam moves every parameter by the learning rate.
        assertThat(reports.get(0).getMeanMagnitudes(StatsType.Updates).get("head_out_b"))
                .isCloseTo(RATE, within(1e-5));
        assertThat(reports.get(0).getMeanMagnitudes(StatsType.Parameters)).containsKey("head_out_W");
    }

    private List<Double> train(List<TrainingListener> listeners) {
        Dl4jEngine engine = new Dl4jEngine(new EngineOptions(1), listeners);
        ResolvedFreeze freeze = model.resolve(FreezePolicy.allTrainable());
        List<Double> losses = new ArrayList<>();
        try (TrainingSession session = engine.training(
                model.graph(),
                model.frozenPrefix(freeze),
                freeze,
                model.headLayers(),
                UpdateRule.of(Optimizer.adam(RATE)))) {
            var shape = model.description().inputShape();
            INDArray images = Nd4j.linspace(0, 255, 4L * 3 * shape.height() * shape.width())
                    .castTo(DataType.FLOAT)
                    .reshape(4, 3, shape.height(), shape.width());
            INDArray labels = Nd4j.createFromArray(new float[][] {{1, 0}, {0, 1}, {0, 1}, {1, 0}});
            for (int i = 0; i < 3; i++) {
                losses.add(session.step(new INDArray[] {images}, labels).loss());
            }
        }
        return losses;
    }

    private static List<StatsReport> reports(InMemoryStatsStorage storage) {
        List<StatsReport> reports = new ArrayList<>();
        for (String session : storage.listSessionIDs()) {
            for (String type : storage.listTypeIDsForSession(session)) {
                for (String worker : storage.listWorkerIDsForSessionAndType(session, type)) {
                    for (Persistable report : storage.getAllUpdatesAfter(session, type, worker, 0)) {
                        reports.add((StatsReport) report);
                    }
                }
            }
        }
        return reports;
    }
}
