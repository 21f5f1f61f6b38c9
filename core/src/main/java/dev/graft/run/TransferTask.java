package dev.graft.run;

import dev.graft.GraftException;
import dev.graft.augmentation.AugmentationPlan;
import dev.graft.augmentation.ImageAugmentation;
import dev.graft.backbone.Backbone;
import dev.graft.backbone.BackboneRegistry;
import dev.graft.backbone.BackboneSpec;
import dev.graft.backbone.WeightsByName;
import dev.graft.data.ImageDataset;
import dev.graft.data.Part;
import dev.graft.data.Split;
import dev.graft.data.SplitFractions;
import dev.graft.data.Splitter;
import dev.graft.diagnosis.TrainingConditions;
import dev.graft.engine.Engine;
import dev.graft.feature.FeatureCache;
import dev.graft.freeze.BatchNormMode;
import dev.graft.freeze.FreezePolicy;
import dev.graft.head.DenseHead;
import dev.graft.head.Head;
import dev.graft.loss.ClassWeights;
import dev.graft.loss.CrossEntropy;
import dev.graft.metrics.ThresholdRule;
import dev.graft.model.TransferModel;
import dev.graft.optimizer.Optimizer;
import dev.graft.optimizer.UpdateRule;
import dev.graft.preprocess.Preprocessing;
import dev.graft.progress.Progress;
import dev.graft.schedule.LearningRateCurve;
import dev.graft.schedule.LearningRateFinder;
import dev.graft.train.Checkpoints;
import dev.graft.train.LearningRatePlan;
import dev.graft.train.MemoryLimit;
import dev.graft.train.Phase;
import dev.graft.train.SharedTraining;
import dev.graft.train.TimeLimit;
import dev.graft.train.Trainer;
import dev.graft.train.TrainingListener;
import dev.graft.train.TrainingOutcome;
import dev.graft.train.TrainingPlan;
import dev.graft.weights.BackboneWeights;
import dev.graft.weights.WeightStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * One transfer learning from images to an explained model: split, train the head on the frozen backbone, then fine-tune
 * the last layers if wanted, evaluate. Every setting has a sensible default. A task runs as often as asked, always with the
 * same numbers. But it leaves traces where it was told to: with {@link #seal} each run is one more opening of the test part,
 * which its result says, and with {@link #checkpoints} a second run finds what the first one left and trains no more.
 *
 * <p>Settings that exclude each other, such as {@link #phases} and {@link #unfreeze}, cannot both be set: the second one throws
 * a {@link GraftException}.
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
    private final ExclusiveSettings given = new ExclusiveSettings();
    private String weightsName = WeightsByName.DEFAULT;
    private BackboneWeights weights;
    private Preprocessing preprocessing;
    private SplitFractions fractions = SplitFractions.defaults();
    private Optional<Split> givenSplit = Optional.empty();
    private Optional<SealBook> sealBook = Optional.empty();
    private String resultName = "a result";
    private Phase firstPhase = new Phase(FreezePolicy.allFrozen(), 60, Optimizer.adam(1e-3), 10);
    /** Whether the first phase says itself which layers learn. */
    private boolean firstPhaseGiven;

    private Phase fineTuning;
    private List<Phase> phases = List.of();
    private boolean trainMetrics;
    private CrossEntropy loss = CrossEntropy.plain();
    private boolean balanced;
    private Checkpoints checkpoints;
    private final List<TrainingListener> limits = new ArrayList<>();
    private final Map<String, Map<String, ?>> records = new LinkedHashMap<>();
    private ImageAugmentation augmentation = ImageAugmentation.NONE;
    private int views;
    private int batchSize = 32;
    private long seed = 42;
    private OptionalLong splitSeed = OptionalLong.empty();
    private boolean pictures = true;
    private OptionalLong augmentationSeed = OptionalLong.empty();
    private String positiveClass;
    private ThresholdRule thresholdRule = new ThresholdRule.Youden();
    private double intervalWidth = TrainingConditions.USUAL_INTERVAL;
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

    /**
     * Side of the square input in pixels; the backbone's own by default.
     *
     * @throws GraftException if it is less than 1
     */
    public TransferTask size(int pixels) {
        if (pixels < 1) {
            throw new GraftException("Found an input of " + pixels
                    + " pixels, expected at least 1. Leave the size out for the backbone's own.");
        }
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
        given.set("weights by name", "weights");
        this.weightsName = name;
        return this;
    }

    /** The backbone's weights, instead of a name. */
    public TransferTask weights(BackboneWeights weights) {
        given.set("weights", "weights by name");
        this.weights = weights;
        return this;
    }

    /** Another preprocessing than the one that the weights expect. */
    public TransferTask preprocessing(Preprocessing preprocessing) {
        this.preprocessing = preprocessing;
        return this;
    }

    /**
     * Shares of train, validation and test part; 70, 15 and 15 % by default. Of images that come with a split, the share of
     * a part that it lacks.
     *
     * @throws GraftException if the images come with all three parts
     */
    public TransferTask split(SplitFractions fractions) {
        if (images.givenParts().size() == Part.values().length) {
            throw new GraftException(
                    "The images come with a split into train, validation and test, and shares for another"
                            + " were given too. Leave out the shares, or take ImageDataset.withoutParts().");
        }
        given.set("shares of the split", "parts of the split");
        this.fractions = fractions;
        return this;
    }

    /** These parts, instead of a split by shares and a seed of its own; for example a fold of {@link dev.graft.data.KFold}. */
    public TransferTask split(Split parts) {
        given.set("parts of the split", "shares of the split", "seed of the split");
        return on(parts);
    }

    /** These parts, whatever was said of the split. */
    TransferTask on(Split parts) {
        this.givenSplit = Optional.of(parts);
        return this;
    }

    /**
     * Notes in a book that the test part is opened for this training's result; without one nobody counts.
     *
     * @param book where openings are noted
     * @param result names the result for people, such as where it will be saved
     */
    public TransferTask seal(SealBook book, String result) {
        this.sealBook = Optional.of(book);
        this.resultName = result;
        return this;
    }

    /** Seed of the split alone, so that trainings of other seeds see the same parts; {@link #seed} by default. */
    public TransferTask splitSeed(long seed) {
        given.set("seed of the split", "parts of the split");
        this.splitSeed = OptionalLong.of(seed);
        return this;
    }

    /** The first phase in detail, whatever the weights are; see {@link #training}. */
    public TransferTask headPhase(Phase phase) {
        given.set("head phase", "training of the first phase", "phases");
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
        return training(epochs, UpdateRule.of(optimizer), LearningRatePlan.constant(), patience);
    }

    /**
     * The same with everything that can be said of updates.
     *
     * @param epochs at most
     * @param rule optimizer, clipping, accumulation and rates of layers
     * @param rates how the learning rate changes
     * @param patience epochs without a lower validation loss after which it stops; 0 never stops
     */
    public TransferTask training(int epochs, UpdateRule rule, LearningRatePlan rates, int patience) {
        given.set("training of the first phase", "head phase", "phases");
        this.firstPhase = new Phase(FreezePolicy.allFrozen(), epochs, rule, rates, patience);
        this.firstPhaseGiven = false;
        return this;
    }

    /**
     * Fine-tuning after the head is trained: the last layers of the backbone learn too. 0 layers for none, the default.
     * Twenty epochs of Adam at 1e-4 at most, patience 10, batch norms keep their statistics.
     */
    public TransferTask unfreeze(int layers) {
        given.setIf(layers != 0, "unfrozen layers", "fine-tuning", "phases");
        this.fineTuning = layers == 0
                ? null
                : new Phase(
                        FreezePolicy.lastLayers(layers).withBatchNorm(BatchNormMode.INFERENCE),
                        20,
                        Optimizer.adam(1e-4),
                        10);
        return this;
    }

    /** Fine-tuning in detail; null for none. */
    public TransferTask fineTune(Phase phase) {
        given.setIf(phase != null, "fine-tuning", "unfrozen layers", "phases");
        this.fineTuning = phase;
        return this;
    }

    /**
     * The phases in detail, instead of head phase and fine-tuning; an empty list for those again. For example {@link
     * dev.graft.train.GradualUnfreezing#phases}.
     */
    public TransferTask phases(List<Phase> phases) {
        given.setIf(
                !phases.isEmpty(),
                "phases",
                "head phase",
                "training of the first phase",
                "unfrozen layers",
                "fine-tuning");
        this.phases = List.copyOf(phases);
        return this;
    }

    /**
     * Whether loss and accuracy of the train part are also measured in inference mode after each epoch, so that they can
     * be compared with those of the validation part; not by default. Costs a forward pass over all training images per
     * epoch, through the layers above the frozen ones.
     */
    public TransferTask trainMetrics(boolean measure) {
        this.trainMetrics = measure;
        return this;
    }

    /** Label smoothing and class weights; neither by default. */
    public TransferTask loss(CrossEntropy loss) {
        given.setIf(loss.classWeights().isPresent(), "class weights", "balanced classes");
        this.loss = loss;
        return this;
    }

    /** Whether every class counts alike in sum, however many training images it has; see {@link ClassWeights#balanced}. */
    public TransferTask balancedClasses(boolean balanced) {
        given.setIf(balanced, "balanced classes", "class weights");
        this.balanced = balanced;
        return this;
    }

    /** Leaves a checkpoint after each epoch, and continues from the last one if there is one; see {@link Checkpoints}. */
    public TransferTask checkpoints(Path directory) {
        return checkpoints(Checkpoints.in(directory));
    }

    /** Leaves checkpoints and continues from the last one; null for none, the default. */
    public TransferTask checkpoints(Checkpoints checkpoints) {
        this.checkpoints = checkpoints;
        return this;
    }

    /** Ends the training after some time, with the best epoch so far; the first epoch is always finished. */
    public TransferTask timeLimit(Duration most) {
        limits.add(new TimeLimit(most));
        return this;
    }

    /** Ends the training when the process holds more memory than so many bytes, with the best epoch so far. */
    public TransferTask memoryLimit(long bytes) {
        limits.add(new MemoryLimit(bytes));
        return this;
    }

    /**
     * Adds a section to the result's provenance.
     *
     * @param values as for {@link dev.graft.provenance.Provenance}
     */
    public TransferTask record(String section, Map<String, ?> values) {
        records.put(section, new LinkedHashMap<>(values));
        return this;
    }

    /** Augments the train part, every epoch anew; nothing by default. */
    public TransferTask augment(ImageAugmentation augmentation) {
        return augment(augmentation, 0);
    }

    /**
     * Augments the train part.
     *
     * @param views 0 for new images in every epoch; else so many fixed views of each image, whose frozen features are
     *     computed once
     */
    public TransferTask augment(ImageAugmentation augmentation, int views) {
        this.augmentation = augmentation;
        this.views = views;
        return this;
    }

    /** Images per update; 32 by default. */
    public TransferTask batchSize(int images) {
        this.batchSize = images;
        return this;
    }

    /** Seed of split, initial values, order, dropout and augmentation; 42 by default. */
    public TransferTask seed(long seed) {
        this.seed = seed;
        return this;
    }

    /**
     * Whether pictures for the report are read and explained, and it is noted what the training images look like; by default
     * all that is done. Without, {@link TransferRun#save} shows none, and the saved model flags no image of another kind.
     */
    public TransferTask pictures(boolean read) {
        this.pictures = read;
        return this;
    }

    /**
     * Another seed for the augmentation than the task's. Repeats of a training with other seeds then see the same augmented
     * images, and can share the work on them; see {@link TransferGroup}.
     */
    public TransferTask augmentationSeed(long seed) {
        this.augmentationSeed = OptionalLong.of(seed);
        return this;
    }

    /** The class that sensitivity and ROC describe; the last one by default. */
    public TransferTask positiveClass(String name) {
        this.positiveClass = name;
        return this;
    }

    /**
     * How a threshold for the positive class is chosen on the validation part, to be applied to the test part; {@link
     * ThresholdRule.Youden} by default. The result tells what it does there; the model stays as it is.
     */
    public TransferTask threshold(ThresholdRule rule) {
        this.thresholdRule = rule;
        return this;
    }

    /**
     * How wide the 95 % interval of the validation accuracy may be before the diagnosis says that there are too few images;
     * 0.15 by default.
     *
     * @throws GraftException if it is not between 0 and 1
     */
    public TransferTask intervalWidth(double width) {
        if (!(width > 0 && width < 1)) {
            throw new GraftException("Found a width of " + width
                    + " for the accuracy's interval, expected above 0 and below 1, such as 0.1 for ten points.");
        }
        this.intervalWidth = width;
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
     * Does it. What goes wrong after an epoch that was worth keeping ends the training with that epoch, see {@link
     * TransferRun#end()}.
     *
     * @return the trained model, to be closed, and all that is known about the training
     * @throws GraftException if no epoch is worth keeping; if a setting does not fit the images or the backbone; the message says which
     */
    public TransferRun run() {
        PreparedTask prepared = prepare();
        SharedTraining training = prepared.training();
        TransferModel model = training.model().get();
        try {
            Trainer trainer = new Trainer(engine, cache, threads);
            TrainingOutcome outcome = (checkpoints == null ? trainer : trainer.withCheckpoints(checkpoints))
                    .train(model, images, training.split(), training.plan(), training.listener(), progress);
            return prepared.finish().of(model, outcome);
        } catch (RuntimeException | Error e) {
            model.close();
            throw e;
        }
    }

    /** Everything before the training but the model. */
    PreparedTask prepare() {
        int positive = positiveIndex();
        BackboneWeights initial = initialWeights();
        Split split = split();
        TrainingPlan plan = plan(initial, split);
        List<TrainingListener> listeners = new ArrayList<>(List.of(listener));
        listeners.addAll(limits);
        SharedTraining training = new SharedTraining(
                () -> model(initial),
                split,
                plan,
                TrainingListener.all(listeners),
                progress,
                Optional.ofNullable(checkpoints));
        return new PreparedTask(
                training,
                (model, outcome) -> new RunSummary(
                                images,
                                split,
                                model,
                                plan,
                                outcome,
                                givenSplit.isPresent() || !images.givenParts().isEmpty()
                                        ? Optional.empty()
                                        : Optional.of(fractions),
                                wishes(initial),
                                records)
                        .run(positive, pictures));
    }

    private ResultWishes wishes(BackboneWeights initial) {
        Preprocessing expected =
                initial.preprocessing().orElse(backbones.get(backbone).spec().preprocessing());
        boolean unfit = initial.pretrained() && preprocessing != null && preprocessing != expected;
        return new ResultWishes(
                thresholdRule,
                part -> TestSeal.open(part, resultName, sealBook),
                unfit
                        ? Optional.of("the images are prepared as '" + preprocessing.id() + "', " + initial.describe()
                                + " were trained with '" + expected.id() + "'")
                        : Optional.empty(),
                intervalWidth);
    }

    /** What tasks must have in common to be trained together. */
    TaskSurroundings surroundings() {
        return new TaskSurroundings(images, engine, cache, threads);
    }

    /**
     * Looks for a good learning rate of the first phase instead of training: a few batches at rising rates.
     *
     * @throws GraftException as for {@link #run()}
     */
    public LearningRateCurve findLearningRate(LearningRateFinder finder) {
        BackboneWeights initial = initialWeights();
        Split split = split();
        try (TransferModel model = model(initial)) {
            return new Trainer(engine, cache, threads)
                    .findLearningRate(model, images, split, plan(initial, split), finder, progress);
        }
    }

    /** The parts that a run trains on, validates and tests with. */
    public Split split() {
        return givenSplit.orElseGet(() -> new Splitter(fractions, splitSeed.orElse(seed)).split(images));
    }

    private BackboneWeights initialWeights() {
        BackboneWeights initial = weights == null
                ? new WeightsByName(store.withProgress(progress))
                        .of(backbones.get(backbone).spec(), weightsName)
                : weights;
        initial.prepare();
        return initial;
    }

    private TrainingPlan plan(BackboneWeights initial, Split split) {
        return new TrainingPlan(allPhases(initial), batchSize, seed, trainMetrics, loss(split))
                .withAugmentation(new AugmentationPlan(augmentation, augmentationSeed.orElse(seed), views));
    }

    private CrossEntropy loss(Split split) {
        loss.classWeights().ifPresent(this::requireOnePerClass);
        if (!balanced) {
            return loss;
        }
        int[] counts = new int[images.classNames().size()];
        split.train().forEach(i -> counts[images.samples().get(i).label()]++);
        return loss.withClassWeights(ClassWeights.balanced(counts));
    }

    private void requireOnePerClass(ClassWeights weights) {
        if (weights.weights().size() != images.classNames().size()) {
            throw new GraftException("There are " + images.classNames().size() + " classes ("
                    + String.join(", ", images.classNames()) + ") and "
                    + weights.weights().size() + " class weights. Give one weight per class, in this order.");
        }
    }

    private List<Phase> allPhases(BackboneWeights initial) {
        if (!phases.isEmpty()) {
            return phases;
        }
        return fineTuning == null ? List.of(firstPhase(initial)) : List.of(firstPhase(initial), fineTuning);
    }

    private Phase firstPhase(BackboneWeights initial) {
        if (firstPhaseGiven || initial.pretrained() || fineTuning != null) {
            return firstPhase;
        }
        return new Phase(
                FreezePolicy.allTrainable(),
                firstPhase.epochs(),
                firstPhase.rule(),
                firstPhase.rates(),
                firstPhase.patience());
    }

    private TransferModel model(BackboneWeights initial) {
        Backbone found = backbones.get(backbone);
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
