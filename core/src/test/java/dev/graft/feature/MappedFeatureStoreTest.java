package dev.graft.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.GraftException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MappedFeatureStoreTest {
    private static final int FLOATS = 5;
    private static final int ROW_BYTES = 40 + 4 * FLOATS;

    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void choosePlace() {
        file = directory.resolve("sub/some.features");
    }

    private FeatureStore open() {
        return MappedFeatureStore.open(file, FLOATS, false).orElseThrow();
    }

    /** Three rows a segment. */
    private FeatureStore openWithSmallSegments() {
        return MappedFeatureStore.open(file, FLOATS, false, 3 * ROW_BYTES + 7).orElseThrow();
    }

    private static String hash(int image) {
        return String.format(Locale.ROOT, "%064x", image + 1);
    }

    private static float[] row(int image) {
        return new float[] {image, -image, Float.NaN, Float.MIN_VALUE, 0.1f * image};
    }

    private static void fill(FeatureStore store, int from, int to) {
        for (int image = from; image < to; image++) {
            store.put(hash(image), row(image));
        }
    }

    private static void assertHolds(FeatureStore store, int from, int to) {
        for (int image = from; image < to; image++) {
            assertThat(store.contains(hash(image))).as("image %d", image).isTrue();
            float[] target = new float[FLOATS + 3];
            store.get(hash(image), target, 2);
            float[] expected = new float[FLOATS + 3];
            System.arraycopy(row(image), 0, expected, 2, FLOATS);
            assertThat(target).as("image %d", image).isEqualTo(expected);
        }
    }

    @Test
    void rowsComeBackToTheLastBit() {
        try (FeatureStore store = open()) {
            assertThat(store.contains(hash(0))).isFalse();
            fill(store, 0, 10);
            assertHolds(store, 0, 10);
            assertThat(store.describe()).isEqualTo(file.toString());
        }
    }

    @Test
    void aReopenedFileHoldsItsRowsAndTakesMore() {
        try (FeatureStore store = open()) {
            fill(store, 0, 10);
        }
        try (FeatureStore store = open()) {
            assertHolds(store, 0, 10);
            assertThat(store.contains(hash(10))).isFalse();
            fill(store, 10, 200);
        }
        try (FeatureStore store = open()) {
            assertHolds(store, 0, 200);
        }
    }

    @Test
    void openingDoesNotEnlargeTheFile() throws IOException {
        try (FeatureStore store = open()) {
            fill(store, 0, 70);
        }
        long size = Files.size(file);
        for (int i = 0; i < 3; i++) {
            open().close();
        }

        assertThat(Files.size(file)).isEqualTo(size);
    }

    @Test
    void rowsGoOnInFurtherSegments() {
        try (FeatureStore store = openWithSmallSegments()) {
            fill(store, 0, 11);
            assertHolds(store, 0, 11);
        }
        try (FeatureStore store = openWithSmallSegments()) {
            assertHolds(store, 0, 11);
            fill(store, 11, 20);
            assertHolds(store, 0, 20);
        }
    }

    @Test
    void theSizeOfSegmentsDoesNotShowInTheFile() {
        try (FeatureStore store = openWithSmallSegments()) {
            fill(store, 0, 11);
        }
        try (FeatureStore store = open()) {
            assertHolds(store, 0, 11);
        }
    }

    @Test
    void aRowLargerThanASegmentGetsOneOfItsOwn() {
        try (FeatureStore store =
                MappedFeatureStore.open(file, FLOATS, false, 1).orElseThrow()) {
            fill(store, 0, 4);
            assertHolds(store, 0, 4);
        }
    }

    @Test
    void aRowPutTwiceIsKeptOnce() {
        try (FeatureStore store = open()) {
            fill(store, 0, 1);
            store.put(hash(0), row(7));
            assertHolds(store, 0, 1);
        }
    }

    @Test
    void aTornRowAndAllAfterItAreWrittenAgain() throws IOException {
        try (FeatureStore store = open()) {
            fill(store, 0, 5);
        }
        overwrite(2L * ROW_BYTES + 40 + 6, 0x55);
        try (FeatureStore store = open()) {
            assertHolds(store, 0, 2);
            assertThat(store.contains(hash(2))).isFalse();
            fill(store, 2, 5);
        }
        try (FeatureStore store = open()) {
            assertHolds(store, 0, 5);
        }
    }

    @Test
    void aRowUnderADamagedNameDoesNotCount() throws IOException {
        try (FeatureStore store = open()) {
            fill(store, 0, 2);
        }
        overwrite(ROW_BYTES + 3, 0x55);
        try (FeatureStore store = open()) {
            assertHolds(store, 0, 1);
            assertThat(store.contains(hash(1))).isFalse();
        }
    }

    @Test
    void aFileCutOffWithinARowLosesThatRowOnly() throws IOException {
        try (FeatureStore store = open()) {
            fill(store, 0, 5);
        }
        try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw")) {
            access.setLength(3L * ROW_BYTES + 17);
        }
        try (FeatureStore store = open()) {
            assertHolds(store, 0, 3);
            assertThat(store.contains(hash(3))).isFalse();
            fill(store, 3, 9);
            assertHolds(store, 0, 9);
        }
    }

    private void overwrite(long position, int value) throws IOException {
        try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw")) {
            access.seek(position);
            access.write(value);
        }
    }

    @Test
    void aRowOfZerosIsToldFromAnUnwrittenOne() {
        String zeros = "0".repeat(64);
        try (FeatureStore store = open()) {
            assertThat(store.contains(zeros)).isFalse();
            store.put(zeros, new float[FLOATS]);
        }
        try (FeatureStore store = open()) {
            assertThat(store.contains(zeros)).isTrue();
        }
    }

    @Test
    void aSecondStoreOnTheSameFileGetsNothing() {
        try (FeatureStore first = open()) {
            fill(first, 0, 1);
            assertThat(MappedFeatureStore.open(file, FLOATS, false)).isEmpty();
            assertThat(MappedFeatureStore.open(directory.resolve("sub/../sub/some.features"), FLOATS, false))
                    .isEmpty();
            assertHolds(first, 0, 1);
        }
        Optional<FeatureStore> second = MappedFeatureStore.open(file, FLOATS, false);
        assertThat(second).isPresent();
        second.get().close();
    }

    @Test
    void aFileThatCouldNotBeOpenedCanBeOpenedLater() throws IOException {
        Files.createDirectories(file);
        assertThatThrownBy(this::open).isInstanceOf(GraftException.class);
        Files.delete(file);

        try (FeatureStore store = open()) {
            fill(store, 0, 1);
            assertHolds(store, 0, 1);
        }
    }

    /** On POSIX systems a process loses its lock on a file when it closes any other channel to it. */
    @Test
    void anotherProcessStaysLockedOutAfterASecondStoreWasTurnedAway() throws IOException, InterruptedException {
        try (FeatureStore first = open()) {
            fill(first, 0, 1);
            assertThat(MappedFeatureStore.open(file, FLOATS, false)).isEmpty();

            assertThat(askAnotherProcess()).isEqualTo("locked");
        }
        assertThat(askAnotherProcess()).isEqualTo("free");
    }

    private String askAnotherProcess() throws IOException, InterruptedException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process process = new ProcessBuilder(
                        java, "-Xshare:auto", "-cp", "target/test-classes", LockProbe.class.getName(), file.toString())
                .redirectErrorStream(true)
                .start();
        String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return answer.trim();
    }

    @Test
    void aTemporaryFileIsDeletedWhenClosed() {
        FeatureStore store = MappedFeatureStore.open(file, FLOATS, true).orElseThrow();
        fill(store, 0, 3);
        assertThat(file).exists();

        store.close();

        assertThat(file).doesNotExist();
    }

    @Test
    void aPlaceThatCannotBeWrittenIsNamed() throws IOException {
        Files.writeString(directory.resolve("sub"), "a file where a directory should be");

        assertThatThrownBy(this::open).isInstanceOf(GraftException.class).hasMessageContaining(file.toString());
    }
}
