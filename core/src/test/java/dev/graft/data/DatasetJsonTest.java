package dev.graft.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.error.GraftException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DatasetJsonTest {
    private static final Path ROOT = Path.of("/data/scans").toAbsolutePath();

    private static ImageSample sample(String file, String name, Optional<String> group, Optional<Part> part) {
        return new ImageSample(
                ROOT.resolve(file),
                name,
                name.startsWith("a") ? 0 : 1,
                group,
                "hash of " + name,
                Optional.empty(),
                part,
                Map.of("scanner", "Ä"));
    }

    private static final ImageDataset IMAGES = new ImageDataset(
            "scans",
            List.of("a", "b"),
            List.of(
                    sample("first/a/1.png", "a/1.png", Optional.of("p1"), Optional.of(Part.TRAIN)),
                    sample("second/deep/2.png", "b/2.png", Optional.empty(), Optional.of(Part.TEST))),
            List.of(new UnreadableFile("b/3.png", "cut off")),
            "manifest",
            200,
            List.of(new PassedOver(PassedOver.Kind.HIDDEN, Optional.empty(), 2, ".x")),
            Optional.empty());

    @Test
    void allThatIsKnownButTheLooksComesBack() {
        assertThat(DatasetJson.decode(DatasetJson.encode(IMAGES), Optional.empty()))
                .isEqualTo(IMAGES);
    }

    @Test
    void imagesMayLieElsewhere() {
        ImageDataset elsewhere = DatasetJson.decode(
                DatasetJson.encode(IMAGES), Optional.of(Path.of("/mnt/here").toAbsolutePath()));

        assertThat(elsewhere.samples())
                .extracting(ImageSample::path)
                .containsExactly(
                        Path.of("/mnt/here/first/a/1.png").toAbsolutePath(),
                        Path.of("/mnt/here/second/deep/2.png").toAbsolutePath());
        assertThat(elsewhere.manifestHash()).isEqualTo("manifest");
    }

    @Test
    void anotherFormatIsRefused() {
        String text = new String(DatasetJson.encode(IMAGES), StandardCharsets.UTF_8);
        for (String other : List.of(text.replace("\"format\":1", "\"format\":9"), "{}", "null", "no JSON")) {
            assertThatThrownBy(() -> DatasetJson.decode(other.getBytes(StandardCharsets.UTF_8), Optional.empty()))
                    .isInstanceOf(GraftException.class)
                    .hasMessageStartingWith("Found no data set (");
        }
    }
}
