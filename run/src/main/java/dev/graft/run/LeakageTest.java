package dev.graft.run;

import dev.graft.data.ImageDataset;
import dev.graft.data.LabelShuffle;
import dev.graft.data.Split;
import dev.graft.metrics.ChanceTest;
import dev.graft.metrics.Evaluation;
import dev.graft.metrics.Metric;
import dev.graft.result.TrainingResult;
import dev.graft.train.TrainingListener;
import java.util.Collections;
import java.util.function.Function;

/**
 * Trains once more with the labels of whole groups exchanged at random. Nothing but the groups themselves can be learnt
 * then, so the accuracy on held-out images must fall to chance; if it does not, images of a group lie on both sides.
 *
 * <p>It can only find leaks of what is known as a group. It measures the test part, of which it learns nothing but
 * shuffled labels, so the part stays sealed; without one it measures the validation part, which chose the epoch and so
 * tends to be a little above chance.
 *
 * @param images what the training learns from
 * @param split its parts
 * @param seed of the exchange
 */
public record LeakageTest(ImageDataset images, Split split, long seed) {
    /**
     * Does it.
     *
     * @param tasks makes the training to be tested for other images; it gets the same split, and neither checkpoints nor
     *     listeners
     */
    public ChanceTest run(Function<ImageDataset, TransferTask> tasks) {
        LabelShuffle.Shuffled shuffled = new LabelShuffle(seed).shuffle(images, split);
        TrainingResult result;
        try (TransferRun run = tasks.apply(shuffled.images())
                .on(split)
                .withoutCheckpoints()
                .listener(TrainingListener.NONE)
                .pictures(false)
                .run()) {
            result = run.result();
        }
        Evaluation found = result.test().orElse(result.validation());
        int mostFrequent = Collections.max(found.confusion().actual());
        return new ChanceTest(
                result.test().isPresent() ? "test" : "validation",
                shuffled.units(),
                found.images(),
                found.accuracy(),
                found.interval(Metric.ACCURACY),
                (double) mostFrequent / found.images());
    }
}
