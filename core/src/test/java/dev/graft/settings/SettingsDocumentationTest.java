package dev.graft.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.freeze.Unfrozen;
import dev.graft.head.HeadChoice;
import dev.graft.optimizer.LayerRates;
import dev.graft.optimizer.Optimizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class SettingsDocumentationTest {
    private static String block(int number) throws IOException {
        return block("settings.md", number);
    }

    private static String block(String name, int number) throws IOException {
        String page = Files.readString(Path.of("../docs", name));
        return page.split("```json\n")[number].split("```")[0];
    }

    @Test
    void thePagesFileIsRead() throws IOException {
        assertThat(TrainingSettings.parse(block(1), "docs/settings.md"))
                .isEqualTo(TrainingSettings.defaults()
                        .withModel(model -> model.withBackbone("resnet50")
                                .withSize(160)
                                .withHead(new HeadChoice("reference, dense 128")))
                        .withPhases(List.of(
                                TrainingSettings.headPhase().withEpochs(20),
                                TrainingSettings.fineTuning()
                                        .withUnfrozen(Unfrozen.last(12))
                                        .withOptimizer(Optimizer.sgd(1e-4).withMomentum(0.9))))
                        .withAugmentation(a -> a.withPolicy("mri").withStrength(0.5))
                        .withSplit(new SplitSettings(0.65, 0.15, 0.2, 0, 0)));
    }

    @Test
    void thePageShowsTheDefaultsOfToday() throws IOException {
        assertThat(block(2)).isEqualTo(TrainingSettings.defaults().toJson());
    }

    @Test
    void ratesThatDecayByLayerAreThoseOfJava() throws IOException {
        assertThat(TrainingSettings.parse(block("recipes.md", 1), "docs/recipes.md")
                        .phases()
                        .get(1)
                        .layerRates())
                .isEqualTo(LayerRates.decaying(List.of("block6a_expand_conv", "block7a_expand_conv"), 0.5));
    }
}
