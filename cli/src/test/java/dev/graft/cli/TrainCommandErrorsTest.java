package dev.graft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every bad input ends with exit code 1, one line that names it, and nothing written. */
class TrainCommandErrorsTest {
    @TempDir
    Path directory;

    private Path images;
    private Path output;

    @BeforeEach
    void paths() {
        images = directory.resolve("images");
        output = directory.resolve("result");
    }

    private void assertFails(List<String> message, Object... more) throws IOException {
        assertFails(message, images, more);
    }

    private void assertFails(List<String> message, Path source, Object... more) throws IOException {
        List<String> before = Pictures.tree(directory);
        Outcome outcome = Outcome.train(source, output, more);
        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(outcome.err()).startsWith("graft: ").contains(message).doesNotContain("\tat ", "unexpected");
        assertThat(outcome.err().strip().lines()).hasSize(1);
        assertThat(Pictures.tree(directory)).isEqualTo(before);
    }

    /** Class {@code a} and class {@code b} with so many pictures each. */
    private void classes(int a, int b) throws IOException {
        Pictures.write(images.resolve("a"), a);
        Pictures.write(images.resolve("b"), b);
    }

    private Path manifest(String... lines) throws IOException {
        Path file = directory.resolve("list.csv");
        Files.write(file, List.of(lines));
        return file;
    }

    @Test
    void missingFolder() throws IOException {
        assertFails(List.of("images does not exist", "one folder of images for each class"));
    }

    @Test
    void emptyFolder() throws IOException {
        Files.createDirectory(images);
        assertFails(List.of("images is empty", "one folder of images for each class"));
    }

    @Test
    void imagesWithoutClassFolders() throws IOException {
        Pictures.write(images, 4);
        assertFails(List.of("4 images lie directly in", "p0.png", "their class is unknown"));
    }

    @Test
    void oneClassOnly() throws IOException {
        Pictures.write(images.resolve("a"), 6);
        assertFails(List.of("only one class", ": a.", "at least two classes"));
    }

    @Test
    void aClassWithOneImage() throws IOException {
        classes(6, 1);
        assertFails(List.of("Class \"b\"", "has 1 image;", "at least 2"));
    }

    @Test
    void aClassOfNothingButUnreadableFiles() throws IOException {
        classes(6, 0);
        Pictures.text(images.resolve("b/text.png"));
        Pictures.truncatedJpeg(images.resolve("b/half.jpg"));
        assertFails(
                List.of("Not one image of class \"b\"", "text.png (it is a text file; leave it out)", "half.jpg ("));
    }

    @Test
    void unreadableFilesWhereTheyAreFatal() throws IOException {
        classes(6, 6);
        Pictures.text(images.resolve("b/text.png"));
        Pictures.truncatedJpeg(images.resolve("a/half.jpg"));
        assertFails(
                List.of("2 of 14 images", "b/text.png (it is a text file", "a/half.jpg ("), "--on-unreadable", "fail");
    }

    @Test
    void aManifestOfFilesThatDoNotExist() throws IOException {
        Path list = manifest("path,label", "gone/1.png,a", "gone/2.png,b");
        assertFails(List.of("2 of 2 files", "gone/1.png", "relative to the manifest's folder"), list);
    }

    @Test
    void aManifestWithoutLabels() throws IOException {
        classes(2, 2);
        assertFails(List.of("no column \"label\"", "path, class"), manifest("path,class", "images/a/p0.png,a"));
        assertFails(List.of("line 2", "the label is empty"), manifest("path,label", "images/a/p0.png,"));
        assertFails(List.of("only one class"), manifest("path,label", "images/a/p0.png,a", "images/a/p1.png,a"));
        assertFails(List.of("lists no images"), manifest("path,label"));
    }

    @Test
    void aManifestAndAGroupPattern() throws IOException {
        classes(2, 2);
        Path list = manifest("path,label,group", "images/a/p0.png,a,1", "images/b/p0.png,b,2");
        assertFails(List.of("group"), list, "--group-pattern", "p(\\d)");
    }

    @Test
    void aGroupPatternThatMatchesNothing() throws IOException {
        classes(6, 6);
        assertFails(List.of("\"patient(\\d+)\" finds no group in 12 of 12"), "--group-pattern", "patient(\\d+)");
    }

