package dev.graft.io;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.error.GraftException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class FileNamesTest {
    @Test
    void aNameThatCouldNotBeReadIsRefused() {
        assertThatThrownBy(() -> FileNames.requireText("a/B\uFFFDro"))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("a/B?ro")
                .hasMessageNotContaining("\uFFFD");
        assertThatThrownBy(() -> FileNames.requireText(Path.of("a", "B\uFFFDro")))
                .isInstanceOf(GraftException.class);
    }

    @Test
    void theSystemsEncodingDecidesWhatCanBeNamed() {
        String before = System.setProperty("sun.jnu.encoding", "US-ASCII");
        try {
            assertThatThrownBy(() -> FileNames.requireEncodable("B\u00FCro"))
                    .isInstanceOf(GraftException.class)
                    .hasMessageContaining("Set LC_ALL=C.UTF-8");
            assertThatThrownBy(() -> FileNames.requireText("B\uFFFDro")).hasMessageContaining("Set LC_ALL=C.UTF-8");
            assertThatCode(() -> FileNames.requireEncodable("Buero")).doesNotThrowAnyException();
        } finally {
            System.setProperty("sun.jnu.encoding", before);
        }
        assertThatThrownBy(() -> FileNames.requireText("B\uFFFDro")).hasMessageContaining("Rename the file");
        assertThatCode(() -> FileNames.requireEncodable("B\u00FCro")).doesNotThrowAnyException();
    }
}
