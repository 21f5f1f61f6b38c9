package dev.graft.guice;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import dev.graft.augmentation.AugmentationCatalog;
import dev.graft.backbone.BackboneRegistry;
import dev.graft.engine.Engine;
import dev.graft.engine.EngineOptions;
import dev.graft.engine.Engines;
import dev.graft.feature.FeatureCache;
import dev.graft.train.Trainer;
import dev.graft.weights.WeightStore;

/**
 * Wires the library. Override a binding with {@code Modules.override} to replace a part; nothing else in the library
 * knows Guice.
 */
public final class GraftModule extends AbstractModule {
    private final EngineOptions options;
    private final FeatureCache cache;
    private final WeightStore store;

    /** All processors, default cache, default store of weights. */
    public GraftModule() {
        this(EngineOptions.defaults(), FeatureCache.defaults());
    }

    /**
     * With the default store of weights.
     *
     * @param options number of threads
     * @param cache where features of frozen layers are kept
     */
    public GraftModule(EngineOptions options, FeatureCache cache) {
        this(options, cache, WeightStore.defaults());
    }

    /**
     * @param options number of threads
     * @param cache where features of frozen layers are kept
     * @param store where published weights are kept
     */
    public GraftModule(EngineOptions options, FeatureCache cache, WeightStore store) {
        this.options = options;
        this.cache = cache;
        this.store = store;
    }

    @Override
    protected void configure() {
        bind(EngineOptions.class).toInstance(options);
        bind(FeatureCache.class).toInstance(cache);
        bind(WeightStore.class).toInstance(store);
    }

    @Provides
    @Singleton
    BackboneRegistry backbones() {
        return BackboneRegistry.load();
    }

    @Provides
    @Singleton
    AugmentationCatalog augmentations() {
        return AugmentationCatalog.installed();
    }

    @Provides
    @Singleton
    Engines engines() {
        return Engines.load();
    }

    @Provides
    @Singleton
    Engine engine(Engines engines) {
        return engines.best(options);
    }

    @Provides
    @Singleton
    Trainer trainer(Engine engine) {
        return new Trainer(engine, cache, options.threads());
    }
}
