package dev.graft.run;

import dev.graft.data.ImageDataset;
import dev.graft.data.ImageSample;
import dev.graft.data.Split;
import dev.graft.error.GraftException;
import dev.graft.metrics.Evaluation;
import dev.graft.metrics.SplitComparison;
import dev.graft.result.TrainingResult;
import dev.graft.train.TrainingListener;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Trains once more on a split that is made image by image, without a look at groups and likeness, to show what that would
 * have added to the accuracy. Nothing is chosen by it.
 *
 * <pre>{@code
 * Split imagewise = new Splitter(seed).split(images.withoutTies());
 * SplitComparison comparison = new LeakageComparison(images, imagewise).run(run.result(), graft.transfer(images));
 * }</pre>
 *
 * @param images what the training learns from, with their groups
 * @param imagewise a split of {@link ImageDataset#withoutTies()}
 */
public record LeakageComparison(ImageDataset images, Split imagewise) {
    /** @throws GraftException if no two images are of one group, so that there is nothing to ignore */
    public LeakageComparison {
        List<String> groups = groups(images.samples());
        if (Set.copyOf(groups).size() == groups.size()) {
            throw new GraftException("A leakage comparison ignores the groups on purpose, but "
                    + (groups.isEmpty() ? "no groups are known" : "every image is a group of its own")
                    + ". Say which images belong together with --group-pattern or a manifest with a group column.");
        }
    }

    /**
     * Does it.
     *
     * @param grouped what the training came to on a split that keeps groups together
     * @param task the same training; it gets the other split, and neither checkpoints nor a listener
     */
    public SplitComparison run(TrainingResult grouped, TransferTask task) {
        TrainingResult other;
        try (TransferRun run = task.on(imagewise)
                .withoutCheckpoints()
                .listener(TrainingListener.NONE)
                .pictures(false)
                .run()) {
            other = run.result();
        }
        boolean sealed = grouped.test().isPresent() && other.test().isPresent();
        return SplitComparison.of(
                sealed ? "test" : "validation",
                evaluation(grouped, sealed),
                evaluation(other, sealed),
                recognisable(sealed ? imagewise.test() : imagewise.validation()));
    }

    private static Evaluation evaluation(TrainingResult result, boolean sealed) {
        return sealed ? result.test().orElseThrow() : result.validation();
    }

    private int recognisable(List<Integer> measured) {
        Set<String> learnt = Set.copyOf(groups(samples(imagewise.train())));
        return (int) groups(samples(measured)).stream().filter(learnt::contains).count();
    }

    private List<ImageSample> samples(List<Integer> indices) {
        return indices.stream().map(images.samples()::get).toList();
    }

    private static List<String> groups(List<ImageSample> samples) {
        return samples.stream()
                .map(ImageSample::group)
                .flatMap(Optional::stream)
                .toList();
    }
}
