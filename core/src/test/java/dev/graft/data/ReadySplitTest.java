package dev.graft.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.error.GraftException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Images that come with a split keep it. */
class ReadySplitTest {
    private static final ReadOptions OPTIONS = ReadOptions.defaults();

    @TempDir
    Path root;

    private PictureFolder pictures;
    private int grey;

    @BeforeEach
    void start() {
        pictures = new PictureFolder(root);
        grey = 0;
    }

    /** So many different pictures of each of two classes, {@code p0.png} and so on. */
    private void part(String folder, int count) {
        for (String name : List.of("cat", "dog")) {
            for (int i = 0; i < count; i++) {
                pictures.add(folder + "/" + name + "/p" + grey + ".png", grey++);
            }
        }
    }

    private ImageDataset read() {
        return new ImageFolder(root).read();
    }

    private static void fails(ThrowingCallable call, String... parts) {
        assertThatThrownBy(call).isInstanceOf(GraftException.class).hasMessageContainingAll(parts);
    }

    @ParameterizedTest
    @CsvSource({
        "train, val, test",
        "Training, validation, Testing",
        "TRAIN, valid, test",
        "training_set, validation_set, test_set",
        "train-data, Validate, testdata"
    })
    void foldersNamedLikePartsAreTheSplit(String train, String validation, String test) {
        part(train, 3);
        part(validation, 2);
        part(test, 1);

        ImageDataset images = read();
        Split split = new Splitter(1).split(images);

        assertThat(images.classNames()).containsExactly("cat", "dog");
        assertThat(split.train())
                .hasSize(6)
                .allMatch(i -> images.samples().get(i).name().startsWith(train + "/"));
        assertThat(split.validation())
                .hasSize(4)
                .allMatch(i -> images.samples().get(i).name().startsWith(validation + "/"));
        assertThat(split.test())
                .hasSize(2)
                .allMatch(i -> images.samples().get(i).name().startsWith(test + "/"));
        assertThat(split.guarantees().get(0))
                .contains("came with this split", "6 in train, 4 in validation, 2 in test");
    }

    @Test
    void aMissingValidationPartIsTakenOutOfTrainByGroups() {
        part("train", 12);
        part("test", 3);
        ImageDataset images = new ImageFolder(root).read(OPTIONS.withGroupPattern("p\\d?(?=\\d)|p"));

        Split split = new Splitter(new SplitFractions(0.5, 0.25, 0.25), 1).split(images);

        assertThat(split.test())
                .hasSize(6)
                .allMatch(i -> images.samples().get(i).name().startsWith("test/"));
        assertThat(split.validation())
                .isNotEmpty()
                .allMatch(i -> images.samples().get(i).name().startsWith("train/"));
        assertThat(split.train().size() + split.validation().size()).isEqualTo(24);
        assertThat(groups(images, split.train())).doesNotContainAnyElementsOf(groups(images, split.validation()));
        assertThat(split.guarantees().get(0)).contains("validation was taken out of train");
    }

    private static List<String> groups(ImageDataset images, List<Integer> part) {
        return part.stream()
                .map(i -> images.samples().get(i).group().orElseThrow())
                .distinct()
                .toList();
    }

    @Test
    void aMissingTestPartIsTakenOutOfTrainUnlessNoneIsWanted() {
        part("train", 12);
        part("val", 3);
        ImageDataset images = read();

        Split with = new Splitter(new SplitFractions(0.5, 0.25, 0.25), 1).split(images);
        Split without = new Splitter(new SplitFractions(0.7, 0.3, 0), 1).split(images);

        assertThat(with.validation()).hasSize(6);
        assertThat(with.test()).hasSize(6);
        assertThat(with.train()).hasSize(18);
        assertThat(without.train()).hasSize(24);
        assertThat(without.test()).isEmpty();
    }

    @Test
    void theSameFileOrPatientInTwoPartsIsTold() {
        part("train", 3);
        part("val", 2);
        part("test", 2);
        pictures.add("train/cat/patient1_a.png", 100);
        pictures.add("test/cat/patient1_b.png", 101);
        pictures.add("val/dog/patient2_copy.png", 102);
        pictures.add("test/dog/patient3_copy.png", 102);

        Split split = new Splitter(1).split(new ImageFolder(root).read(OPTIONS.withGroupPattern("patient\\d|p\\d+")));

        assertThat(split.warnings())
                .anyMatch(warning -> warning.contains("equal files in more than one part")
                        && warning.contains("val/dog/patient2_copy.png = test/dog/patient3_copy.png"))
                .anyMatch(warning -> warning.contains("groups") && warning.contains("patient1 (train, test)"));
        assertThat(split.train().size()
                        + split.validation().size()
                        + split.test().size())
                .isEqualTo(18);
    }

    @Test
    void aCleanSplitIsNotAccused() {
        part("train", 3);
        part("val", 2);
        part("test", 2);
        assertThat(new Splitter(1).split(read()).warnings()).noneMatch(warning -> warning.contains("The given split"));
    }

