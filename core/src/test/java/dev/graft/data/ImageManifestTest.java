package dev.graft.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.error.GraftException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
    void keepsFurtherColumnsThatAreAskedFor() {
        Path list = pictures.text("list.csv", "path,label,Sex,site\n" + FOUR.replace(",p", ",f,p"));
        ImageDataset kept = new ImageManifest(list, ManifestColumns.defaults().withFurther(List.of("sex"))).read();
        assertThat(kept.samples())
                .extracting(ImageSample::attributes)
                .containsExactly(Map.of("sex", "f"), Map.of("sex", "f"), Map.of("sex", "f"), Map.of());
        assertThat(kept.samples().get(0).withLabel(1).attributes()).containsKey("sex");
        assertThat(new ImageManifest(list).read().samples())
                .allSatisfy(sample -> assertThat(sample.attributes()).isEmpty());
        assertThat(new ImageManifest(list).read().manifestHash()).isEqualTo(kept.manifestHash());
        assertThatThrownBy(
                        () -> new ImageManifest(list, ManifestColumns.defaults().withFurther(List.of("age"))).read())
                .isInstanceOf(GraftException.class)
                .hasMessageContainingAll("no column \"age\"", "--subgroup");
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
        fails("datei;label\ni/1.png;a\n", "no column \"path\"", "datei, label", "--path-column");
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
        fails("", "is empty");
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

    private ImageDataset read(String content, ManifestColumns columns) {
        return new ImageManifest(pictures.text("list.csv", content), columns).read();
    }

    private void fails(String content, ManifestColumns columns, String... parts) {
        assertThatThrownBy(() -> read(content, columns))
                .isInstanceOf(GraftException.class)
                .hasMessageContainingAll(parts);
    }

    @ParameterizedTest
    @ValueSource(strings = {";", "\t", ","})
    void readsSemicolonsTabsAndCommas(String delimiter) {
        ImageDataset dataset =
                read(("path,label,group,remark\n" + FOUR.replace("\n", ",\"a b\"\n")).replace(",", delimiter));
        assertThat(dataset.classNames()).containsExactly("a", "b");
        assertThat(dataset.groups()).hasSize(3);
    }

    @Test
    void takesOtherHeaders() {
        ImageDataset dataset = read(
                "image_id;dx;patient\n1;a;p1\n2;a;p1\n3.png;b;p2\n4;b;p2\n",
                ManifestColumns.defaults()
                        .withPath("image_id")
                        .withLabel(List.of("DX"))
                        .withGroup("patient")
                        .withRoot(root.resolve("i"))
                        .withExtension(".png"));
        assertThat(dataset.samples()).extracting(ImageSample::name).containsExactly("1.png", "2.png", "3.png", "4.png");
        assertThat(dataset.groups()).containsEntry("4.png", "p2");
    }

    @Test
    void saysWhichExtensionIdsLack() {
        fails("path,label\ni/1,a\ni/2,a\ni/3,b\ni/4,b\n", "there is i/1.png", "--image-extension png");
    }

    @Test
    void readsOneHotColumns() {
        ManifestColumns columns = ManifestColumns.defaults().withLabel(List.of("MEL", "NV"));
        ImageDataset dataset =
                read("path,MEL,NV\ni/1.png,1.0,0.0\ni/2.png,1,0\ni/3.png,0,1\ni/4.png,0.0,1.0\n", columns);
        assertThat(dataset.classNames()).containsExactly("MEL", "NV");
        assertThat(dataset.samples()).extracting(ImageSample::label).containsExactly(0, 0, 1, 1);
        fails("path,MEL,NV\ni/1.png,1,1\n", columns, "line 2", "[MEL, NV] hold a 1 each");
        fails("path,MEL,NV\ni/1.png,0,0\n", columns, "line 2", "no label column holds a 1");
        fails("path,MEL,NV\ni/1.png,0.5,0.5\n", columns, "line 2", "Expected 1 or 0");
    }

    @Test
    void refusesAHeaderNamedTwice() {
        fails("path,label,Label\ni/1.png,a,b\n", "two columns named \"Label\"");
        fails("path;note;label;note\ni/1.png;x;a;y\n", "two columns named \"note\"");
    }

    @Test
    void findsFilesWhoseNamesAreDecomposed() {
        pictures.add("bilder/Bu\u0308ro\u0301/n\u0303.png", 9);
        ImageDataset dataset =
                read("path,label\nbilder/B\u00FCr\u00F3/\u00F1.png,a\ni/2.png,a\ni/3.png,b\ni/4.png,b\n");
        assertThat(dataset.samples().get(0).path()).exists();
        assertThat(dataset.samples().get(0).name()).isEqualTo("bilder/B\u00FCr\u00F3/\u00F1.png");
    }

    @Test
    void namesWhatIsNoText() throws IOException {
        Path utf16 = Files.writeString(root.resolve("utf16.csv"), "\uFEFFpath,label\n", StandardCharsets.UTF_16LE);
        Path unmarked = Files.writeString(root.resolve("unmarked.csv"), "path,label\n", StandardCharsets.UTF_16BE);
        Path zip = Files.write(root.resolve("images.zip"), new byte[] {'P', 'K', 3, 4, 20, 0});
        Path book = Files.write(root.resolve("list.xlsx"), new byte[] {'P', 'K', 3, 4, 20, 0});
        assertThatThrownBy(() -> new ImageManifest(utf16).read()).hasMessageContaining("UTF-16 text");
        assertThatThrownBy(() -> new ImageManifest(unmarked).read()).hasMessageContaining("UTF-16 text");
        assertThatThrownBy(() -> new ImageManifest(zip).read()).hasMessageContainingAll("zip archive", "Unpack it");
        assertThatThrownBy(() -> new ImageManifest(book).read()).hasMessageContainingAll("Excel workbook", "CSV");
        assertThatThrownBy(() -> new ImageManifest(root.resolve("i/1.png")).read())
                .hasMessageContainingAll("PNG image, not a manifest");
    }

    @Test
    void takesASplitFromItsColumn() {
        String rows = "path,label,%s\ni/1.png,a,Train\ni/2.png,a,val\ni/3.png,b,train\ni/4.png,b,validation\n";
        ImageDataset found = read(String.format(Locale.ROOT, rows, "split"));
        assertThat(found.samples())
                .extracting(sample -> sample.part().orElseThrow())
                .containsExactly(Part.TRAIN, Part.VALIDATION, Part.TRAIN, Part.VALIDATION);
        ImageDataset named = read(
                String.format(Locale.ROOT, rows, "fold"),
                ManifestColumns.defaults().withPart("fold"));
        assertThat(named.givenParts()).containsExactly(Part.TRAIN, Part.VALIDATION);
        assertThat(read(String.format(Locale.ROOT, rows, "fold")).givenParts()).isEmpty();
        assertThat(new ImageManifest(root.resolve("list.csv"))
                        .read(ReadOptions.defaults().withReadySplit(ReadOptions.ReadySplit.IGNORE))
                        .givenParts())
                .isEmpty();
        // Numbers of folds are no split.
        assertThat(read("path,label,split\n" + FOUR.replace(",p", ",")).givenParts())
                .isEmpty();
        fails("path,label,fold\n" + FOUR, ManifestColumns.defaults().withPart("fold"), "line 2", "holds \"p1\"");
    }

    @Test
    void takesLabelsFromNamesIfThereIsNoColumn() {
        ReadOptions options = ReadOptions.defaults().withLabelPattern("^[12]|[34]");
        ImageManifest manifest = new ImageManifest(pictures.text("list.csv", "path\ni/1.png\ni/2.png\n"));
        assertThatThrownBy(() -> manifest.read(options)).hasMessageContaining("Class \"1\"");
        assertThatThrownBy(() -> new ImageManifest(pictures.text("both.csv", "path,label\ni/1.png,a\n")).read(options))
                .hasMessageContaining("Keep one of the two");
    }
}
