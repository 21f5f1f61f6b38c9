package dev.graft.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.GraftException;
import dev.graft.graph.LayerGraph;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.ServiceConfigurationError;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class BackboneRegistryTest {
    @Test
    void backbonesAreFoundByIdAndListedInOrder() {
        BackboneRegistry registry = new BackboneRegistry(List.of(new TinyBackbone(), new PlainBackbone()));

        assertThat(registry.get("tiny")).isEqualTo(new TinyBackbone());
        assertThat(registry.all()).extracting(b -> b.spec().id()).containsExactly("plain", "tiny");
    }

    @Test
    void twoBackbonesOfOneIdAreRefusedWithTheirClasses() {
        assertThatThrownBy(() -> new BackboneRegistry(List.of(new TinyBackbone(), new TinyBackbone(0.5))))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("'tiny'")
                .hasMessageContaining(TinyBackbone.class.getName());
    }

    @Test
    void anUnknownIdIsRefusedWithThoseThatExist() {
        BackboneRegistry registry = new BackboneRegistry(List.of(new TinyBackbone(), new PlainBackbone()));

        assertThatThrownBy(() -> registry.get("tinny"))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("'tinny'")
                .hasMessageContaining("plain, tiny")
                .hasMessageNotContaining("module");
        assertThatThrownBy(() -> new BackboneRegistry(List.of()).get("tiny")).hasMessageContaining("none");
    }

    @Test
    void aBackboneOfThisProjectThatIsMissingIsFoundInItsModule() {
        assertThatThrownBy(() -> new BackboneRegistry(List.of()).get("vgg19"))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("dev.graft:graft-backbones-vgg");
        assertThatThrownBy(() -> new BackboneRegistry(List.of()).get("efficientnet-b0"))
                .hasMessageContaining("dev.graft:graft-backbones-efficientnet");
    }

    private static Iterable<Backbone> providers(List<Supplier<Backbone>> suppliers) {
        return () -> new Iterator<>() {
            private int next;

            @Override
            public boolean hasNext() {
                return next < suppliers.size();
            }

            @Override
            public Backbone next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                return suppliers.get(next++).get();
            }
        };
    }

    @Test
    void brokenProvidersDoNotHideTheOthers() {
        assertThat(BackboneRegistry.providers(providers(List.of(
                        () -> {
                            throw new ServiceConfigurationError("no public constructor");
                        },
                        TinyBackbone::new,
                        () -> {
                            throw new NoClassDefFoundError("a/missing/Library");
                        },
                        () -> {
                            throw new IllegalStateException("a bug");
                        },
                        Nameless::new,
                        PlainBackbone::new))))
                .containsExactly(new TinyBackbone(), new PlainBackbone());
    }

    /** Fails where it is first asked for its id. */
    private static final class Nameless implements Backbone {
        @Override
        public BackboneSpec spec() {
            throw new IllegalStateException("a bug");
        }

        @Override
        public void addTo(LayerGraph graph) {
            throw new AssertionError("must not be asked");
        }
    }
}
