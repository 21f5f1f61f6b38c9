package dev.graft.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.graft.data.ImageDataset;
import dev.graft.data.ImageSample;
import dev.graft.data.Split;
import dev.graft.image.ImageStatistics;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InputDriftTest {
    private static List<ImageStatistics> looks(
            int count, int side, boolean colour, double mean, double spread, int seed) {
        Random random = new Random(seed);
        return IntStream.range(0, count)
                .mapToObj(i -> new ImageStatistics(
                        side, side, colour, mean + spread * random.nextGaussian(), 40 + 5 * random.nextGaussian()))
                .toList();
    }

    private static final InputProfile KNOWN = InputProfile.of(looks(200, 100, false, 100, 10, 1), SeenImages.UNKNOWN);

    private static List<String> findings(List<ImageStatistics> looks) {
        return InputDrift.of(KNOWN, looks).findings();
    }

    @Test
    void imagesOfTheSameKindAreNoFinding() {
        int ofFew = 0;
        for (int seed = 2; seed < 40; seed++) {
            assertThat(findings(looks(60, 120, false, 100, 10, seed))).isEmpty();
            ofFew += findings(looks(10, 120, false, 100, 10, seed)).size();
        }
        assertThat(ofFew).isLessThanOrEqualTo(1);
    }

    @Test
    void eachDifferenceIsNamed() {
        assertThat(findings(looks(60, 100, false, 115, 10, 3)))
                .singleElement()
                .asString()
                .contains("mean intensity 115 ± ", "training images 100 ± ", "deviations");
        assertThat(findings(looks(60, 100, false, 100, 30, 3)))
                .singleElement()
                .asString()
                .contains("mean intensity");
        assertThat(findings(looks(60, 300, false, 100, 10, 3)))
                .singleElement()
                .asString()
                .contains("sides");
        assertThat(findings(looks(60, 100, true, 100, 10, 3)))
                .singleElement()
                .asString()
                .contains("have colour");
        InputDrift.Property property = InputDrift.of(KNOWN, looks(400, 100, false, 110, 10, 5))
                .properties()
                .get(0);
        assertThat(property.shift()).isCloseTo(1, within(0.15));
        assertThat(property.spread()).isCloseTo(1, within(0.15));
        assertThat(property.outside()).isZero();
    }

    @Test
    void imagesAreKnownAgainByTheirContent() {
        List<ImageSample> samples = IntStream.range(0, 50)
                .mapToObj(i -> new ImageSample(Path.of(i + ".png"), i + ".png", 0, Optional.empty(), "hash " + i))
                .toList();
        ImageDataset images = new ImageDataset("x", List.of("a", "b"), samples, List.of(), "m");
        SeenImages seen =
                SeenImages.of(images, new Split(List.of(3, 4), List.of(30), List.of(40), 1, List.of(), List.of()));

        assertThat(seen.images()).isEqualTo(3);
        assertThat(seen.among(samples)).extracting(ImageSample::name).containsExactly("3.png", "4.png", "30.png");
        assertThat(SeenImages.UNKNOWN.known()).isFalse();
        assertThat(SeenImages.UNKNOWN.among(samples)).isEmpty();
    }
}