    @Test
    void aSplitMayBeIgnored() {
        part("train", 3);
        part("test", 2);
        ImageDataset images = new ImageFolder(root).read(OPTIONS.withReadySplit(ReadOptions.ReadySplit.IGNORE));
        assertThat(images.classNames()).containsExactly("cat", "dog");
        assertThat(images.givenParts()).isEmpty();
        assertThat(read().withoutParts().givenParts()).isEmpty();
        assertThat(read().withoutParts().manifestHash()).isNotEqualTo(read().manifestHash());
    }

    @Test
    void partsWithoutClassFoldersAreNoClasses() {
        pictures.add("train/cat/a.png", 1);
        pictures.add("train/dog/b.png", 2);
        pictures.add("test/1.png", 3);
        pictures.add("test/2.png", 4);
        fails(
                this::read,
                "train/ with the classes cat, dog",
                "test/ with 2 images and no class folders",
                "Give train/ alone");
        pictures.add("train/c.png", 5);
        ImageDataset classes = new ImageFolder(root).read(OPTIONS.withReadySplit(ReadOptions.ReadySplit.IGNORE));
        assertThat(classes.classNames()).containsExactly("test", "train");
    }

    @Test
    void aPartByTwoNamesAndStrangersBesideThePartsAreRefused() {
        part("train", 2);
        part("val", 2);
        part("validation", 2);
        fails(this::read, "val/ and validation/", "both named like the validation part");
        pictures.add("extra/cat/x.png", 200);
        fails(this::read, "the folder extra/ with images");
    }

    @Test
    void aClassThatIsNotInEveryPartIsNamed() {
        part("train", 2);
        part("val", 2);
        pictures.add("val/Dog/x.png", 200);
        pictures.add("val/Dog/y.png", 201);
        fails(() -> new Splitter(1).split(read()), "train part", "Dog", "\"Dog\" and \"dog\"");
    }

    @Test
    void aFolderNamedTrainAmongOtherClassesIsAClass() {
        for (String name : List.of("train", "bus", "tram")) {
            pictures.add(name + "/a.png", grey++);
            pictures.add(name + "/b.png", grey++);
        }
        assertThat(read().classNames()).containsExactly("bus", "train", "tram");
    }

    @Test
    void filesBesideThePartsDoNotMatter() {
        part("train", 2);
        part("val", 2);
        pictures.text("annotations/list.json", "{}");
        pictures.text("README.md", "# read me");
        assertThat(read().givenParts()).containsExactly(Part.TRAIN, Part.VALIDATION);
        assertThat(read().passedOver()).hasSize(1);
    }

    @Test
    void partsMayLieAtDifferentPlaces() {
        part("one", 3);
        part("two", 2);
        SplitFolders folders =
                new SplitFolders(root.resolve("one"), Optional.empty(), Optional.of(root.resolve("two")));
        ImageDataset images = folders.read();
        assertThat(images.givenParts()).containsExactly(Part.TRAIN, Part.TEST);
        assertThat(images.samples().get(0).name()).isEqualTo("test/cat/p6.png");
        fails(() -> new SplitFolders(root, Optional.empty(), Optional.empty()), "neither");
        part("three/train", 2);
        part("three/test", 2);
        fails(
                () -> new SplitFolders(root.resolve("three"), Optional.empty(), Optional.of(root.resolve("two")))
                        .read(),
                "comes with a split of its own");
    }

    @Test
    void foldsDoNotCutAGivenSplit() {
        part("train", 4);
        part("val", 2);
        fails(() -> new KFold(2, 0.2, 1).split(read()), "come with a split", "--ready-split ignore");
    }

    @Test
    void namesMayHoldTheClassWhileFoldersHoldTheParts() {
        for (String name :
                List.of("train/cat_1", "train/cat_2", "train/dog_1", "train/dog_2", "test/cat_3", "test/dog_3")) {
            pictures.add(name + ".png", grey++);
        }
        ImageDataset images = new ImageFolder(root).read(OPTIONS.withLabelPattern("^[a-z]+"));
        assertThat(images.classNames()).containsExactly("cat", "dog");
        assertThat(images.givenParts()).containsExactly(Part.TRAIN, Part.TEST);
    }

    @Test
    void aFlatFolderHasItsClassesInTheNames() {
        for (String name : List.of("cat.1", "cat.2", "dog.1", "dog.2")) {
            pictures.add(name + ".png", grey++);
        }
        ImageDataset images = new ImageFolder(root).read(OPTIONS.withLabelPattern("^([a-z]+)\\."));
        assertThat(images.classNames()).containsExactly("cat", "dog");
        assertThat(images.samples()).extracting(ImageSample::label).containsExactly(0, 0, 1, 1);
        pictures.add("7.png", 100);
        fails(
                () -> new ImageFolder(root).read(OPTIONS.withLabelPattern("^([a-z]+)\\.")),
                "finds no class in 1 of 5 images",
                "7.png");
    }

    @Test
    void oneFolderDeeperIsPointedOut() {
        part("archive/images", 2);
        fails(() -> new ImageFolder(root.resolve("archive")).read(), "only one class", "give", "images");
    }
}
