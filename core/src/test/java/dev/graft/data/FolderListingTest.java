package dev.graft.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.error.GraftException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Every file is an image, or counted. */
class FolderListingTest {
    @TempDir
    Path root;

    private PictureFolder pictures;

    @BeforeEach
    void twoClasses() {
        pictures = new PictureFolder(root);
        pictures.add("a/1.png", 1);
        pictures.add("a/2.png", 2);
        pictures.add("b/3.png", 3);
        pictures.add("b/4.png", 4);
    }

    private List<String> passedOver() {
        return new ImageFolder(root)
                .read().passedOver().stream().map(PassedOver::describe).toList();
    }

    @Test
    void nothingElseIsNothingPassedOver() {
        assertThat(passedOver()).isEmpty();
    }

    @Test
    void theContentDecidesWhereTheNameSaysNothing() throws IOException {
        Files.move(root.resolve("a/1.png"), root.resolve("a/IM-0001"));
        Files.move(root.resolve("a/2.png"), root.resolve("a/scan.2024-05-01"));
        Files.write(root.resolve("b/slice"), dicom());
        pictures.text("b/notes", "seen");
        pictures.text("b/more.zip", "PK\u0003\u0004");

        ImageDataset images = new ImageFolder(root).read();

        assertThat(images.samples()).extracting(ImageSample::name).contains("a/IM-0001", "a/scan.2024-05-01");
        assertThat(images.unreadable()).singleElement().satisfies(file -> {
            assertThat(file.name()).isEqualTo("b/slice");
            assertThat(file.reason()).contains("DICOM file", "export its pictures");
        });
        assertThat(passedOver())
                .containsExactlyInAnyOrder(
                        "1 no image (text file): b/notes", "1 no image (zip archive): b/more.zip; unpack it");
    }

    private static byte[] dicom() {
        byte[] bytes = new byte[200];
        System.arraycopy(new byte[] {'D', 'I', 'C', 'M'}, 0, bytes, 128, 4);
        return bytes;
    }

    @Test
    void kindsAreCountedWithTheFirstByName() {
        pictures.text("a/z.txt", "x");
        pictures.text("b/y.txt", "x");
        pictures.text("readme.md", "x");
        pictures.text("a/._1.png", "x");
        pictures.text("a/.cache/1.png", "x");
        assertThat(passedOver())
                .containsExactlyInAnyOrder(
                        "3 no image (text file), for example a/z.txt", "2 hidden, for example a/._1.png");
    }

    @Test
    void foldersOfOtherProgramsAreNoClasses() {
        for (String name : List.of("@eaDir", ".ipynb_checkpoints", "__MACOSX", "$RECYCLE.BIN")) {
            pictures.add(name + "/thumb.png", 9);
            pictures.add("a/" + name + "/thumb.png", 9);
        }
        pictures.text("a/Thumbs.db", "x");
        ImageDataset images = new ImageFolder(root).read();
        assertThat(images.classNames()).containsExactly("a", "b");
        assertThat(images.samples()).hasSize(4);
        assertThat(passedOver()).containsExactly("9 of another program, for example $RECYCLE.BIN");
    }

    @Test
    void whatGraftWroteIsNoClass() {
        pictures.add("graft-explanations/1.png", 9);
        pictures.text("graft-explanations/explanations.csv", "image,picture");
        pictures.text("graft-result/model.graft", "x");
        pictures.text("graft-result/report.html", "x");
        pictures.text("folds/cross-validation.json", "{}");
        pictures.text("graft-grid/ledger.json", "{}");
        pictures.add("graft-grid/trials/1/heat.png", 9);
        pictures.text("a/old/result.json", "{}");
        pictures.text("a/old/history.csv", "x");
        pictures.add("a/old/7.png", 7);
        ImageDataset images = new ImageFolder(root).read();
        assertThat(images.classNames()).containsExactly("a", "b");
        assertThat(images.samples()).hasSize(4);
        assertThat(passedOver()).containsExactly("5 written by Graft, for example a/old");
    }

    @Test
    void linksAreFollowedAndThoseThatLeadNowhereCounted(@TempDir Path elsewhere) throws IOException {
        Path far = new PictureFolder(elsewhere).add("far/5.png", 5);
        Files.createSymbolicLink(root.resolve("a/5.png"), far);
        Files.createSymbolicLink(root.resolve("b/far"), far.getParent());
        Files.createSymbolicLink(root.resolve("a/gone.png"), elsewhere.resolve("gone.png"));
        Files.createSymbolicLink(root.resolve("a/self.png"), root.resolve("a/self.png"));
        Files.createSymbolicLink(root.resolve("b/up"), root);
        ImageDataset images = new ImageFolder(root).read();
        assertThat(images.samples())
                .extracting(ImageSample::name)
                .contains("a/5.png", "b/far/5.png")
                .hasSize(6);
        assertThat(passedOver())
                .containsExactlyInAnyOrder(
                        "2 a link that leads nowhere, for example a/gone.png",
                        "1 a link to a folder that it lies in: b/up");
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void pipesAndSocketsAreCountedAndNotOpened() throws Exception {
        assertThat(new ProcessBuilder("mkfifo", root.resolve("a/pipe.png").toString())
                        .start()
                        .waitFor())
                .isZero();
        try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            socket.bind(UnixDomainSocketAddress.of(root.resolve("b/socket")));
            assertThat(passedOver()).containsExactly("2 a pipe, socket or device, for example a/pipe.png");
        }
    }

    @Test
    void anEmptySearchSaysWhatWasThere() throws IOException {
        Path other = Files.createDirectory(root.resolve("other"));
        new PictureFolder(other).text("x/list.txt", "x");
        assertThatThrownBy(() -> new ImageFolder(other).read())
                .isInstanceOf(GraftException.class)
                .hasMessageContainingAll("No images were found", "1 no image (text file): x/list.txt");
    }

    @Test
    void everyFileIsAccountedFor() throws IOException {
        pictures.text("a/broken.jpg", "x");
        pictures.text("b/note.txt", "x");
        Files.createSymbolicLink(root.resolve("b/gone.png"), root.resolve("nowhere"));
        ImageDataset images = new ImageFolder(root).read();
        long counted = images.samples().size()
                + images.unreadable().size()
                + images.passedOver().stream().mapToInt(PassedOver::count).sum();
        try (var walk = Files.walk(root)) {
            assertThat(walk.filter(path -> !Files.isDirectory(path)).count()).isEqualTo(counted);
        }
    }

    @Test
    void classesThatDifferInCaseAloneAreTold() {
        assertThat(new ImageFolder(root).read().similarClasses()).isEmpty();
        pictures.add("A/8.png", 8);
        pictures.add("A/9.png", 9);
        assertThat(new ImageFolder(root).read().similarClasses().orElseThrow()).contains("\"A\" and \"a\"");
    }

    @Test
    void classFoldersHaveOneNameHoweverItsLettersAreComposed() {
        pictures.add("Bu\u0308ro/8.png", 8);
        pictures.add("Bu\u0308ro/9.png", 9);
        assertThat(new ImageFolder(root).read().classNames()).containsExactly("B\u00FCro", "a", "b");
    }
}
