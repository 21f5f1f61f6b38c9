package dev.graft.guice;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.inject.AbstractModule;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.util.Modules;
import dev.graft.Graft;
import dev.graft.augmentation.AugmentationCatalog;
import dev.graft.backbone.BackboneRegistry;
import dev.graft.backbone.WeightsByName;
import dev.graft.engine.Engine;
import dev.graft.engine.EngineOptions;
import dev.graft.engine.Engines;
import dev.graft.feature.FeatureCache;
import dev.graft.search.SearchTools;
import dev.graft.testkit.model.TinyBackbone;
import dev.graft.train.Trainer;
import dev.graft.weights.WeightStore;
import dev.graft.weights.WeightStoreOptions;
import java.util.List;
import org.junit.jupiter.api.Test;

class GraftModuleTest {
    private static final GraftModule MODULE = new GraftModule(new EngineOptions(1), FeatureCache.off());

    @Test
    void itGivesTheWayInAndItsParts() {
        Injector injector = Guice.createInjector(MODULE);
        Graft graft = injector.getInstance(Graft.class);

        assertThat(graft.engine())
                .isSameAs(injector.getInstance(Engine.class))
                .extracting(Engine::describe)
                .asString()
                .endsWith("1 threads");
        assertThat(graft.backbones()).isSameAs(injector.getInstance(BackboneRegistry.class));
        assertThat(injector.getInstance(Trainer.class)).isSameAs(injector.getInstance(Trainer.class));
        assertThat(injector.getInstance(Engines.class).providers()).isNotEmpty();
        assertThat(injector.getInstance(FeatureCache.class)).isEqualTo(FeatureCache.off());
        assertThat(graft.weights()).isSameAs(injector.getInstance(WeightStore.class));
        assertThat(graft.weights().options()).isEqualTo(WeightStoreOptions.defaults());
        assertThat(injector.getInstance(WeightsByName.class)).isNotNull();
        assertThat(injector.getInstance(SearchTools.class).augmentations())
                .isSameAs(injector.getInstance(AugmentationCatalog.class))
                .isNotSameAs(AugmentationCatalog.EMPTY);
    }

    @Test
    void aPartCanBeReplaced() {
        Injector injector = Guice.createInjector(Modules.override(MODULE).with(new AbstractModule() {
            @Override
            protected void configure() {
                bind(BackboneRegistry.class).toInstance(new BackboneRegistry(List.of(new TinyBackbone())));
            }
        }));

        assertThat(injector.getInstance(Graft.class).backbones().get("tiny")).isEqualTo(new TinyBackbone());
    }

    @Test
    void withoutGuiceTheSameComesTogether() {
        Graft graft = Graft.create(new EngineOptions(1));

        assertThat(graft.engine().id()).isEqualTo("cpu");
    }
}
