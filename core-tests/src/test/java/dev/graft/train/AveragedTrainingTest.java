package dev.graft.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.graft.data.ImageDataset;
import dev.graft.data.Split;
import dev.graft.engine.EngineOptions;
import dev.graft.engine.dl4j.Dl4jEngine;
import dev.graft.feature.FeatureCache;
import dev.graft.freeze.FreezePolicy;
import dev.graft.head.DenseHead;
import dev.graft.model.TransferModel;
import dev.graft.optimizer.Optimizer;
import dev.graft.optimizer.WeightAveraging;
import dev.graft.progress.Progress;
import dev.graft.testkit.data.TinyPictures;
import dev.graft.testkit.model.TestModels;
import dev.graft.testkit.model.TinyBackbone;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a training keeps that goes by the mean of its epochs, held against the epochs themselves. */
class AveragedTrainingTest {
    private static final int EPOCHS = 4;

    @TempDir
    static Path pictures;

    private static ImageDataset images;
    private static Split judged;
    /** Without a validation part the last epoch is kept. */
    private static Split unjudged;

    @BeforeAll
    static void writePictures() {
        images = TinyPictures.write(pictures, 24);
        judged = TinyPictures.split(images, 12, 6);
        unjudged = new Split(judged.train(), List.of(), List.of(), 0, List.of(), List.of());
    }

    /** Parameters and running statistics that the model held after each epoch, and what came of it. */
    private record Trained(List<double[]> ends, TrainingOutcome outcome) {
        double[] parameters() {
            return ends.get(ends.size() - 1);
        }
    }

    private static Trained train(Split split, WeightAveraging averaging) {
        // Its batch norms follow the batches.
        Phase phase = new Phase(FreezePolicy.allTrainable(), EPOCHS, Optimizer.adam(3e-3)).withAveraging(averaging);
        try (TransferModel model = TestModels.builder(new TinyBackbone(0.2))
                .head(DenseHead.averagePooling().withDropout(0.2))
                .build()) {
            List<double[]> ends = new ArrayList<>();
            TrainingListener listener = new TrainingListener() {
                @Override
                public void epochFinished(int number, EpochRecord epoch, boolean best) {
                    ends.add(model.graph().params().dup().data().asDouble());
                }
            };
            TrainingPlan plan = new TrainingPlan(List.of(phase), 5, 3);
            FeatureCache cache = FeatureCache.off().withMemory(1 << 20);
            TrainingOutcome outcome = new Trainer(new Dl4jEngine(new EngineOptions(2)), cache, 2)
                    .train(model, images, split, plan, listener, Progress.NONE);
            return new Trained(ends, outcome);
        }
    }

    @Test
    void itIsTheMeanOfTheEpochsThatCountRunningStatisticsIncluded() {
        List<double[]> ends = train(unjudged, WeightAveraging.none()).ends();
        double[] swa = train(unjudged, WeightAveraging.of("swa:0.5")).parameters();
        double[] ema = train(unjudged, WeightAveraging.of("ema:0.75")).parameters();

        for (int i = 0; i < swa.length; i++) {
            double mean = (ends.get(2)[i] + ends.get(3)[i]) / 2;
            double moving = ends.get(0)[i];
            for (double[] end : ends.subList(1, EPOCHS)) {
                moving = 0.75 * moving + 0.25 * end[i];
            }
            assertThat(swa[i]).isCloseTo(mean, within(1e-7 * Math.max(1, Math.abs(mean))));
            assertThat(ema[i]).isCloseTo(moving, within(1e-7 * Math.max(1, Math.abs(moving))));
        }
        assertThat(swa).isNotEqualTo(ends.get(3));
    }

    @Test
    void theTrainingItselfIsTheSameAndValidationIsMeasuredWithTheMean() {
        TrainingOutcome plain = train(judged, WeightAveraging.none()).outcome();
        TrainingOutcome averaged = train(judged, WeightAveraging.of("swa:2")).outcome();

        List<EpochRecord> own = plain.history().epochs();
        List<EpochRecord> mean = averaged.history().epochs();
        assertThat(mean)
                .extracting(EpochRecord::trainLoss)
                .isEqualTo(own.stream().map(EpochRecord::trainLoss).toList());
        for (int epoch = 0; epoch < 2; epoch++) {
            assertThat(mean.get(epoch).validationLoss())
                    .isEqualTo(own.get(epoch).validationLoss());
        }
        assertThat(mean.get(2).validationLoss()).isNotEqualTo(own.get(2).validationLoss());
    }

    @Test
    void whatIsKeptIsTheLowestValidationLossOfAllEpochs() {
        TrainingOutcome outcome = train(judged, WeightAveraging.of("ema:0.9")).outcome();

        double lowest = outcome.history().epochs().stream()
                .map(EpochRecord::validationLoss)
                .min(Comparator.naturalOrder())
                .orElseThrow();
        double kept = outcome.validation().stream()
                .mapToDouble(p -> -Math.log(p.probabilities().get(p.actual())))
                .average()
                .orElseThrow();
        assertThat(kept).isCloseTo(lowest, within(1e-6));
    }
}
