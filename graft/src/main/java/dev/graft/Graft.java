package dev.graft;

import dev.graft.augmentation.AugmentationCatalog;
import dev.graft.backbone.BackboneRegistry;
import dev.graft.data.ImageDataset;
import dev.graft.data.ImageFolder;
import dev.graft.data.ReadOptions;
import dev.graft.engine.Engine;
import dev.graft.engine.EngineOptions;
import dev.graft.engine.Engines;
import dev.graft.evaluate.EvaluatedModel;
import dev.graft.evaluate.EvaluationOptions;
import dev.graft.evaluate.Evaluator;
import dev.graft.evaluate.ExternalEvaluation;
import dev.graft.feature.FeatureCache;
import dev.graft.image.DecodedPictures;
import dev.graft.model.Classifier;
import dev.graft.model.OpenedModel;
import dev.graft.model.TestTimeViews;
import dev.graft.recommend.Recommender;
import dev.graft.run.TransferTask;
import dev.graft.search.GridSearch;
import dev.graft.search.LocalOptions;
import dev.graft.search.LocalTrialExecutor;
import dev.graft.search.SearchData;
import dev.graft.search.SearchTools;
import dev.graft.settings.ModelSettings;
import dev.graft.weights.WeightStore;
import jakarta.inject.Inject;
import java.nio.file.Path;

/**
 * The way in, for people who do not wire objects themselves:
 *
 * <pre>{@code
 * Graft graft = Graft.create();
 * try (TransferRun run = graft.transfer(graft.images(Path.of("mri"))).size(160).unfreeze(20).run()) {
 *     run.save(Path.of("result"));
 * }
 * }</pre>
 *
 * <p>With Guice, install {@link dev.graft.guice.GraftModule} and inject this class or its parts.
 */
public final class Graft {
    private final BackboneRegistry backbones;
    private final Engine engine;
    private final FeatureCache cache;
    private final WeightStore store;
    private final AugmentationCatalog augmentations;
    private final EngineOptions options;

    /**
     * @param backbones at hand
     * @param engine computes
     * @param cache keeps features of frozen layers
     * @param store where published weights are kept
     * @param augmentations by name or file
     * @param options number of threads, also for decoding
     */
    @Inject
    public Graft(
            BackboneRegistry backbones,
            Engine engine,
            FeatureCache cache,
            WeightStore store,
            AugmentationCatalog augmentations,
            EngineOptions options) {
        this.backbones = backbones;
        this.engine = engine;
        this.cache = cache;
        this.store = store;
        this.augmentations = augmentations;
        this.options = options;
    }

    /** With everything on the class path, the best engine, and all processors. */
    public static Graft create() {
        return create(EngineOptions.defaults());
    }

    /** With everything on the class path and the best engine. */
    public static Graft create(EngineOptions options) {
        return new Graft(
                BackboneRegistry.load(),
                Engines.load().best(options),
                FeatureCache.defaults(),
                WeightStore.defaults(),
                AugmentationCatalog.installed(),
                options);
    }

    /** The backbones at hand. */
    public BackboneRegistry backbones() {
        return backbones;
    }

    /** Where published weights are kept. */
    public WeightStore weights() {
        return store;
    }

    /** What computes. */
    public Engine engine() {
        return engine;
    }

    /** Reads a folder with one folder of images per class; see {@link ImageFolder} for groups and other options. */
    public ImageDataset images(Path folder) {
        return new ImageFolder(folder).read(ReadOptions.defaults().withThreads(options.threads()));
    }

    /**
     * A place for pictures at the size that a model sees them, as large as the feature cache's memory. Given to {@link
     * ReadOptions#withPictures}, it spares a training decoding them again.
     */
    public DecodedPictures pictures(ModelSettings model) {
        int size = model.size() > 0
                ? model.size()
                : backbones.get(model.backbone()).spec().defaultSize();
        return new DecodedPictures(size, size, cache.memoryBytes());
    }

    /** Prepares a transfer learning; nothing happens before {@link TransferTask#run()}. */
    public TransferTask transfer(ImageDataset images) {
        return new TransferTask(images, backbones, engine, cache, store, options.threads())
                .augmentations(augmentations);
    }

    /**
     * Prepares a search: many trainings on one split, one at a time on this machine. Nothing happens before {@link
     * GridSearch#run}, which wants the same ledger.
     *
     * @param data what all of them learn from, for example {@code SearchData.of(images)}
     * @param ledger the search's folder, made if need be; features of frozen layers lie in {@code features} in it, within
     *     the feature cache's limits, and may be removed at any time
     */
    public GridSearch search(SearchData data, Path ledger) {
        SearchTools tools = new SearchTools(backbones, store, augmentations);
        LocalOptions usual = LocalOptions.of(options.threads());
        LocalOptions machine = usual.withPrecision(engine.precision()).withFeatures(cache, usual.featureBytes());
        return new GridSearch(
                tools, new LocalTrialExecutor(tools, asked -> engine, machine, ledger.resolve("features")), data);
    }

    /**
     * Prepares a recommendation: which backbones, weights, sizes and cuts suit the images, before any training. Nothing happens
     * before {@link Recommender#run()}.
     *
     * @param data the images and their split, whose test part is not looked at, for example {@code SearchData.of(images)}
     * @param folder what was found, made if need be; features lie in {@code features} in it unless the feature cache has a
     *     directory
     */
    public Recommender recommend(SearchData data, Path folder) {
        SearchTools tools = new SearchTools(backbones, store, augmentations);
        return new Recommender(tools, engine, cache, options.threads(), data, folder);
    }

    /**
     * Opens a saved model, or an ensemble's {@code .json}, for predictions; close it after use.
     *
     * @throws dev.graft.error.GraftException if a file is missing, damaged or of a newer format
     */
    public Classifier classifier(Path modelFile) {
        return OpenedModel.open(modelFile, engine).classifier();
    }

    /**
     * Opens a saved model, or an ensemble, to be measured by an {@link Evaluator}; errors as for {@link #classifier(Path, int)}.
     *
     * @param views of an image beside itself; 0 for none
     */
    public EvaluatedModel evaluated(Path modelFile, int views) {
        return views == 0
                ? EvaluatedModel.open(modelFile, engine)
                : EvaluatedModel.open(modelFile, views, augmentations, engine);
    }

    /**
     * Measures a saved model with labelled images that took no part in making it.
     *
     * @throws dev.graft.error.GraftException if the file is missing, damaged or of a newer format, or the images do not fit
     */
    public ExternalEvaluation evaluate(Path modelFile, ImageDataset images, EvaluationOptions wishes) {
        try (EvaluatedModel model = evaluated(modelFile, 0)) {
            return new Evaluator(model, wishes).evaluate(images);
        }
    }

    /** The same, and compares with another model on these images; errors as there. */
    public ExternalEvaluation evaluate(Path modelFile, Path against, ImageDataset images, EvaluationOptions wishes) {
        try (EvaluatedModel model = evaluated(modelFile, 0);
                EvaluatedModel other = evaluated(against, 0)) {
            return new Evaluator(model, wishes).evaluate(images, other);
        }
    }

    /**
     * A saved model that takes several looks at each image, see {@link TestTimeViews}; errors as for {@link #classifier(Path)}.
     *
     * @param views of an image beside itself, at least 1
     * @throws dev.graft.error.GraftException also if the model learnt without augmentation
     */
    public Classifier classifier(Path modelFile, int views) {
        return OpenedModel.open(modelFile, views, augmentations, engine).classifier();
    }
}
