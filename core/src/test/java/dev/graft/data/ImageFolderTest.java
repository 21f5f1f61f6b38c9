package dev.graft.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.error.GraftException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFolderTest {
    private static final ReadOptions OPTIONS = ReadOptions.defaults();

    @TempDir
    Path root;

    private PictureFolder pictures;

    @BeforeEach
    void start() {
        pictures = new PictureFolder(root);
    }

    private void twoClasses() {
        pictures.add("stroke/p1_a.png", 1);
        pictures.add("stroke/p1_b.png", 2);
        pictures.add("normal/p2_a.PNG", 3);
        pictures.add("normal/deeper/p3_a.png", 4);
    }

    private void fails(ThrowingCallable call, String... parts) {
        assertThatThrownBy(call).isInstanceOf(GraftException.class).hasMessageContainingAll(parts);
    }

    @Test
    void readsClassesAndSamplesInOrder() {
        twoClasses();
        ImageDataset dataset = new ImageFolder(root).read();
        assertThat(dataset.classNames()).containsExactly("normal", "stroke");
        assertThat(dataset.samples())
                .extracting(ImageSample::name)
                .containsExactly("normal/deeper/p3_a.png", "normal/p2_a.PNG", "stroke/p1_a.png", "stroke/p1_b.png");
        assertThat(dataset.samples()).extracting(ImageSample::label).containsExactly(0, 0, 1, 1);
        assertThat(dataset.samples()).allSatisfy(sample -> {
            assertThat(sample.path()).exists();
            assertThat(sample.group()).isEmpty();
            assertThat(sample.contentHash()).matches("[0-9a-f]{64}");
        });
        assertThat(dataset.unreadable()).isEmpty();
    }

    @Test
    void hashesFilesAsSha256Does() {
        assertThat(ContentHash.of(new byte[] {'a', 'b', 'c'}))
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    @Test
    void hashesTheSameDataAlikeWhereverItLies(@TempDir Path elsewhere) {
        twoClasses();
        String hash = new ImageFolder(root).read().manifestHash();
        pictures = new PictureFolder(elsewhere);
        twoClasses();
        assertThat(new ImageFolder(elsewhere).read().manifestHash()).isEqualTo(hash);
        assertThat(new ImageFolder(elsewhere)
                        .read(OPTIONS.withGroupPattern("p\\d+"))
                        .manifestHash())
                .isNotEqualTo(hash);
        pictures.add("stroke/p1_b.png", 200);
        assertThat(new ImageFolder(elsewhere).read().manifestHash()).isNotEqualTo(hash);
    }

    @Test
    void passesOverHiddenAndOtherFiles() {
        twoClasses();
        pictures.text("stroke/Thumbs.db", "x");
        pictures.text("stroke/.hidden.png", "x");
        pictures.text("normal/.cache/a.png", "x");
        pictures.text("__MACOSX/a.png", "x");
        pictures.text(".DS_Store", "x");
        pictures.text("README.txt", "x");
        ImageDataset dataset = new ImageFolder(root).read();
        assertThat(dataset.samples()).hasSize(4);
        assertThat(dataset.unreadable()).isEmpty();
    }

    @Test
    void saysOfWhichFilesOnlyTheFirstPageIsUsed() throws IOException {
        twoClasses();
        for (String name : List.of("pages.tif", "rgb16.tif", "animated.gif")) {
            try (InputStream file = getClass().getResourceAsStream(name)) {
                Files.copy(file, root.resolve("normal/" + name));
            }
        }
        ImageDataset dataset = new ImageFolder(root).read();
        assertThat(dataset.samples()).hasSize(7);
        assertThat(dataset.passedOver())
                .containsExactly(
                        new PassedOver(PassedOver.Kind.FURTHER_PAGES, Optional.empty(), 2, "normal/animated.gif"));
    }

    @Test
    void listsUnreadableImages() {
        twoClasses();
        pictures.text("stroke/broken.jpg", "no picture");
        pictures.text("normal/other.webp", "RIFF");
        ImageDataset dataset = new ImageFolder(root).read();
        assertThat(dataset.samples()).hasSize(4);
        assertThat(dataset.unreadable())
                .extracting(UnreadableFile::name)
                .containsExactly("normal/other.webp", "stroke/broken.jpg");
        assertThat(dataset.unreadable().get(1).reason()).contains("text file; leave it out");
    }

    @Test
    void failsOnUnreadableImagesIfAsked() {
        twoClasses();
        pictures.text("stroke/broken.jpg", "no picture");
        fails(
                () -> new ImageFolder(root).read(OPTIONS.withOnUnreadable(ReadOptions.OnUnreadable.FAIL)),
                "1 of 5 images",
                "stroke/broken.jpg");
    }

    @Test
    void takesGroupsFromNames() {
        twoClasses();
        ImageDataset byCapture = new ImageFolder(root).read(OPTIONS.withGroupPattern("^(p\\d)_"));
        assertThat(byCapture.samples())
                .extracting(sample -> sample.group().orElseThrow())
                .containsExactly("p3", "p2", "p1", "p1");
        ImageDataset byMatch = new ImageFolder(root).read(OPTIONS.withGroupPattern("p\\d"));
        assertThat(byMatch.samples().get(0).group()).isEqualTo(Optional.of("p3"));
        ImageDataset byFolder = new ImageFolder(root).read(OPTIONS.withGroupPattern("^([^/]+)/"));
        assertThat(byFolder.samples().get(0).group()).isEqualTo(Optional.of("normal"));
    }

    @Test
    void refusesPatternsThatMissImagesOrAreNone() {
        twoClasses();
        fails(
                () -> new ImageFolder(root).read(OPTIONS.withGroupPattern("p[12]")),
                "no group in 1 of 4 images",
                "normal/deeper/p3_a.png");
        fails(() -> OPTIONS.withGroupPattern("(p"), "(p", "no regular expression");
    }

    @Test
    void reportsProgressOnAnyNumberOfThreads() {
        twoClasses();
        for (int threads : new int[] {1, 3}) {
            CountingProgress progress = new CountingProgress();
            ImageDataset dataset =
                    new ImageFolder(root).read(OPTIONS.withThreads(threads).withProgress(progress));
            assertThat(dataset.samples()).hasSize(4);
            assertThat(progress.total.get()).isEqualTo(4);
            assertThat(progress.done.get()).isEqualTo(4);
            assertThat(progress.closed.get()).isEqualTo(1);
        }
    }

    @Test
    void saysThatAFolderIsMissingOrNone() {
        fails(() -> new ImageFolder(root.resolve("gone")).read(), "gone", "does not exist");
        Path file = pictures.text("file", "x");
        fails(() -> new ImageFolder(file).read(), "is a file, not a folder");
    }

    @Test
    void saysThatAFolderIsEmptyOrHoldsNoImages() throws IOException {
        fails(() -> new ImageFolder(root).read(), "is empty");
        Files.createDirectory(root.resolve("a"));
        Files.createDirectory(root.resolve("b"));
        pictures.text("a/notes.txt", "x");
        fails(() -> new ImageFolder(root).read(), "No images were found");
    }

    @Test
    void saysThatImagesHaveNoClass() {
        pictures.add("a.png", 1);
        fails(() -> new ImageFolder(root).read(), "1 image lies directly in", "a.png");
    }

    @Test
    void saysThatThereIsOneClass() {
        pictures.add("only/a.png", 1);
        pictures.add("only/b.png", 2);
        fails(() -> new ImageFolder(root).read(), "only one class", "only");
    }

    @Test
    void namesAClassThatIsTooSmall() {
        twoClasses();
        pictures.add("rare/a.png", 1);
        fails(() -> new ImageFolder(root).read(), "Class \"rare\"", "has 1 image;");
        pictures.text("rare/b.png", "x");
        fails(() -> new ImageFolder(root).read(), "Class \"rare\"", "has 1 image that can be read");
    }

    @Test
    void saysThatAWholeClassIsUnreadable() {
        twoClasses();
        pictures.text("rare/a.png", "x");
        pictures.text("rare/b.png", "y");
        fails(() -> new ImageFolder(root).read(), "Not one image of class \"rare\"", "rare/a.png");
    }

    @Test
    void stopsWhenInterrupted() {
        twoClasses();
        Thread.currentThread().interrupt();
        try {
            fails(() -> new ImageFolder(root).read(), "interrupted");
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
        } finally {
            Thread.interrupted();
        }
    }
}
