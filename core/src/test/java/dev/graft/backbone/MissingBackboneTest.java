package dev.graft.backbone;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.GraftException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whoever asks for a backbone whose module is not there is told which one to add. */
class MissingBackboneTest {
    private final BackboneRegistry none = new BackboneRegistry(List.of());

    @ParameterizedTest
    @CsvSource({
        "efficientnet-b0, efficientnet",
        "vgg16, vgg",
        "vgg19, vgg",
        "resnet50, resnet",
        "inception-v3, inception"
    })
    void theModuleIsNamed(String id, String module) {
        assertThatThrownBy(() -> none.get(id))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("no backbone '" + id + "'")
                .hasMessageContaining("dev.graft:graft-backbones-" + module);
    }

    @Test
    void anUnknownIdHasNoModule() {
        assertThatThrownBy(() -> none.get("nope"))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("At hand: none")
                .hasMessageNotContaining("module");
    }
}