    @Test
    void aGroupPatternThatIsNone() throws IOException {
        classes(6, 6);
        assertFails(List.of("\"(\" is no regular expression"), "--group-pattern", "(");
    }

    @Test
    void aGroupPatternThatLeavesAPartEmpty() throws IOException {
        classes(6, 6);
        assertFails(List.of("All 6 images of class \"a\" belong to group \"p\""), "--group-pattern", "p");
    }

    @Test
    void fewerGroupsThanParts() throws IOException {
        for (String name : List.of("a/left", "a/right", "b/left", "b/right")) {
            Pictures.write(images.resolve(name), 3);
        }
        assertFails(
                List.of("only 2 sets", "3 parts are wanted", "Leave out the test part"),
                "--group-pattern",
                "/(left|right)/");
    }

    @Test
    void anOutputFolderThatExists() throws IOException {
        classes(6, 6);
        Files.createDirectory(output);
        assertFails(List.of("result exists already", "Nothing was written"));
    }

    @Test
    void anOutputFolderThatCannotBeMadeIsFoundBeforeTheTraining() throws IOException {
        classes(6, 6);
        Path file = Files.createFile(directory.resolve("file"));
        Outcome outcome = Outcome.train(images, file.resolve("deeper/result"));
        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(outcome.err()).contains(file + " is a file", "Choose another place");
        assertThat(outcome.out()).isEmpty();
    }

    static Stream<Arguments> settings() {
        return Stream.of(
                settings("--folds", "1", "1 folds", "5 folds and 0.15"),
                settings("--folds", "13", "sets that must stay together", "13 folds are wanted"),
                settings("--fold", "2", "no --folds", "--fold between 1 and K"),
                settings("--threshold", "best", "'best'", "sensitivity:0.95"),
                settings("--interval-width", "0", "width of 0.0", "0.1 for ten points"),
                settings("--class-weights", "1,2,3", "2 classes", "3 class weights"),
                settings("--class-weights", "1;2", "'balanced' or one number per class", "found '1;2'"),
                settings("--label-smoothing", "1", "Label smoothing must be in [0, 1)", "found 1.0"),
                settings("--size", "31", "31 x 31 pixels are too small for efficientnet-b0", "at least 32 x 32"),
                settings("--size", "-4", "an input of -4 pixels", "at least 1"),
                settings("--backbone", "nope", "no backbone 'nope'", "At hand: deep-cnn, densenet121"),
                settings("--engine", "abacus", "no engine 'abacus'", "dl4j"),
                settings("--weights", "gone.safetensors", "no weights file gone.safetensors", ""),
                settings("--weights", "pom.xml", "pom.xml begins with '<?xml", "Use safetensors"),
                settings("--unfreeze", "238", "last 238 layers", "Choose 0 to 237"),
                settings("--unfreeze", "-1", "must not be negative", "-1"),
                settings("--optimizer", "lion", "no optimizer 'lion'", "adam"),
                settings("--schedule", "zigzag", "no learning-rate schedule 'zigzag'", "constant, cosine"),
                settings("--warm-up-epochs", "-1", "0 or more epochs", "-1"),
                settings("--clip-norm", "0", "positive and finite", "0.0"),
                settings("--accumulate", "0", "at least one batch", "0"),
                settings("--backbone-rate", "0", "positive and finite", "0.0"),
                settings("--unfreeze-schedule", "0-5", "'0-5' is no stage", "0:5,3:5,20:10"),
                settings("--unfreeze-schedule", "5:5,3:5", "3 layers after 5", ""),
                settings("--max-minutes", "0", "above 0", "0.0"),
                settings("--max-memory", "0", "above 0", "0 bytes"),
                settings("--checkpoint-batches", "3", "needs --checkpoint", ""),
                settings("--learning-rate", "0", "learning rate must be positive", "0.0"),
                settings("--learning-rate", "NaN", "learning rate must be positive", "NaN"),
                settings("--dropout", "1", "dropout rate must be in [0, 1)", "1.0"),
                settings("--dense", "64,0", "at least one unit", "0"),
                settings("--head", "vgg", "no head 'vgg'", "gap-dense-dropout"),
                settings("--batch-size", "0", "batch size of at least 1", "0"),
                settings("--epochs", "0", "at least one epoch", "0"),
                settings("--patience", "-1", "patience of 0 or more", "-1"),
                settings("--validation", "0", "validation above 0", "0.7, 0.15 and 0.15"),
                settings("--test", "1", "together 1", "0.7, 0.15 and 0.15"),
                settings("--positive", "c", "no class 'c'", "a, b"),
                settings("--preprocessing", "best", "no preprocessing 'best'", "caffe, tf, torch, none"),
                settings("--threads", "0", "at least one thread", "0"));
    }

