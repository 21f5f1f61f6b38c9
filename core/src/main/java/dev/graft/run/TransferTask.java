package dev.graft.run;

import dev.graft.GraftException;
import dev.graft.backbone.Backbone;
import dev.graft.backbone.BackboneRegistry;
import dev.graft.backbone.BackboneSpec;
import dev.graft.backbone.WeightsByName;
import dev.graft.data.ImageDataset;
import dev.graft.data.Split;
import dev.graft.data.SplitFractions;
import dev.graft.data.Splitter;
import dev.graft.engine.Engine;
import dev.graft.feature.FeatureCache;
import dev.graft.freeze.BatchNormMode;
import dev.graft.freeze.FreezePolicy;
import dev.graft.head.DenseHead;
import dev.graft.head.Head;
import dev.graft.model.TransferModel;
import dev.graft.optimizer.Optimizer;
import dev.graft.preprocess.Preprocessing;
import dev.graft.progress.Progress;
import dev.graft.train.Phase;
import dev.graft.train.Trainer;
import dev.graft.train.TrainingListener;
import dev.graft.train.TrainingOutcome;
import dev.graft.train.TrainingPlan;
import dev.graft.weights.BackboneWeights;
import dev.graft.weights.WeightStore;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * One transfer learning from images to an explained model: split, train the head on the frozen backbone, then fine-tune
 * the last layers if wanted, evaluate. Every setting has a sensible default; a task runs as often as asked, always with
 * the same result.
 *
 * <p>Not thread-safe.
 */
public final class TransferTask {
    private final ImageDataset images;
    private final BackboneRegistry backbones;
    private final Engine engine;
    private final WeightStore store;
    private final int threads;
    private FeatureCache cache;
    private String backbone = "efficientnet-b0";
    private int size;
    private Function<BackboneSpec, Head> head =
            backbone -> DenseHead.averagePooling().withDropout(0.2);
    private String weightsName = WeightsByName.DEFAULT;
    private BackboneWeights weights;
    private Preprocessing preprocessing;
    private SplitFractions fractions = SplitFractions.defaults();
    private Phase firstPhase = new Phase(FreezePolicy.allFrozen(), 60, Optimizer.adam(1e-3), 10);
    /** Whether the first phase says itself which layers learn. */
    private boolean firstPhaseGiven;

    private Phase fineTuning;
    private int batchSize = 32;
    private long seed = 42;
    private String positiveClass;
    private Progress progress = Progress.NONE;
    private TrainingListener listener = TrainingListener.NONE;

    /**
     * @param images what to learn
     * @param backbones where the backbone is looked up
     * @param engine computes
     * @param cache keeps features of frozen layers
     * @param store where published weights are kept
     * @param threads for decoding
     */
    public TransferTask(
            ImageDataset images,
            BackboneRegistry backbones,
            Engine engine,
            FeatureCache cache,
            WeightStore store,
            int threads) {
        this.images = images;
        this.backbones = backbones;
        this.engine = engine;
        this.cache = cache;
        this.store = store;
        this.threads = threads;
    }

    /** Id of the backbone; {@code efficientnet-b0} by default. */
    public TransferTask backbone(String id) {
        this.backbone = id;
        return this;
    }

    /** Side of the square input in pixels; the backbone's own by default. */
    public TransferTask size(int pixels) {
        this.size = pixels;
        return this;
    }

    /** The head; average pooling, dropout 0.2 and softmax by default. */
    public TransferTask head(Head head) {
        return head(backbone -> head);
    }

    /** A head that depends on the backbone, for example {@code HeadPreset.REFERENCE::head}. */
    public TransferTask head(Function<BackboneSpec, Head> head) {
        this.head = head;
        return this;
    }

    /**
     * The backbone's weights by name, see {@link WeightsByName}: {@code imagenet}, {@code default}, {@code bundled}, {@code
     * random}, another id of published weights, or the path of a file. By default the backbone's first, which are
     * downloaded when they are used for the first time; random ones if none are published.
     */
    public TransferTask weights(String name) {
        this.weightsName = name;
        this.weights = null;
        return this;
    }

    /** The backbone's weights. */
    public TransferTask weights(BackboneWeights weights) {
        this.weights = weights;
        return this;
    }

    /** Another preprocessing than the one that the weights expect. */
    public TransferTask preprocessing(Preprocessing preprocessing) {
        this.preprocessing = preprocessing;
        return this;
    }

    /** Shares of train, validation and test part; 70, 15 and 15 % by default. */
    public TransferTask split(SplitFractions fractions) {
        this.fractions = fractions;
        return this;
    }

