package dev.graft.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.error.GraftException;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SplitterTest {
    private static final Splitter THIRDS = new Splitter(new SplitFractions(0.5, 0.25, 0.25), 1);
    private static final Splitter TWO_PARTS = new Splitter(new SplitFractions(0.8, 0.2, 0), 1);

    @Test
    void givesEachPartItsShareOfEachClass() {
        ImageDataset dataset = new SampleSets("normal", "stroke")
                .add(0, null, 1000)
                .add(1, null, 400)
                .dataset();
        Split split = new Splitter(7).split(dataset);
        assertThat(split.train()).hasSize(980);
        assertThat(split.validation()).hasSize(210);
        assertThat(split.test()).hasSize(210);
        assertThat(ofClass(dataset, split.train(), 1)).isEqualTo(280);
        assertThat(ofClass(dataset, split.validation(), 1)).isEqualTo(60);
        assertThat(ofClass(dataset, split.test(), 1)).isEqualTo(60);
    }

    @Test
    void comesCloseWithGroupsOfManySizes() {
        SampleSets sets = new SampleSets("normal", "stroke");
        for (int patient = 0; patient < 84; patient++) {
            sets.add(patient % 2, "p" + patient, 5 + patient * 7 % 40);
        }
        ImageDataset dataset = sets.dataset();
        int all = dataset.samples().size();
        for (long seed = 0; seed < 20; seed++) {
            Split split = new Splitter(seed).split(dataset);
            assertThat(split.validation().size() / (double) all).isBetween(0.14, 0.16);
            assertThat(split.test().size() / (double) all).isBetween(0.14, 0.16);
            double share = ofClass(dataset, split.validation(), 1)
                    / (double) split.validation().size();
            double wanted = ofClass(dataset, range(all), 1) / (double) all;
            assertThat(share).isBetween(wanted - 0.04, wanted + 0.04);
        }
    }

    @Test
    void tooFewImagesAreNotBlamedOnGroups() {
        for (int count : new int[] {1, 2}) {
            ImageDataset images =
                    new SampleSets("a", "b").add(0, null, 2).add(1, null, count).dataset();
            assertThatThrownBy(() -> new Splitter(1).split(images))
                    .isInstanceOf(GraftException.class)
                    .hasMessageNotContainingAny("group", "alike")
                    .hasMessageContaining(count == 1 ? "at least 2 are needed" : "There are only 4 images");
        }
        ImageDataset tied = new SampleSets("a", "b")
                .add(0, "p", 2)
                .add(0, "q", 1)
                .add(1, "r", 2)
                .add(1, "s", 2)
                .dataset();
        assertThatThrownBy(() -> new Splitter(1).split(tied)).hasMessageContaining("group");
    }

    @Test
    void otherSeedsGiveOtherSplits() {
        SampleSets sets = new SampleSets("a", "b");
        for (int group = 0; group < 40; group++) {
            sets.add(group % 2, "g" + group, 8 + group);
        }
        ImageDataset dataset = sets.dataset();
        assertThat(new Splitter(1).split(dataset).validation())
                .isNotEqualTo(new Splitter(2).split(dataset).validation());
    }

    @Test
    void putsTheSmallestPossibleClassesInTrainAndValidation() {
        ImageDataset dataset =
                new SampleSets("a", "b").add(0, null, 2).add(1, null, 2).dataset();
        Split split = TWO_PARTS.split(dataset);
        assertThat(ofClass(dataset, split.train(), 0)).isEqualTo(1);
        assertThat(ofClass(dataset, split.train(), 1)).isEqualTo(1);
        assertThat(split.test()).isEmpty();
    }

    @Test
    void keepsEqualFilesTogetherWithTheirGroups() {
        // p1 and p2 share a file, p2 and p3 another: all three are one unit.
        SampleSets sets = new SampleSets("a", "b").add(0, null, 30).add(1, null, 30);
        sets.add(0, "p1", 5).add(0, "p2", 5).add(1, "p3", 5);
        sets.add(0, "p1", "same").add(1, "p2", "same").add(0, "p2", "other").add(1, "p3", "other");
        ImageDataset dataset = sets.dataset();
        for (long seed = 0; seed < 20; seed++) {
            Split split = new Splitter(seed).split(dataset);
            long parts = List.of(split.train(), split.validation(), split.test()).stream()
                    .filter(part -> part.stream()
                            .anyMatch(i -> dataset.samples().get(i).group().isPresent()))
                    .count();
            assertThat(parts).isEqualTo(1);
        }
    }

    @Test
    void namesEqualFilesWithDifferentClasses() {
        ImageDataset dataset = new SampleSets("a", "b")
                .add(0, null, 9)
                .add(1, null, 9)
                .add(0, null, "same")
                .add(1, null, "same")
                .dataset();
        Split split = THIRDS.split(dataset);
        assertThat(split.warnings()).anySatisfy(text -> assertThat(text).contains("a/00018.png = b/00019.png"));
        assertThat(split.guarantees()).anySatisfy(text -> assertThat(text).contains("1 file is a copy"));
    }

    @Test
    void warnsWithoutGroups() {
        Split split = THIRDS.split(
                new SampleSets("a", "b").add(0, null, 9).add(1, null, 9).dataset());
        assertThat(split.warnings())
                .contains("No groups were given: images of the same patient may lie on both sides, so the accuracy may"
                        + " be too optimistic. Use --group-pattern or a manifest with a group column.");
        assertThat(split.warnings()).anySatisfy(text -> assertThat(text).startsWith("Validation holds only"));
        assertThat(split.guarantees()).noneSatisfy(text -> assertThat(text).contains("group"));
    }

    @Test
    void saysHowManyGroupsItKeptTogether() {
        SampleSets sets = new SampleSets("a", "b");
        for (int group = 0; group < 84; group++) {
            sets.add(group % 2, "g" + group, 20);
        }
        Split split = new Splitter(3).split(sets.dataset());
        assertThat(split.guarantees())
                .contains("Images of one group (for example one patient) never fall on both sides: 84 groups.");
        assertThat(split.warnings())
                .as("nothing but that these images exist on paper alone")
                .singleElement()
                .asString()
                .startsWith("Near duplicates were not looked for");
    }

    /** Smooth shapes, of which no two look alike. */
    private static BufferedImage picture(long seed) {
        Random random = new Random(seed);
        BufferedImage image = new BufferedImage(96, 80, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        for (int i = 0; i < 12; i++) {
            graphics.setColor(new Color(random.nextInt(0x1000000)));
            graphics.fillOval(
                    random.nextInt(90) - 10, random.nextInt(70) - 10, 10 + random.nextInt(40), 10 + random.nextInt(40));
        }
        graphics.dispose();
        return image;
    }

    @Test
    void keepsImagesThatLookAlikeTogetherAndListsThem(@TempDir Path folder) throws IOException {
        for (String name : List.of("healthy", "stroke")) {
            Files.createDirectories(folder.resolve(name));
        }
        for (int i = 0; i < 40; i++) {
            ImageIO.write(
                    picture(i),
                    "png",
                    folder.resolve(String.format(Locale.ROOT, i % 2 == 0 ? "healthy/%03d.png" : "stroke/%03d.png", i))
                            .toFile());
        }
        for (int i = 0; i < 40; i += 8) {
            Path original = folder.resolve(String.format(Locale.ROOT, "healthy/%03d.png", i));
            ImageIO.write(
                    ImageIO.read(original.toFile()),
                    "jpg",
                    folder.resolve(String.format(Locale.ROOT, "healthy/again-%03d.jpg", i))
                            .toFile());
        }
        Files.copy(folder.resolve("healthy/002.png"), folder.resolve("stroke/copy.png"));
        ImageIO.write(
                ImageIO.read(folder.resolve("stroke/001.png").toFile()),
                "jpg",
                folder.resolve("healthy/wrong.jpg").toFile());
        ImageDataset dataset = new ImageFolder(folder).read(ReadOptions.defaults());

        for (long seed = 0; seed < 10; seed++) {
            Split split = new Splitter(new SplitFractions(0.5, 0.25, 0.25), seed).split(dataset);

            assertThat(split.duplicates()).hasSize(7);
            for (DuplicateSet set : split.duplicates()) {
                assertThat(List.of(split.train(), split.validation(), split.test()).stream()
                                .filter(part -> part.stream()
                                        .anyMatch(i -> set.images()
                                                .contains(
                                                        dataset.samples().get(i).name()))))
                        .as(set.toString())
                        .hasSize(1);
            }
        }
        Split split = THIRDS.split(dataset);
        assertThat(split.duplicates())
                .contains(
                        new DuplicateSet(
                                false, List.of("healthy/000.png", "healthy/again-000.jpg"), List.of("healthy")),
                        new DuplicateSet(
                                true, List.of("healthy/002.png", "stroke/copy.png"), List.of("healthy", "stroke")));
        assertThat(split.guarantees())
                .contains(
                        "Images that look alike (perceptual hash and thumbnail) never fall on both sides: 12 images in 6"
                                + " sets.");
        assertThat(split.warnings())
                .contains(
                        "1 set of images that look alike hold different classes; check their labels: healthy/wrong.jpg ~"
                                + " stroke/001.png.");
        assertThat(THIRDS.split(new ImageFolder(folder)
                                .read(ReadOptions.defaults().withFingerprints(false)))
                        .duplicates())
                .hasSize(1);
    }

    @Test
    void warnsOfGroupsThatKeepNothingTogetherOrAreIncomplete() {
        SampleSets each = new SampleSets("a", "b");
        for (int i = 0; i < 40; i++) {
            each.add(i % 2, "g" + i, 1);
        }
        assertThat(THIRDS.split(each.dataset()).warnings())
                .anySatisfy(text -> assertThat(text).contains("group of its own"));
        ImageDataset some = new SampleSets("a", "b")
                .add(0, "g", 2)
                .add(0, null, 9)
                .add(1, null, 9)
                .dataset();
        assertThat(THIRDS.split(some).warnings())
                .anySatisfy(text -> assertThat(text).startsWith("18 of 20 images have no group"));
    }

    @Test
    void warnsOfPartsFarFromTheirWantedSize() {
        ImageDataset dataset = new SampleSets("a", "b")
                .add(0, "big", 50)
                .add(1, "big", 50)
                .add(0, "x", 3)
                .add(1, "x", 3)
                .dataset();
        assertThat(new Splitter(new SplitFractions(0.5, 0.5, 0), 1)
                        .split(dataset)
                        .warnings())
                .anySatisfy(text -> assertThat(text).contains("group \"big\": 100 images"));
    }

    @Test
    void refusesAClassWithOneImage() {
        ImageDataset dataset =
                new SampleSets("a", "b").add(0, null, 9).add(1, null, 1).dataset();
        assertThatThrownBy(() -> THIRDS.split(dataset))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("Class \"b\" has 1 image;");
    }

    @Test
    void refusesAClassInOneGroup() {
        ImageDataset dataset =
                new SampleSets("a", "b").add(0, null, 9).add(1, "p7", 5).dataset();
        assertThatThrownBy(() -> THIRDS.split(dataset))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("class \"b\"")
                .hasMessageContaining("group \"p7\"");
    }

    @Test
    void refusesFewerGroupsThanParts() {
        ImageDataset dataset = new SampleSets("a", "b")
                .add(0, "x", 5)
                .add(1, "x", 5)
                .add(0, "y", 5)
                .add(1, "y", 5)
                .dataset();
        assertThatThrownBy(() -> THIRDS.split(dataset)).hasMessageContaining("only 2 sets");
        assertThat(TWO_PARTS.split(dataset).validation()).hasSize(10);
    }

    @Test
    void saysWhatStandsInTheWayOfEveryClassInBothParts() {
        // Any two of the three groups share no class pair that leaves all three classes on the other side.
        ImageDataset dataset = new SampleSets("a", "b", "c")
                .add(0, "ab", 3)
                .add(1, "ab", 3)
                .add(1, "bc", 3)
                .add(2, "bc", 3)
                .add(2, "ca", 3)
                .add(0, "ca", 3)
                .dataset();
        assertThatThrownBy(() -> TWO_PARTS.split(dataset))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("No way was found")
                .hasMessageContaining("stay on one side");
    }

    @ParameterizedTest
    @CsvSource({"0.7,0.2,0.2", "1,0,0", "0,1,0", "0.9,0.2,-0.1", "NaN,0.5,0.5", "0.5,0.2,0.2"})
    void refusesSharesThatMakeNoWhole(double train, double validation, double test) {
        assertThatThrownBy(() -> new SplitFractions(train, validation, test))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("together 1");
    }

    private static long ofClass(ImageDataset dataset, List<Integer> part, int label) {
        return part.stream()
                .filter(i -> dataset.samples().get(i).label() == label)
                .count();
    }

    private static List<Integer> range(int end) {
        return IntStream.range(0, end).boxed().toList();
    }
}
