package dev.graft.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.error.GraftException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class FileFeatureStoreTest {
    private static final int FLOATS = 5;
    private static final int ROW_BYTES = 40 + 4 * FLOATS;

    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void choosePlace() {
        file = directory.resolve("sub/some.features");
    }

    private static final long LARGE = 1 << 20;

    private FeatureStore open() {
        return FileFeatureStore.open(file, FLOATS, LARGE, Set.of()).orElseThrow();
    }

    private static String hash(int image) {
        return String.format(Locale.ROOT, "%064x", image + 1);
    }

    private static float[] row(int image) {
        return new float[] {image, -image, Float.NaN, Float.MIN_VALUE, 0.1f * image};
    }

    private static void fill(FeatureStore store, int from, int to) {
        for (int image = from; image < to; image++) {
            float[] row = row(image);
            store.put(hash(image), values -> values.put(row));
        }
    }

    private static void assertHolds(FeatureStore store, int from, int to) {
        for (int image = from; image < to; image++) {
            assertThat(store.contains(hash(image))).as("image %d", image).isTrue();
            float[] target = new float[FLOATS + 3];
            store.get(hash(image), 0, FloatBuffer.wrap(target, 2, FLOATS));
            float[] expected = new float[FLOATS + 3];
            System.arraycopy(row(image), 0, expected, 2, FLOATS);
            assertThat(target).as("image %d", image).isEqualTo(expected);
        }
    }

    @Test
    void rowsThatWereReadOnceNeedNoFile() {
        FeatureStore behind = open();
        try (FeatureStore store = new BufferedFeatureStore(behind, FLOATS)) {
            fill(store, 0, 10);
            assertHolds(store, 0, 10);
            behind.close();
            assertHolds(store, 0, 0);
            float[] part = new float[2];
            store.get(hash(4), 3, FloatBuffer.wrap(part));
            assertThat(part).containsExactly(row(4)[3], row(4)[4]);
            assertThat(store.describe()).isEqualTo(file.toString());
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
    void aRowPutTwiceIsKeptOnce() {
        try (FeatureStore store = open()) {
            fill(store, 0, 1);
            store.put(hash(0), values -> values.put(row(7)));
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
            store.put(zeros, values -> values.put(new float[FLOATS]));
        }
        try (FeatureStore store = open()) {
            assertThat(store.contains(zeros)).isTrue();
        }
    }

    @Test
    void aSecondStoreOnTheSameFileGetsNothing() {
        try (FeatureStore first = open()) {
            fill(first, 0, 1);
            assertThat(FileFeatureStore.open(file, FLOATS, LARGE, Set.of())).isEmpty();
            assertThat(FileFeatureStore.open(directory.resolve("sub/../sub/some.features"), FLOATS, LARGE, Set.of()))
                    .isEmpty();
            assertHolds(first, 0, 1);
        }
        Optional<FileFeatureStore> second = FileFeatureStore.open(file, FLOATS, LARGE, Set.of());
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
            assertThat(FileFeatureStore.open(file, FLOATS, LARGE, Set.of())).isEmpty();

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
    void aPlaceThatCannotBeWrittenIsNamed() throws IOException {
        Files.writeString(directory.resolve("sub"), "a file where a directory should be");

        assertThatThrownBy(this::open).isInstanceOf(GraftException.class).hasMessageContaining(file.toString());
    }

    @Test
    void aFileOfItsFullSizeGivesUpRowsThatAreNotWanted() throws IOException {
        long most = 6L * ROW_BYTES + 5;
        try (FeatureStore store =
                FileFeatureStore.open(file, FLOATS, most, Set.of()).orElseThrow()) {
            fill(store, 0, 6);
        }
        Set<String> wanted = Set.of(hash(0), hash(5), hash(6), hash(7), hash(8));
        try (FileFeatureStore store =
                FileFeatureStore.open(file, FLOATS, most, wanted).orElseThrow()) {
            assertThat(store.missing(wanted)).isEqualTo(3);
            fill(store, 6, 9);
            assertHolds(store, 5, 9);
            assertHolds(store, 0, 1);
        }
        assertThat(Files.size(file)).isEqualTo(6L * ROW_BYTES);
        try (FileFeatureStore store =
                FileFeatureStore.open(file, FLOATS, most, wanted).orElseThrow()) {
            assertThat(store.missing(wanted)).isZero();
            assertHolds(store, 5, 9);
            fill(store, 9, 10);
            assertThatThrownBy(() -> fill(store, 10, 11))
                    .isInstanceOf(FeatureStoreException.class)
                    .hasMessageContaining("full size");
            assertHolds(store, 5, 10);
        }
    }

    @Test
    void aTemporaryFileIsGoneWhenItIsClosed() throws IOException {
        try (FeatureStore store = FileFeatureStore.temporary(directory, FLOATS)) {
            fill(store, 0, 3);
            assertHolds(store, 0, 3);
            assertThat(store.describe()).contains("temporary file", directory.toString());
        }
        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aFullDiskIsAnExceptionThatSaysSo() {
        try (FeatureStore full = FileFeatureStore.open(Path.of("/dev/full"), FLOATS, LARGE, Set.of())
                .orElseThrow()) {
            assertThatThrownBy(() -> fill(full, 0, 1))
                    .isInstanceOf(FeatureStoreException.class)
                    .hasMessageContaining("/dev/full")
                    .hasMessageContaining("No space left");
            assertThat(full.contains(hash(0))).isFalse();
        }
    }

    @Test
    void anInterruptionIsNotTakenForATroubleOfTheFile() {
        try (FeatureStore store = open()) {
            fill(store, 0, 2);
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> assertHolds(store, 0, 1))
                    .isInstanceOf(GraftException.class)
                    .isNotInstanceOf(FeatureStoreException.class)
                    .hasMessageContaining("interrupted");
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        try (FeatureStore store = open()) {
            assertHolds(store, 0, 2);
        }
    }
}