    @Test
    void aLeakageTestOfAllFolds() throws IOException {
        classes(6, 6);
        assertFails(List.of("--leakage-test is about one split"), "--leakage-test", true, "--folds", 3);
        assertFails(List.of("--leakage-comparison is about one split"), "--leakage-comparison", true, "--folds", 3);
    }

    private static Arguments settings(String option, String value, String message, String way) {
        return Arguments.of(option, value, List.of(message, way));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("settings")
    void settingsOutOfRange(String option, String value, List<String> message) throws IOException {
        classes(6, 6);
        assertFails(message, option, value);
    }

    /** A folder per part, each with so many pictures of two classes. */
    private void parts(int train, int validation, int test) throws IOException {
        for (String name : List.of("a", "b")) {
            Pictures.write(images.resolve("train/" + name), train);
            Pictures.write(images.resolve("val/" + name), validation);
            Pictures.write(images.resolve("test/" + name), test);
        }
    }

    @Test
    void aGivenSplitAndSharesOrFolds() throws IOException {
        parts(3, 2, 2);
        assertFails(
                List.of("come with a validation part", "--validation 0.2", "--ready-split ignore"),
                "--validation",
                0.2);
        assertFails(List.of("come with a test part", "--test 0.0"), "--test", 0);
        assertFails(List.of("come with a split", "folds"), "--folds", 2);
        assertFails(List.of("comes with a split of its own"), "--test-dir", images.resolve("test"));
        assertFails(
                List.of("--ready-split ignore and --validation-dir or --test-dir exclude each other"),
                images.resolve("train"),
                "--validation-dir",
                images.resolve("val"),
                "--ready-split",
                "ignore");
    }

    @Test
    void optionsOfManifestsForFoldersAndOfFoldersForManifests() throws IOException {
        classes(4, 4);
        assertFails(List.of("--path-column", "about a manifest", "is none"), "--label-column", "dx");
        Path list = manifest("path,label", "images/a/p0.png,a", "images/b/p0.png,b");
        assertFails(List.of("--split-column"), list, "--test-dir", images);
        assertFails(
                List.of("--ready-split ignore and --split-column exclude each other"),
                list,
                "--split-column",
                "label",
                "--ready-split",
                "ignore");
    }

    @Test
    void imagesOfNoSize() throws IOException {
        classes(6, 6);
        assertFails(List.of("an input of 0 pixels, expected at least 1"), "--size", 0);
    }

    @Test
    void twoImagesOfEachClass() throws IOException {
        classes(2, 2);
        assertFails(List.of("images that are equal or look alike", "holds 2 of 4 images", "leave out the test part"));
        assertThat(Outcome.train(images, output).err()).doesNotContain("group");
    }

    /** The test part must not be opened for a model that is none: nothing is noted, nothing is written. */
    @Test
    void aTrainingThatDivergesAtOnce() throws IOException {
        classes(8, 8);
        Path seals = directory.resolve("seals");
        assertFails(
                List.of("became", "no model to keep", "lower learning rate"),
                "--backbone",
                "simple-cnn",
                "--weights",
                "random",
                "--size",
                "32",
                "--optimizer",
                "sgd",
                "--learning-rate",
                "1e30",
                "--seals",
                seals);
        assertThat(seals).doesNotExist();
    }

    /** The call gives --epochs as well. */
    @Test
    void epochsBesideASchedule() throws IOException {
        classes(8, 8);
        assertFails(
                List.of("--unfreeze-schedule says", "--epochs cannot be given beside it"),
                "--unfreeze-schedule",
                "0:1,3:1");
    }
}
