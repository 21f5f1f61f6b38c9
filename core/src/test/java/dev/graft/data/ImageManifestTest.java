package dev.graft.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.GraftException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageManifestTest {
    private static final String FOUR = "i/1.png,a,p1\ni/2.png,a,p2\ni/3.png,b,p3\ni/4.png,b,\n";

    @TempDir
    Path root;

    private PictureFolder pictures;

    @BeforeEach
    void start() {
        pictures = new PictureFolder(root);
        for (int i = 1; i <= 4; i++) {
            pictures.add("i/" + i + ".png", i);
        }
    }

    private ImageDataset read(String content) {
        return new ImageManifest(pictures.text("list.csv", content)).read();
    }

    private void fails(String content, String... parts) {
        assertThatThrownBy(() -> read(content))
                .isInstanceOf(GraftException.class)
                .hasMessageContainingAll(parts);
    }

    @Test
    void readsPathsLabelsAndGroups() {
        ImageDataset dataset = read("path,label,group\n" + FOUR);
        assertThat(dataset.classNames()).containsExactly("a", "b");
        assertThat(dataset.samples())
                .extracting(ImageSample::name)
                .containsExactly("i/1.png", "i/2.png", "i/3.png", "i/4.png");
        assertThat(dataset.samples()).extracting(ImageSample::label).containsExactly(0, 0, 1, 1);
        assertThat(dataset.samples())
                .extracting(ImageSample::group)
                .containsExactly(Optional.of("p1"), Optional.of("p2"), Optional.of("p3"), Optional.empty());
    }

    @Test
    void takesWhatSpreadsheetsWrite() {
        ImageDataset dataset =
                read("\uFEFF\"Label\", Path ,Remark\r\na,\"i/1.png\",x\r\na,.\\i\\2.png,\r\nb,i/3.png,\r\n" + "b,"
                        + root.resolve("i/4.png") + ",\r\n");
        assertThat(dataset.samples())
                .extracting(ImageSample::name)
                .containsExactly("i/1.png", "i/2.png", "i/3.png", "i/4.png");
    }

    @Test
    void namesAMissingColumn() {
        fails("file,label\ni/1.png,a\n", "no column \"path\"", "file, label");
        fails("path;label\ni/1.png;a\n", "no column \"path\"", "path;label");
        fails("path,class\ni/1.png,a\n", "no column \"label\"");
    }

    @Test
    void namesMissingFiles() {
        fails("path,label\n" + "i/1.png,a\ni/9.png,a\n", "1 of 2 files", "i/9.png");
    }

    @Test
    void namesTheLineOfAnEmptyValue() {
        fails("path,label\ni/1.png,\n", "line 2", "label is empty");
        fails("path,label\ni/1.png,a\n ,a\n", "line 3", "path is empty");
        fails("path,label\ni/1.png\n", "line 2", "label is empty");
    }

    @Test
    void namesADuplicate() {
        fails("path,label\ni/1.png,a\ni/2.png,a\n./i/1.png,b\n", "i/1.png twice", "lines 2 and 4");
    }

    @Test
    void saysThatNothingIsListed() {
        fails("path,label\n", "lists no images");
        fails("", "no column \"path\"");
    }

    @Test
    void saysThatTheFileIsMissingOrNoText() throws IOException {
        assertThatThrownBy(() -> new ImageManifest(root.resolve("gone.csv")).read())
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("does not exist");
        Path file = Files.write(root.resolve("latin.csv"), new byte[] {'p', (byte) 0xE4, 'h', '\n'});
        assertThatThrownBy(() -> new ImageManifest(file).read())
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("UTF-8");
    }

    @Test
    void checksClassesAsFoldersDo() {
        fails("path,label\ni/1.png,a\ni/2.png,a\n", "only one class");
        fails("path,label\ni/1.png,a\ni/2.png,a\ni/3.png,b\n", "Class \"b\"", "1 image;");
    }

    @Test
    void takesGroupsFromAColumnOrAPatternButNotBoth() {
        ReadOptions options = ReadOptions.defaults().withGroupPattern("\\d");
        ImageManifest without = new ImageManifest(
                pictures.text("plain.csv", "path,label\ni/1.png,a\ni/2.png,a\ni/3.png,b\ni/4.png,b\n"));
        assertThat(without.read(options).samples().get(2).group()).isEqualTo(Optional.of("3"));
        ImageManifest with = new ImageManifest(pictures.text("groups.csv", "path,label,group\n" + FOUR));
        assertThatThrownBy(() -> with.read(options))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("Keep one of the two");
    }
}
