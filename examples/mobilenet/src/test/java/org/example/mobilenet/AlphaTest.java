package org.example.mobilenet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.backbone.BackboneSpec;
import dev.graft.graph.LayerInfo;
import dev.graft.model.TransferModel;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AlphaTest {
    @ParameterizedTest
    @EnumSource
    void theNetworkHasAsManyLayersAndParametersAsKerasCounts(Alpha alpha) {
        BackboneSpec spec = new MobileNetV2(alpha).spec();

        List<LayerInfo> layers = TransferModel.on(new MobileNetV2(alpha))
                .size(spec.minimumSize())
                .classes(List.of("a", "b"))
                .build()
                .backboneLayers();

        assertThat(layers).hasSize(spec.layers());
        assertThat(layers.stream().mapToLong(LayerInfo::parameters).sum()).isEqualTo(spec.parameters());
    }
}
