package dev.graft.diagnosis;

import dev.graft.backbone.BackboneRegistry;
import dev.graft.data.ImageDataset;
import dev.graft.data.ImageSample;
import dev.graft.data.Split;
import dev.graft.engine.EngineOptions;
import dev.graft.engine.dl4j.Dl4jEngine;
import dev.graft.feature.FeatureCache;
import dev.graft.freeze.BatchNormMode;
import dev.graft.freeze.FreezePolicy;
import dev.graft.head.DenseHead;
import dev.graft.optimizer.Optimizer;
import dev.graft.result.TrainingResult;
import dev.graft.run.TransferTask;
import dev.graft.testkit.data.TinyPictures;
import dev.graft.testkit.model.TinyBackbone;
import dev.graft.train.Phase;
import dev.graft.weights.BackboneWeights;
import dev.graft.weights.WeightStore;
import dev.graft.weights.WeightStoreOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;

/** Real trainings of a tiny network on tiny pictures, each a second or so. */
final class SmallRuns {
    static final int TRAIN = 40;

    private final ImageDataset images;

    private SmallRuns(ImageDataset images) {
        this.images = images;
    }

    static SmallRuns on(Path folder, int count) {
        return new SmallRuns(TinyPictures.write(folder, count));
    }

    static SmallRuns on(ImageDataset images) {
        return new SmallRuns(images);
    }

    /** The same pictures with labels by their position among all. */
    SmallRuns withLabels(IntUnaryOperator label) {
        List<ImageSample> samples = new ArrayList<>();
        for (int i = 0; i < images.samples().size(); i++) {
            samples.add(images.samples().get(i).withLabel(label.applyAsInt(i)));
        }
        return new SmallRuns(new ImageDataset(
                images.source(), images.classNames(), samples, List.of(), "labelled", images.brightest()));
    }

    ImageDataset images() {
        return images;
    }

    /** Parts with few training images of the first class. */
    Split unbalanced() {
        Split even = TinyPictures.split(images, TRAIN, images.samples().size() - TRAIN);
        List<Integer> train = new ArrayList<>(even.train());
        List<Integer> first = train.stream()
                .filter(i -> images.samples().get(i).label() == 0)
                .skip(6)
                .toList();
        train.removeAll(first);
        return new Split(train, even.validation(), List.of(), 1, List.of(), List.of());
    }

    /** Trains on the first 40 in an even mix, validates on the rest, 8 images an update. */
    TransferTask task() {
        return task(TRAIN);
    }

    /** Trains on another number of images. */
    TransferTask task(int train) {
        Split split = TinyPictures.split(images, train, images.samples().size() - train);
        return new TransferTask(
                        images,
                        new BackboneRegistry(List.of(new TinyBackbone(0))),
                        new Dl4jEngine(new EngineOptions(1)),
                        FeatureCache.off().withMemory(16 << 20),
                        new WeightStore(WeightStoreOptions.defaults().withOffline(true)),
                        1)
                .backbone("tiny")
                .weights(BackboneWeights.random())
                .split(split)
                .batchSize(8)
                .pictures(false)
                .seed(1)
                .head(DenseHead.averagePooling());
    }

    /** Everything learns, batch norms on fixed statistics. */
    static Phase whole(int epochs, Optimizer optimizer) {
        return new Phase(FreezePolicy.allTrainable().withBatchNorm(BatchNormMode.INFERENCE), epochs, optimizer);
    }

    static Phase wholeWithBatchStatistics(int epochs, Optimizer optimizer) {
        return new Phase(FreezePolicy.allTrainable().withBatchNorm(BatchNormMode.KERAS), epochs, optimizer);
    }

    static TrainingResult run(TransferTask task, Phase phase) {
        return task.headPhase(phase).run().result();
    }
}
