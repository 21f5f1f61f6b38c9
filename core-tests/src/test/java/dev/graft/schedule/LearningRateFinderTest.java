package dev.graft.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.graft.engine.EngineOptions;
import dev.graft.engine.TrainingSession;
import dev.graft.engine.dl4j.Dl4jEngine;
import dev.graft.error.GraftException;
import dev.graft.freeze.FreezePolicy;
import dev.graft.freeze.ResolvedFreeze;
import dev.graft.model.TransferModel;
import dev.graft.optimizer.Optimizer;
import dev.graft.schedule.LearningRateCurve.Point;
import dev.graft.testkit.model.PlainBackbone;
import dev.graft.testkit.model.TestModels;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

class LearningRateFinderTest {
    private static final LearningRateFinder FINDER = new LearningRateFinder(1e-4, 1e3, 40, 1, 0.5, 4);

    private final INDArray images = TestModels.images(6, 32, 3).divi(127.5).subi(1);
    private final INDArray labels = TestModels.labels(6, 2);

    private Supplier<LearningRateFinder.Batch> batches() {
        return () -> new LearningRateFinder.Batch(new INDArray[] {images}, labels, Optional.empty());
    }

    private TrainingSession session() {
        TransferModel model = TestModels.tiny(new PlainBackbone(), 42);
        ResolvedFreeze freeze = model.resolve(FreezePolicy.allTrainable());
        return new Dl4jEngine(new EngineOptions(1))
                .training(model.graph(), model.frozenPrefix(freeze), freeze, model.headLayers(), Optimizer.sgd(0.01));
    }

    @Test
    void theTestStopsWhereTheLossExplodesAndPutsTheSessionBack() {
        try (TrainingSession session = session()) {
            session.step(new INDArray[] {images}, labels, Optional.empty());
            byte[] before = session.state().toBytes();

            LearningRateCurve curve = FINDER.find(session, batches());

            assertThat(session.state().toBytes()).isEqualTo(before);
            List<Point> points = curve.points();
            assertThat(points).hasSizeBetween(5, 39).extracting(Point::rate).isSorted();
            assertThat(points.get(0).rate()).isEqualTo(1e-4);
            double best = points.stream().mapToDouble(Point::smoothed).min().orElseThrow();
            assertThat(points.get(points.size() - 1).smoothed()).isGreaterThan(best);
            assertThat(curve.steepest().orElseThrow()).isBetween(1e-3, 100.0);
            assertThat(curve.tenthOfMinimum().orElseThrow()).isBetween(1e-3, 100.0);
        }
    }

    @Test
    void theSessionIsPutBackWhenTheBatchesFail() {
        try (TrainingSession session = session()) {
            byte[] before = session.state().toBytes();
            Supplier<LearningRateFinder.Batch> good = batches();
            int[] given = {0};

            assertThatThrownBy(() -> FINDER.find(session, () -> {
                        if (given[0]++ == 3) {
                            throw new GraftException("unreadable");
                        }
                        return good.get();
                    }))
                    .hasMessage("unreadable");

            assertThat(session.state().toBytes()).isEqualTo(before);
        }
    }

    @Test
    void suggestionsAreReadFromTheSmoothedCurve() {
        LearningRateCurve curve = new LearningRateCurve(List.of(
                new Point(1e-4, 1, 1.0),
                new Point(1e-3, 1, 0.99),
                new Point(1e-2, 1, 0.9),
                new Point(1e-1, 1, 0.6),
                new Point(1, 1, 0.55),
                new Point(10, 1, 3)));

        assertThat(curve.steepest()).hasValue(1e-2);
        assertThat(curve.tenthOfMinimum()).hasValue(0.1);
    }

    @Test
    void aLossThatOnlyRisesSuggestsNothing() {
        LearningRateCurve curve =
                new LearningRateCurve(List.of(new Point(1, 1, 1), new Point(2, 2, 2), new Point(3, 3, 3)));

        assertThat(curve.steepest()).isEmpty();
        assertThat(curve.tenthOfMinimum()).isEmpty();
        assertThat(new LearningRateCurve(List.of()).steepest()).isEmpty();
    }

    @Test
    void smoothedLossesAreMeansOfLosses() {
        try (TrainingSession session = session()) {
            List<Point> points = FINDER.find(session, batches()).points();

            assertThat(points.get(0).smoothed()).isEqualTo(points.get(0).loss());
            assertThat(points.get(1).smoothed())
                    .isCloseTo((points.get(0).loss() + 2 * points.get(1).loss()) / 3, within(1e-12));
        }
    }

    @Test
    void settingsThatMeanNothingAreRefused() {
        assertThatThrownBy(() -> new LearningRateFinder(1, 1, 10, 1, 0.5, 4)).isInstanceOf(GraftException.class);
        assertThatThrownBy(() -> new LearningRateFinder(1, 2, 2, 1, 0.5, 4)).isInstanceOf(GraftException.class);
        assertThatThrownBy(() -> new LearningRateFinder(1, 2, 5, 1, 1, 4)).isInstanceOf(GraftException.class);
    }
}
