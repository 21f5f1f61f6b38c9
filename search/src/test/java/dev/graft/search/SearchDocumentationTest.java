package dev.graft.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SearchDocumentationTest {
    private static String page() throws IOException {
        return Files.readString(Path.of("../docs/search.md"));
    }

    @Test
    void thePagesSpaceCanBeRead() throws IOException {
        String page = page();
        int begin = page.indexOf("```yaml\n") + 8;
        SearchSpace space = SpaceFile.read(page.substring(begin, page.indexOf("```", begin)), "docs/search.md", false);

        // Two optimizers, two rates, two repeats; then unfrozen, head and augmentation of two backbones.
        assertThat(space.cells()).hasSize(8 + 8 * 2 * 3 * 2 * 2);
    }

    @Test
    void thePageNamesEveryAxisWithItsUsualValue() throws IOException {
        for (Axis axis : Axis.values()) {
            assertThat(page()).contains("| `" + axis.id() + "` | `" + axis.usual() + "` |");
        }
    }
}
