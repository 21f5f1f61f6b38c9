package dev.graft.run;

import dev.graft.augmentation.AugmentationCatalog;
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
import dev.graft.engine.Engine;
import dev.graft.error.GraftException;
import dev.graft.feature.FeatureCache;
import dev.graft.freeze.FreezePolicy;
import dev.graft.freeze.Unfrozen;
import dev.graft.head.Head;
import dev.graft.head.HeadStart;
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
import dev.graft.schedule.LearningRatePlan;
import dev.graft.settings.AugmentationSettings;
import dev.graft.settings.PhaseSettings;
import dev.graft.settings.SeedSettings;
import dev.graft.settings.SplitSettings;
import dev.graft.settings.TrainingSettings;
import dev.graft.train.Checkpoints;
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
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

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
    /** Section of a result's provenance that says by what it was computed: {@code engine} and {@code threads}. */
    public static final String COMPUTING = "computing";

    private static final String SPLIT_SEED = "seed of the split";
    private static final String AUGMENTATION_SEED = "seed of the augmentation";

    private final ImageDataset images;
    private final BackboneRegistry backbones;
    private final Engine engine;
    private final WeightStore store;
    private final int threads;
    private final ExclusiveSettings given = new ExclusiveSettings();
    private TrainingSettings settings;
    private GivenObjects objects = GivenObjects.none();
    private Optional<Dealt> dealt = Optional.empty();
    private AugmentationCatalog augmentations = AugmentationCatalog.installed();
    private FeatureCache cache;
    private Optional<SealBook> sealBook = Optional.empty();
    private String resultName = "a result";
    private Optional<Checkpoints> checkpoints = Optional.empty();
    private final Map<String, Map<String, ?>> records = new LinkedHashMap<>();
    private boolean pictures = true;
    private Progress progress = Progress.NONE;
    private TrainingListener listener = TrainingListener.NONE;

    /** What settings and a seed came to. */
    private record Dealt(SplitSettings split, long seed, Split parts) {
        boolean isOf(TrainingSettings settings) {
            return split.equals(settings.split()) && seed == settings.seeds().split();
        }
    }

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
        this.settings = TrainingSettings.defaults().withPrecision(engine.precision());
    }

    /**
     * All settings at once, in the place of all that were set before.
     *
     * @throws GraftException if they ask for another precision than the engine's
     */
    public TransferTask settings(TrainingSettings all) {
        if (all.precision() != engine.precision()) {
            throw new GraftException("The settings ask for " + all.precision() + ", and the engine " + engine.id()
                    + " was made for " + engine.precision() + ". Make the engine with the settings' precision.");
        }
        settings = all;
        objects = GivenObjects.none();
        given.clear();
        return this;
    }

    /** All settings as they are now, without what they cannot hold: objects of the program. */
    public TrainingSettings settings() {
        return settings;
    }

    /** Id of the backbone; {@code efficientnet-b0} by default. */
    public TransferTask backbone(String id) {
        settings = settings.withModel(model -> model.withBackbone(id));
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
        settings = settings.withModel(model -> model.withSize(pixels));
        return this;
    }

    /** The head; average pooling, dropout 0.2 and softmax by default. */
    public TransferTask head(Head head) {
        return head(backbone -> head);
    }

    /** A head that depends on the backbone, for example {@code HeadPreset.REFERENCE::head}. */
    public TransferTask head(Function<BackboneSpec, Head> head) {
        objects = objects.withHead(head);
        return this;
    }

    /**
     * What the head begins with; random values by default. {@link HeadStart#PROBE} sends the train and validation parts once
     * through the frozen backbone before the training, and needs a head whose only dense layer stands on pooled features.
     */
    public TransferTask headStart(HeadStart start) {
        settings = settings.withModel(model -> model.withHeadStart(start));
        return this;
    }

    /**
     * The backbone's weights by name, see {@link WeightsByName}: {@code imagenet}, {@code default}, {@code bundled}, {@code
     * random}, another id of published weights, or the path of a file. By default the backbone's first, which are
     * downloaded when they are used for the first time; random ones if none are published.
     */
    public TransferTask weights(String name) {
        given.set("weights by name", "weights");
        settings = settings.withModel(model -> model.withWeights(name));
        return this;
    }

    /** The backbone's weights, instead of a name. */
    public TransferTask weights(BackboneWeights weights) {
        given.set("weights", "weights by name");
        objects = objects.withWeights(weights);
        settings = weights.pretrained() ? settings : settings.withModel(m -> m.withWeights(WeightsByName.RANDOM));
        return this;
    }

    /** Another preprocessing than the one that the weights expect. */
    public TransferTask preprocessing(Preprocessing preprocessing) {
        settings = settings.withModel(model -> model.withPreprocessing(preprocessing.id()));
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
        settings = settings.withSplit(SplitSettings.of(fractions));
        return this;
    }

    /** These parts, instead of a split by shares and a seed of its own; for example a fold of {@link dev.graft.data.KFold}. */
    public TransferTask split(Split parts) {
        given.set("parts of the split", "shares of the split", SPLIT_SEED);
        return on(parts);
    }

    /**
     * What the settings' split comes to, where somebody has dealt the images out already: many trainings on one data set need
     * it once, and where the images' looks are not known it cannot be found again. The result says the same as without. Of no
     * effect once the settings ask for another split.
     *
     * @param parts what {@link SplitSettings#split} gave of these images and the settings' seed
     */
    public TransferTask dealt(Split parts) {
        dealt = Optional.of(new Dealt(settings.split(), settings.seeds().split(), parts));
        return this;
    }

    /** These parts, whatever was said of the split. */
    TransferTask on(Split parts) {
        objects = objects.withSplit(parts);
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
        given.set(SPLIT_SEED, "parts of the split");
        settings = settings.withSeeds(seeds -> seeds.withSplit(seed));
        return this;
    }

    /** The first phase in detail, whatever the weights are; see {@link #training}. */
    public TransferTask headPhase(Phase phase) {
        given.set("head phase", "training of the first phase", "phases");
        return phase(0, phase);
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
        phase(0, new Phase(FreezePolicy.allFrozen(), epochs, rule, rates, patience));
        List<PhaseSettings> phases = new ArrayList<>(settings.phases());
        phases.set(
                0,
                phases.get(0)
                        .withUnfrozen(Unfrozen.automatic())
                        .withBatchNorm(TrainingSettings.headPhase().batchNorm()));
        settings = settings.withPhases(phases);
        return this;
    }

    /**
     * Fine-tuning after the head is trained: the last layers of the backbone learn too. 0 layers for none, the default.
     * Twenty epochs of Adam at 1e-4 at most, patience 10, batch norms keep their statistics.
     */
    public TransferTask unfreeze(int layers) {
        given.setIf(layers != 0, "unfrozen layers", "fine-tuning", "phases");
        return second(
                layers == 0
                        ? Optional.empty()
                        : Optional.of(TrainingSettings.fineTuning().withUnfrozen(Unfrozen.last(layers))));
    }

    /** Fine-tuning in detail. */
    public TransferTask fineTune(Phase phase) {
        given.set("fine-tuning", "unfrozen layers", "phases");
        return second(Optional.of(TrainingSettings.fineTuning())).phase(1, phase);
    }

    /**
     * The phases in detail, instead of head phase and fine-tuning; an empty list for those again. For example {@link
     * dev.graft.train.GradualUnfreezing#phases}.
     */
    public TransferTask phases(List<Phase> phases) {
        boolean before = given.has("phases");
        given.setIf(
                !phases.isEmpty(),
                "phases",
                "head phase",
                "training of the first phase",
                "unfrozen layers",
                "fine-tuning");
        if (phases.isEmpty() && !before) {
            return this;
        }
        int count = Math.max(1, phases.size());
        settings = settings.withPhases(Collections.nCopies(count, TrainingSettings.headPhase()));
        objects = objects.withoutPhases();
        for (int i = 0; i < phases.size(); i++) {
            phase(i, phases.get(i));
        }
        return this;
    }

    /** Puts a phase in its place, as settings if they can say it. */
    private TransferTask phase(int place, Phase phase) {
        Optional<PhaseSettings> said = PhaseNotation.settings(phase);
        List<PhaseSettings> all = new ArrayList<>(settings.phases());
        all.set(place, said.orElse(all.get(place)));
        settings = settings.withPhases(all);
        objects = objects.withPhase(place, said.isPresent() ? Optional.empty() : Optional.of(phase));
        return this;
    }

    /** The first phase and this one, or the first alone. */
    private TransferTask second(Optional<PhaseSettings> phase) {
        PhaseSettings first = settings.phases().get(0);
        settings = settings.withPhases(phase.map(next -> List.of(first, next)).orElse(List.of(first)));
        objects = objects.withPhase(1, Optional.empty());
        return this;
    }

    /**
     * Whether loss and accuracy of the train part are also measured in inference mode after each epoch, so that they can
     * be compared with those of the validation part; not by default. Costs a forward pass over all training images per
     * epoch, through the layers above the frozen ones.
     */
    public TransferTask trainMetrics(boolean measure) {
        settings = settings.withEvaluation(evaluation -> evaluation.withTrainMetrics(measure));
        return this;
    }

    /** Label smoothing and class weights; neither by default. */
    public TransferTask loss(CrossEntropy loss) {
        given.setIf(loss.classWeights().isPresent(), "class weights", "balanced classes");
        settings = settings.withLoss(old -> old.withLabelSmoothing(loss.labelSmoothing())
                .withClassWeights(loss.classWeights().map(ClassWeights::weights).orElse(List.of())));
        return this;
    }

    /** Whether every class counts alike in sum, however many training images it has; see {@link ClassWeights#balanced}. */
    public TransferTask balancedClasses(boolean balanced) {
        given.setIf(balanced, "balanced classes", "class weights");
        settings = settings.withLoss(loss -> loss.withBalanced(balanced));
        return this;
    }

    /** Leaves a checkpoint after each epoch, and continues from the last one if there is one; see {@link Checkpoints}. */
    public TransferTask checkpoints(Path directory) {
        return checkpoints(Checkpoints.in(directory));
    }

    /** Leaves checkpoints and continues from the last one; none by default. */
    public TransferTask checkpoints(Checkpoints checkpoints) {
        this.checkpoints = Optional.of(checkpoints);
        return this;
    }

    /** Neither leaves nor reads a checkpoint. */
    TransferTask withoutCheckpoints() {
        this.checkpoints = Optional.empty();
        return this;
    }

    /** Ends the training after some time, with the best epoch so far; the first epoch is always finished. */
    public TransferTask timeLimit(Duration most) {
        new TimeLimit(most);
        settings = settings.withLimits(limits -> limits.withTime(most));
        return this;
    }

    /** Ends the training when the process holds more memory than so many bytes, with the best epoch so far. */
    public TransferTask memoryLimit(long bytes) {
        new MemoryLimit(bytes);
        settings = settings.withLimits(limits -> limits.withMemory(bytes));
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
        objects = objects.withAugmentation(augmentation);
        settings = settings.withAugmentation(old -> old.withViews(views));
        return this;
    }

    /** Where names of augmentations are looked up; what the class path brings by default. */
    public TransferTask augmentations(AugmentationCatalog catalog) {
        this.augmentations = catalog;
        return this;
    }

    /** Images per update; 32 by default. */
    public TransferTask batchSize(int images) {
        settings = settings.withBatchSize(images);
        return this;
    }

    /** Seed of split, initial values, order, dropout and augmentation; 42 by default. */
    public TransferTask seed(long seed) {
        settings = settings.withSeeds(old -> new SeedSettings(
                seed,
                given.has(SPLIT_SEED) ? old.split() : seed,
                given.has(AUGMENTATION_SEED) ? old.augmentation() : seed));
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
        given.set(AUGMENTATION_SEED);
        settings = settings.withSeeds(seeds -> seeds.withAugmentation(seed));
        return this;
    }

    /** The class that sensitivity and ROC describe; the last one by default. */
    public TransferTask positiveClass(String name) {
        settings = settings.withEvaluation(evaluation -> evaluation.withPositiveClass(name == null ? "" : name));
        return this;
    }

    /**
     * How a threshold for the positive class is chosen on the validation part, to be applied to the test part; {@link
     * ThresholdRule.Youden} by default. The result tells what it does there; the model stays as it is.
     */
    public TransferTask threshold(ThresholdRule rule) {
        settings = settings.withEvaluation(evaluation -> evaluation.withThreshold(rule));
        return this;
    }

    /**
     * How wide the 95 % interval of the validation accuracy may be before the diagnosis says that there are too few images;
     * 0.15 by default.
     *
     * @throws GraftException if it is not between 0 and 1
     */
    public TransferTask intervalWidth(double width) {
        settings = settings.withEvaluation(evaluation -> evaluation.withIntervalWidth(width));
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
            TrainingOutcome outcome = checkpoints
                    .map(trainer::withCheckpoints)
                    .orElse(trainer)
                    .train(model, images, training.split(), training.plan(), training.listener(), progress);
            return prepared.finish().of(model, outcome);
        } catch (RuntimeException | Error e) {
            model.close();
            throw e;
        }
    }

    /** Everything before the training but the model. */
    PreparedTask prepare() {
        return prepare(this::initialWeights);
    }

    /** The same, one of several. */
    PreparedTask prepare(WeightsInCommon weights) {
        return prepare(() -> objects.weights().isPresent()
                ? initialWeights()
                : weights.of(store, progress, spec(), settings.model().weights()));
    }

    private PreparedTask prepare(Supplier<BackboneWeights> weights) {
        int positive = positiveIndex();
        BackboneWeights initial = weights.get();
        Split split = split();
        TrainingPlan plan = plan(initial, split);
        Map<String, Map<String, ?>> sections = sections();
        SharedTraining training = new SharedTraining(
                () -> started(initial, split, sections), split, plan, listeners(), progress, checkpoints);
        boolean byShares = objects.split().isEmpty()
                && settings.split().fold() == 0
                && images.givenParts().isEmpty();
        ResultOptions options = options(initial);
        return new PreparedTask(
                training,
                (model, outcome) -> new RunSummary(
                                images,
                                split,
                                model,
                                plan,
                                outcome,
                                byShares ? Optional.of(settings.split().fractions()) : Optional.empty(),
                                options,
                                sections)
                        .run(positive, pictures));
    }

    private TrainingListener listeners() {
        List<TrainingListener> all = new ArrayList<>(List.of(listener));
        if (settings.limits().minutes() > 0) {
            all.add(new TimeLimit(settings.limits().time()));
        }
        if (settings.limits().memoryBytes() > 0) {
            all.add(new MemoryLimit(settings.limits().memoryBytes()));
        }
        return TrainingListener.all(all);
    }

    /** What a repetition needs besides the images. */
    private Map<String, Map<String, ?>> sections() {
        Map<String, Map<String, ?>> sections = new LinkedHashMap<>(records);
        sections.put(TrainingSettings.SECTION, objects.recorded(settings, images, spec(), augmentations));
        sections.put(COMPUTING, Map.of("engine", engine.id(), "threads", threads));
        return sections;
    }

    private ResultOptions options(BackboneWeights initial) {
        Preprocessing expected = initial.preprocessing().orElse(spec().preprocessing());
        Optional<String> unfit = settings.model()
                .otherPreprocessing()
                .filter(chosen -> initial.pretrained() && chosen != expected)
                .map(chosen -> "the images are prepared as '" + chosen.id() + "', " + initial.describe()
                        + " were trained with '" + expected.id() + "'");
        return new ResultOptions(
                settings.evaluation().thresholdRule(),
                part -> TestSeal.open(part, resultName, sealBook),
                unfit,
                settings.evaluation().intervalWidth());
    }

    private BackboneSpec spec() {
        return backbones.get(settings.model().backbone()).spec();
    }

    /** What tasks must have in common to be trained together. */
    TrainingEnvironment environment() {
        return new TrainingEnvironment(images, engine, cache, threads);
    }

    /**
     * Looks for a good learning rate of the first phase instead of training: a few batches at rising rates.
     *
     * @throws GraftException as for {@link #run()}
     */
    public LearningRateCurve findLearningRate(LearningRateFinder finder) {
        BackboneWeights initial = initialWeights();
        Split split = split();
        try (TransferModel model = started(initial, split, sections())) {
            return new Trainer(engine, cache, threads)
                    .findLearningRate(model, images, split, plan(initial, split), finder, progress);
        }
    }

    /** The parts that a run trains on, validates and tests with. */
    public Split split() {
        return objects.split()
                .or(() -> dealt.filter(parts -> parts.isOf(settings)).map(Dealt::parts))
                .orElseGet(() -> settings.split().split(images, settings.seeds().split()));
    }

    private BackboneWeights initialWeights() {
        BackboneWeights initial = objects.weights()
                .orElseGet(() -> new WeightsByName(store.withProgress(progress))
                        .of(spec(), settings.model().weights()));
        initial.prepare();
        return initial;
    }

    private TrainingPlan plan(BackboneWeights initial, Split split) {
        AugmentationSettings augmented = settings.augmentation();
        ImageAugmentation augmentation = objects.augmentation()
                .orElseGet(() -> augmentations.find(augmented.policy(), augmented.strength(), augmented.mixing()));
        SeedSettings seeds = settings.seeds();
        return new TrainingPlan(
                        phases(initial),
                        settings.batchSize(),
                        seeds.training(),
                        settings.evaluation().trainMetrics(),
                        loss(split))
                .withAugmentation(new AugmentationPlan(augmentation, seeds.augmentation(), augmented.views()));
    }

    private CrossEntropy loss(Split split) {
        int[] counts = new int[images.classNames().size()];
        split.train().forEach(i -> counts[images.samples().get(i).label()]++);
        return settings.loss().of(images.classNames(), counts);
    }

    /** A frozen backbone of random weights has nothing to offer to a head alone. */
    private List<Phase> phases(BackboneWeights initial) {
        boolean scratch = !initial.pretrained() && settings.phases().size() == 1;
        List<Phase> phases = new ArrayList<>();
        for (int i = 0; i < settings.phases().size(); i++) {
            Phase own = objects.phases().get(i);
            phases.add(own == null ? PhaseNotation.phase(settings.phases().get(i), scratch) : own);
        }
        return phases;
    }

    /**
     * The model as the training begins with it.
     *
     * @param sections is told what the head begins with
     */
    private TransferModel started(BackboneWeights initial, Split split, Map<String, Map<String, ?>> sections) {
        TransferModel model = model(initial);
        if (settings.model().headStart() == HeadStart.RANDOM) {
            return model;
        }
        try {
            HeadStarter starter = new HeadStarter(images, split, engine, cache, threads, progress);
            sections.put(HeadStarter.SECTION, starter.start(model));
            return model;
        } catch (RuntimeException | Error e) {
            model.close();
            throw e;
        }
    }

    private TransferModel model(BackboneWeights initial) {
        Backbone found = backbones.get(settings.model().backbone());
        Head head = objects.head()
                .orElse(spec -> settings.model().head().head(spec))
                .apply(found.spec());
        TransferModel.Builder builder = TransferModel.on(found)
                .classes(images.classNames())
                .head(head)
                .weights(initial)
                .seed(settings.seeds().training());
        if (settings.model().size() != 0) {
            builder.size(settings.model().size());
        }
        settings.model().otherPreprocessing().ifPresent(builder::preprocessing);
        return builder.build();
    }

    private int positiveIndex() {
        String positive = settings.evaluation().positiveClass();
        int index = positive.isEmpty()
                ? images.classNames().size() - 1
                : images.classNames().indexOf(positive);
        if (index < 0) {
            throw new GraftException("There is no class '" + positive + "' to call positive. The classes are "
                    + String.join(", ", images.classNames()) + ".");
        }
        return index;
    }
}
