package dev.graft.augment.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.augment.transform.TransformFamily;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ServiceLoader;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** docs/augmentation.md names everything there is, and its example works. */
class DocumentationTest {
    private static final Path PAGE = Path.of("../docs/augmentation.md");

    @Test
    void everyTransformAndPresetIsNamed() throws Exception {
        String page = Files.readString(PAGE);

        for (TransformFamily family : ServiceLoader.load(TransformFamily.class)) {
            for (String name : family.transforms().keySet()) {
                assertThat(page).contains("`" + name + "`");
            }
        }
        for (String name : AugmentationPresets.names()) {
            assertThat(page).contains("| `" + name + "` |");
        }
    }

    @Test
    void theExampleIsAPolicy() throws Exception {
        Matcher block = Pattern.compile("```json\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(PAGE));

        assertThat(block.find()).isTrue();
        AugmentationPolicy policy = AugmentationPolicy.parse(block.group(1), "the example");
        assertThat(policy.steps()).hasSize(3);
        assertThat(policy.mixing()).isPresent();
    }
}
