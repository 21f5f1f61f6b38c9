package dev.graft.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.error.GraftException;
import dev.graft.testkit.model.PlainBackbone;
import dev.graft.testkit.model.TinyBackbone;
import java.util.List;
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
}