    /** The first phase in detail, whatever the weights are; see {@link #training}. */
    public TransferTask headPhase(Phase phase) {
        this.firstPhase = phase;
        this.firstPhaseGiven = true;
        return this;
    }

    /**
     * How the first phase trains; 60 epochs of Adam at 1e-3 at most, patience 10 by default. It trains the head on the
     * frozen backbone. A frozen backbone of random weights has nothing to offer: unless fine-tuning follows, the whole
     * network learns from scratch then, batch norms from the batches.
     *
     * @param epochs at most
     * @param optimizer of the phase
     * @param patience epochs without a lower validation loss after which it stops; 0 never stops
     */
    public TransferTask training(int epochs, Optimizer optimizer, int patience) {
        this.firstPhase = new Phase(FreezePolicy.allFrozen(), epochs, optimizer, patience);
        this.firstPhaseGiven = false;
        return this;
    }

    /**
     * Fine-tuning after the head is trained: the last layers of the backbone learn too. 0 layers for none, the default.
     * Twenty epochs of Adam at 1e-4 at most, patience 10, batch norms keep their statistics.
     */
    public TransferTask unfreeze(int layers) {
        return layers == 0
                ? fineTune(null)
                : fineTune(new Phase(
                        FreezePolicy.lastLayers(layers).withBatchNorm(BatchNormMode.INFERENCE),
                        20,
                        Optimizer.adam(1e-4),
                        10));
    }

    /** Fine-tuning in detail; null for none. */
    public TransferTask fineTune(Phase phase) {
        this.fineTuning = phase;
        return this;
    }

    /** Images per update; 32 by default. */
    public TransferTask batchSize(int images) {
        this.batchSize = images;
        return this;
    }

    /** Seed of split, initial values, order and dropout; 42 by default. */
    public TransferTask seed(long seed) {
        this.seed = seed;
        return this;
    }

    /** The class that sensitivity and ROC describe; the last one by default. */
    public TransferTask positiveClass(String name) {
        this.positiveClass = name;
        return this;
    }

    /** Another cache of frozen features. */
    public TransferTask cache(FeatureCache cache) {
        this.cache = cache;
        return this;
    }

    /** Who is told about long work. */
    public TransferTask progress(Progress progress) {
        this.progress = progress;
        return this;
    }

    /** Who is told about epochs. */
    public TransferTask listener(TrainingListener listener) {
        this.listener = listener;
        return this;
    }

    /**
     * Does it.
     *
     * @return the trained model and all that is known about the training
     * @throws GraftException if a setting does not fit the images or the backbone; the message says which
     */
    public TransferRun run() {
        int positive = positiveIndex();
        Backbone found = backbones.get(backbone);
        BackboneWeights initial = weights == null
                ? new WeightsByName(store.withProgress(progress)).of(found.spec(), weightsName)
                : weights;
        initial.prepare();
        Split split = new Splitter(fractions, seed).split(images);
        TransferModel model = model(found, initial);
        List<Phase> phases = new ArrayList<>(List.of(firstPhase(initial)));
        if (fineTuning != null) {
            phases.add(fineTuning);
        }
        TrainingPlan plan = new TrainingPlan(phases, batchSize, seed);
        TrainingOutcome outcome =
                new Trainer(engine, cache, threads).train(model, images, split, plan, listener, progress);
        return new RunSummary(images, split, model, plan, outcome, engine, fractions).run(positive);
    }

    private Phase firstPhase(BackboneWeights initial) {
        if (firstPhaseGiven || initial.pretrained() || fineTuning != null) {
            return firstPhase;
        }
        return new Phase(
                FreezePolicy.allTrainable(), firstPhase.epochs(), firstPhase.optimizer(), firstPhase.patience());
    }

    private TransferModel model(Backbone found, BackboneWeights initial) {
        TransferModel.Builder builder = TransferModel.on(found)
                .classes(images.classNames())
                .head(head.apply(found.spec()))
                .weights(initial)
                .seed(seed);
        if (size != 0) {
            builder.size(size);
        }
        if (preprocessing != null) {
            builder.preprocessing(preprocessing);
        }
        return builder.build();
    }

    private int positiveIndex() {
        if (positiveClass == null) {
            return images.classNames().size() - 1;
        }
        int index = images.classNames().indexOf(positiveClass);
        if (index < 0) {
            throw new GraftException("There is no class '" + positiveClass + "' to call positive. The classes are "
                    + String.join(", ", images.classNames()) + ".");
        }
        return index;
    }
}
