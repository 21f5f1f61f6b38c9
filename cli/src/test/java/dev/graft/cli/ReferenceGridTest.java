package dev.graft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.augmentation.AugmentationCatalog;
import dev.graft.augmentation.ImageAugmentation;
import dev.graft.backbone.BackboneRegistry;
import dev.graft.image.RgbImage;
import dev.graft.search.Axis;
import dev.graft.search.Cell;
import dev.graft.search.ReferenceGrid;
import dev.graft.search.SearchContext;
import dev.graft.search.SearchTools;
import dev.graft.search.Trial;
import dev.graft.search.TrialResolver;
import dev.graft.weights.WeightStore;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The reference experiment with the backbones that it names. */
class ReferenceGridTest {
    /** Stands for one that the grid names. */
    private record Named(String name) implements ImageAugmentation {
        @Override
        public RgbImage apply(RgbImage image, long seed) {
            return image;
        }

        @Override
        public String definition() {
            return name;
        }
    }

    @Test
    void equalCellsAreFound() {
        AugmentationCatalog catalog = Named::new;
        TrialResolver resolver =
                new TrialResolver(new SearchTools(BackboneRegistry.load(), WeightStore.defaults(), catalog));
        List<Cell> cells = ReferenceGrid.space().cells();

        List<Trial> trials = resolver.resolve(cells, new SearchContext("images", "split", "engine", "stroke"));

        Map<String, Long> shared = new TreeMap<>(trials.stream()
                .filter(trial -> trial.cells().size() > 1)
                .collect(Collectors.groupingBy(
                        trial -> trial.settings().model().backbone() + " "
                                + trial.cells().stream().map(Axis.UNFROZEN::of).toList(),
                        Collectors.counting())));
        // InceptionV3 ends in layers without parameters: with its own preprocessing and with VGG's. VGG16 has 19
        // layers.
        assertThat(shared).isEqualTo(Map.of("inception-v3 [0, 3]", 72L, "vgg16 [20, all]", 36L));
        assertThat(cells).hasSize(1152);
        assertThat(trials).hasSize(1152 - 72 - 36);
    }
}
