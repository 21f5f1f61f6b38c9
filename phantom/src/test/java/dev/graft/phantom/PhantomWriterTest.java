package dev.graft.phantom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.error.GraftException;
import dev.graft.progress.Progress;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PhantomWriterTest {
    @TempDir
    Path temp;

    private final PhantomDataset small =
            PhantomDataset.standard().withImages(20).withSlicesPerPatient(3).withSize(64);

    @Test
    void threadsDoNotChangeAByte() throws IOException {
        small.writeWithMasks(temp.resolve("one"), temp.resolve("one-masks"), Progress.NONE, 1);
        small.writeWithMasks(temp.resolve("four"), temp.resolve("four-masks"), Progress.NONE, 4);
        assertThat(files(temp.resolve("four"))).isEqualTo(files(temp.resolve("one")));
        assertThat(files(temp.resolve("four-masks"))).isEqualTo(files(temp.resolve("one-masks")));
    }

    @Test
    void classesAreFoldersOfEqualSize() throws IOException {
        Path folder = temp.resolve("new/parents/set");
        small.write(folder, Progress.NONE, 2);
        assertThat(files(folder).keySet())
                .hasSize(20)
                .allMatch(name -> name.matches("(normal|stroke)/patient-\\d{4}_slice-\\d\\.png"));
        assertThat(files(folder.resolve("normal"))).hasSize(10);
        assertThat(children(folder)).containsExactlyInAnyOrder("normal", "stroke");
        assertThat(children(folder.getParent())).containsExactly("set");
    }

    @Test
    void filesHoldTheSlicesAndMasks() throws IOException {
        Path folder = temp.resolve("set");
        Path masks = temp.resolve("masks");
        small.writeWithMasks(folder, masks, Progress.NONE, 2);
        PhantomSlice slice = small.slice(4, 2);
        assertThat(grey(folder.resolve("stroke").resolve(slice.fileName()))).isEqualTo(slice.pixels());
        assertThat(grey(masks.resolve(slice.fileName())))
                .isEqualTo(slice.mask())
                .containsOnly((byte) 0, (byte) 255);
        assertThat(files(masks).keySet())
                .containsExactlyElementsOf(files(folder.resolve("stroke")).keySet());
    }

    @Test
    void everyImageIsReported() {
        AtomicLong announced = new AtomicLong();
        AtomicLong done = new AtomicLong();
        AtomicBoolean closed = new AtomicBoolean();
        Progress progress = (name, total) -> {
            announced.set(total);
            return new Progress.Task() {
                @Override
                public void advance(long steps) {
                    done.addAndGet(steps);
                }

                @Override
                public void close() {
                    closed.set(true);
                }
            };
        };
        small.write(temp.resolve("set"), progress, 2);
        assertThat(announced).hasValue(20);
        assertThat(done).hasValue(20);
        assertThat(closed).isTrue();
    }

    @Test
    void afterAFailureNothingIsLeft() throws IOException {
        Progress failing = failingAfter(5, () -> {
            throw new IllegalStateException("disk on fire");
        });
        assertThatThrownBy(() -> small.writeWithMasks(temp.resolve("set"), temp.resolve("masks"), failing, 2))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("disk on fire");
        assertThat(children(temp)).isEmpty();
    }

    @Test
    void afterAnInterruptionNothingIsLeft() throws IOException {
        Thread writer = Thread.currentThread();
        Progress interrupting = failingAfter(5, writer::interrupt);
        assertThatThrownBy(() -> small.write(temp.resolve("set"), interrupting, 2))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("interrupted");
        assertThat(Thread.interrupted()).isTrue();
        assertThat(children(temp)).isEmpty();
    }

    @Test
    void anExistingFolderIsLeftAlone() throws IOException {
        Path folder = Files.createDirectory(temp.resolve("set"));
        assertThatThrownBy(() -> small.write(folder, Progress.NONE, 1))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("exists already");
        assertThatThrownBy(() -> small.writeWithMasks(temp.resolve("other"), folder, Progress.NONE, 1))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("exists already");
        assertThat(children(temp)).containsExactly("set");
        assertThat(children(folder)).isEmpty();
    }

    @Test
    void aFolderThatAppearsMeanwhileIsLeftAlone() throws IOException {
        Path folder = temp.resolve("set");
        Progress racing = failingAfter(5, () -> {
            try {
                Files.createDirectories(folder);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        assertThatThrownBy(() -> small.writeWithMasks(folder, temp.resolve("masks"), racing, 1))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("exists already");
        assertThat(children(temp)).containsExactly("set");
        assertThat(children(folder)).isEmpty();
    }

    @Test
    void masksMayNotBecomeAClass() {
        Path folder = temp.resolve("set");
        assertThatThrownBy(() -> small.writeWithMasks(folder, folder.resolve("masks"), Progress.NONE, 1))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("beside each other");
        assertThatThrownBy(() -> small.writeWithMasks(folder, temp, Progress.NONE, 1))
                .isInstanceOf(GraftException.class);
        assertThatThrownBy(() -> small.write(folder, Progress.NONE, 0))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("thread");
        assertThat(temp).isEmptyDirectory();
    }

    private static Progress failingAfter(int images, Runnable failure) {
        AtomicLong done = new AtomicLong();
        return (name, total) -> new Progress.Task() {
            @Override
            public void advance(long steps) {
                if (done.addAndGet(steps) == images) {
                    failure.run();
                }
            }
        };
    }

    private static byte[] grey(Path file) throws IOException {
        BufferedImage image = ImageIO.read(file.toFile());
        assertThat(image.getType()).isEqualTo(BufferedImage.TYPE_BYTE_GRAY);
        return (byte[]) image.getRaster().getDataElements(0, 0, image.getWidth(), image.getHeight(), null);
    }

    private static Stream<String> childNames(Stream<Path> paths) {
        return paths.map(path -> path.getFileName().toString());
    }

    private static List<String> children(Path folder) throws IOException {
        try (Stream<Path> paths = Files.list(folder)) {
            return childNames(paths).toList();
        }
    }

    /** Relative name to content. */
    private static Map<String, String> files(Path folder) throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.filter(Files::isRegularFile).toList()) {
                String name = folder.relativize(path).toString().replace('\\', '/');
                contents.put(name, HexFormat.of().formatHex(Files.readAllBytes(path)));
            }
        }
        return contents;
    }
}
