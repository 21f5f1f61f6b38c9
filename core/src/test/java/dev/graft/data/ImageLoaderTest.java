package dev.graft.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.error.GraftException;
import dev.graft.image.UnreadableImageException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class ImageLoaderTest {
    @TempDir
    Path root;

    private PictureFolder pictures;
    private ImageDataset dataset;

    @BeforeEach
    void write() {
        pictures = new PictureFolder(root);
        for (int i = 0; i < 40; i++) {
            pictures.add((i < 20 ? "a/" : "b/") + String.format(Locale.ROOT, "%02d.png", i), i * 5);
        }
        dataset = new ImageFolder(root).read();
    }

    @Test
    void deliversInTheOrderAskedFor() {
        List<Integer> order = new ArrayList<>(IntStream.range(0, 40).boxed().toList());
        Collections.shuffle(order, new Random(3));
        order.add(order.get(0));
        CountingProgress progress = new CountingProgress();
        List<Integer> found = new ArrayList<>();
        LoadOptions options = LoadOptions.size(6, 5).withThreads(3).withProgress(progress);
        try (ImageLoader loader = new ImageLoader(dataset, order, options)) {
            while (loader.hasNext()) {
                LoadedImage next = loader.next();
                assertThat(next.image().width()).isEqualTo(6);
                assertThat(next.image().height()).isEqualTo(5);
                assertThat(next.image().pixels()).containsOnly(next.index() * 5);
                found.add(next.index());
            }
            assertThatThrownBy(loader::next).isInstanceOf(NoSuchElementException.class);
        }
        assertThat(found).isEqualTo(order);
        assertThat(progress.total.get()).isEqualTo(41);
        assertThat(progress.done.get()).isEqualTo(41);
        assertThat(progress.closed.get()).isEqualTo(1);
    }

    @Test
    void passesErrorsOn() {
        pictures.add("a/03.png", 77);
        try (ImageLoader loader = new ImageLoader(dataset, List.of(2, 3, 4), LoadOptions.size(4, 3))) {
            assertThat(loader.next().index()).isEqualTo(2);
            assertThatThrownBy(loader::next)
                    .isInstanceOf(UnreadableImageException.class)
                    .hasMessageContaining("03.png")
                    .hasMessageContaining("has changed");
            assertThat(loader.hasNext()).isFalse();
        }
    }

    @Test
    void refusesIndicesOutsideTheDataSet() {
        assertThatThrownBy(() -> new ImageLoader(dataset, List.of(40), LoadOptions.size(4, 3)))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void honoursInterruption() {
        try (ImageLoader loader = new ImageLoader(dataset, List.of(1, 2), LoadOptions.size(4, 3))) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(loader::next).isInstanceOf(GraftException.class).hasMessageContaining("interrupted");
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void neverRunsFurtherAheadThanAllowed() {
        AtomicInteger started = new AtomicInteger();
        var tasks = IntStream.range(0, 100)
                .<Callable<Integer>>mapToObj(i -> started::incrementAndGet)
                .iterator();
        try (LookAhead<Integer> results = new LookAhead<>(4, 5, tasks)) {
            for (int taken = 1; taken <= 90; taken++) {
                results.next();
                assertThat(started.get()).isLessThanOrEqualTo(taken + 5);
            }
        }
        assertThat(started.get()).isLessThanOrEqualTo(95);
    }

    @Test
    void stopsItsThreadsOnClose() throws InterruptedException {
        CountDownLatch running = new CountDownLatch(2);
        List<Thread> workers = Collections.synchronizedList(new ArrayList<>());
        Callable<Integer> endless = () -> {
            workers.add(Thread.currentThread());
            running.countDown();
            Thread.sleep(60_000);
            return 0;
        };
        Callable<Integer> quick = () -> 1;
        try (LookAhead<Integer> results =
                new LookAhead<>(2, 4, List.of(quick, endless, endless, endless).iterator())) {
            assertThat(results.next()).isEqualTo(1);
            running.await();
        }
        for (Thread worker : workers) {
            worker.join(5_000);
            assertThat(worker.isAlive()).isFalse();
        }
    }
}
