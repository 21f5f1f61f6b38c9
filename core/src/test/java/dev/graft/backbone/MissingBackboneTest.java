package dev.graft.backbone;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.error.GraftException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whoever asks for a backbone whose module is not there is told which one to add. */
class MissingBackboneTest {
    private final BackboneRegistry none = new BackboneRegistry(List.of());

    @ParameterizedTest
    @CsvSource({
        "efficientnet-b0, backbones-efficientnet",
        "efficientnet-b1, backbones-efficientnet",
        "efficientnet-b2, backbones-efficientnet",
        "efficientnet-b3, backbones-efficientnet",
        "efficientnet-b4, backbones-efficientnet",
        "efficientnet-b5, backbones-efficientnet",
        "efficientnet-b6, backbones-efficientnet",
        "efficientnet-b7, backbones-efficientnet",
        "efficientnet-v2-b0, backbones-efficientnet",
        "efficientnet-v2-b1, backbones-efficientnet",
        "efficientnet-v2-b2, backbones-efficientnet",
        "efficientnet-v2-b3, backbones-efficientnet",
        "efficientnet-v2-s, backbones-efficientnet",
        "efficientnet-v2-m, backbones-efficientnet",
        "vgg16, backbones-vgg",
        "vgg19, backbones-vgg",
        "densenet121, backbones-densenet",
        "densenet169, backbones-densenet",
        "densenet201, backbones-densenet",
        "resnet50, backbones-resnet",
        "resnet101, backbones-resnet",
        "resnet152, backbones-resnet",
        "resnet50-v2, backbones-resnet",
        "resnet101-v2, backbones-resnet",
        "resnet152-v2, backbones-resnet",
        "inception-v3, backbones-inception",
        "simple-cnn, core",
        "deep-cnn, core"
    })
    void theModuleIsNamed(String id, String module) {
        assertThatThrownBy(() -> none.get(id))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("no backbone '" + id + "'")
                .hasMessageContaining("dev.graft:graft-" + module);
    }

    @Test
    void anUnknownIdHasNoModule() {
        assertThatThrownBy(() -> none.get("nope"))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("At hand: none")
                .hasMessageNotContaining("module");
    }
}
