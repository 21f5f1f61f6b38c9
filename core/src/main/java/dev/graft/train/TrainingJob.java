package dev.graft.train;

import dev.graft.data.ImageDataset;
import dev.graft.data.Split;
import dev.graft.engine.Engine;
import dev.graft.engine.EngineChoice;
import dev.graft.engine.TrainedPart;
import dev.graft.engine.TrainingSession;
import dev.graft.feature.FeatureDemand;
import dev.graft.freeze.FrozenPrefix;
import dev.graft.freeze.ResolvedFreeze;
import dev.graft.model.TransferModel;
import dev.graft.progress.Progress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * All that a training works with.
 *
 * @param computing who does it
 * @param freezes what learns, one per phase
 * @param prefixes what does not, one per phase
 */
record TrainingJob(
        TransferModel model,
        ImageDataset dataset,
        Split split,
        TrainingPlan plan,
        EngineChoice computing,
        TrainingListener listener,
        Progress progress,
        List<ResolvedFreeze> freezes,
        List<FrozenPrefix> prefixes) {
    /** @param engine is asked; another may take its place */
    static TrainingJob of(
            TransferModel model,
            ImageDataset dataset,
            Split split,
            TrainingPlan plan,
            Engine engine,
            TrainingListener listener,
            Progress progress) {
        List<ResolvedFreeze> freezes =
                plan.phases().stream().map(p -> model.resolve(p.freeze())).toList();
        List<FrozenPrefix> prefixes = freezes.stream().map(model::frozenPrefix).toList();
        List<TrainedPart> parts = new ArrayList<>();
        for (int phase = 0; phase < freezes.size(); phase++) {
            parts.add(new TrainedPart(prefixes.get(phase), freezes.get(phase), model.headLayers()));
        }
        EngineChoice computing =
                engine.choose(model.graph(), model.description().inputShape(), parts);
        return new TrainingJob(model, dataset, split, plan, computing, listener, progress, freezes, prefixes);
    }

    /** Computes all of it. */
    Engine engine() {
        return computing.engine();
    }

    /** All images that the training will ask for. */
    FeatureDemand demand() {
        List<Integer> plain = Stream.of(
                        plan.trainMetrics() ? split.train() : List.<Integer>of(), split.validation(), split.test())
                .flatMap(List::stream)
                .toList();
        return new FeatureDemand(plain, split.train(), plan.augmentation());
    }

    int batchesPerEpoch() {
        return (split.train().size() + plan.batchSize() - 1) / plan.batchSize();
    }

    /** Names of the layers that may have learned when so many phases are over or under way: the head's always. */
    List<String> learnedIn(int phases) {
        return Stream.concat(
                        freezes.stream().limit(phases).flatMap(f -> f.unfrozen().stream()), model.headLayers().stream())
                .distinct()
                .sorted()
                .toList();
    }

    /** A session for one phase, from the model's parameters of now. */
    TrainingSession session(int phase) {
        return engine().training(
                        model.graph(),
                        prefixes.get(phase),
                        freezes.get(phase),
                        model.headLayers(),
                        plan.phases().get(phase).rule());
    }

    /** The train part in the order of one epoch. */
    List<Integer> order(int phase, int epoch) {
        List<Integer> order = new ArrayList<>(split.train());
        Collections.shuffle(order, new Random(plan.seed() * 1_000_003 + phase * 10_007L + epoch));
        return order;
    }
}
