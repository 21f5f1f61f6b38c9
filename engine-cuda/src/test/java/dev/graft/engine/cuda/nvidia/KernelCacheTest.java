package dev.graft.engine.cuda.nvidia;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.engine.cuda.StandInGpu;
import dev.graft.engine.cuda.device.KernelSource;
import dev.graft.engine.cuda.plan.ElementType;
import dev.graft.error.GraftException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When kernels are compiled, and when they are read, with a compiler that counts. */
class KernelCacheTest {
    private static final KernelSource SOURCE = KernelSource.of("one");

    @TempDir
    Path folder;

    private StandInGpu gpu;
    private Path cache;

    @BeforeEach
    void install() {
        gpu = StandInGpu.computing(folder);
        cache = folder.resolve("cache/cuda-kernels");
    }

    /** As the next program does. */
    private byte[] compile(KernelSource source, ElementType maps, int architecture) {
        return new KernelCache(Nvrtc.load(gpu.libraries()), cache).compile(source, maps, architecture);
    }

    private byte[] compile() {
        return compile(SOURCE, ElementType.F32, 90);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(cache)) {
            return files.sorted().toList();
        }
    }

    @Test
    void whatWasCompiledIsReadTheNextTime() {
        byte[] made = compile();
        assertThat(made).isEqualTo(Nvrtc.load(gpu.libraries()).compile(SOURCE, ElementType.F32, 90));
        assertThat(gpu.compilations()).isEqualTo(2);

        assertThat(compile()).isEqualTo(made);
        assertThat(gpu.compilations()).isEqualTo(2);
    }

    @Test
    void allThatMattersMakesAnotherFile() throws IOException {
        compile();
        compile(KernelSource.of("two"), ElementType.F32, 90);
        compile(SOURCE, ElementType.BF16, 90);
        compile(SOURCE, ElementType.F32, 80);
        gpu.setting("libnvrtc.so.13", 131);
        compile();
        assertThat(gpu.compilations()).isEqualTo(5);
        assertThat(files()).hasSize(5);

        compile();
        assertThat(gpu.compilations()).isEqualTo(5);
    }

    @Test
    void aDamagedFileIsMadeAnew() throws IOException {
        byte[] made = compile();
        Path file = files().get(0);
        byte[] good = Files.readAllBytes(file);
        byte[] flipped = good.clone();
        flipped[good.length / 2] ^= 1;
        List<byte[]> contents =
                List.of(flipped, new byte[0], new byte[40], java.util.Arrays.copyOf(good, good.length - 1));
        for (byte[] content : contents) {
            Files.write(file, content);
            int before = gpu.compilations();
            assertThat(compile()).isEqualTo(made);
            assertThat(gpu.compilations()).isEqualTo(before + 1);
            assertThat(file).hasBinaryContent(good);
        }
    }

    @Test
    void aFileOfOtherKernelsIsNotTaken() throws IOException {
        compile(SOURCE, ElementType.BF16, 90);
        Path other = files().get(0);
        byte[] made = compile();
        Path file =
                files().stream().filter(each -> !each.equals(other)).findFirst().orElseThrow();
        Files.write(file, Files.readAllBytes(other));

        assertThat(compile()).isEqualTo(made);
        assertThat(gpu.compilations()).isEqualTo(3);
    }

    @Test
    void whereNothingCanBeWrittenKernelsAreCompiledEachTime() throws IOException {
        Files.writeString(folder.resolve("cache"), "no folder");
        assertThat(compile()).isEqualTo(compile());
        assertThat(gpu.compilations()).isEqualTo(2);
    }

    @Test
    void aFolderInAFilesPlaceIsNoError() throws IOException {
        compile();
        Path file = files().get(0);
        Files.delete(file);
        Files.createDirectories(file);
        compile();
        assertThat(gpu.compilations()).isEqualTo(2);
    }

    @Test
    void whatIsNoKernelIsNotKept() {
        assertThatThrownBy(() -> compile(KernelSource.of(""), ElementType.F32, 90))
                .isInstanceOf(GraftException.class);
        assertThat(cache).doesNotExist();
    }

    @Test
    void onlySoManyAreKeptThoseThatWereUsedLast() throws IOException {
        compile();
        Path first = files().get(0);
        for (int i = 0; i < 16; i++) {
            for (Path file : files()) {
                Files.setLastModifiedTime(
                        file,
                        FileTime.fromMillis(Files.getLastModifiedTime(file).toMillis() - 60_000));
            }
            compile();
            compile(KernelSource.of("other " + i), ElementType.F32, 90);
        }
        assertThat(files()).hasSize(16).contains(first);
        assertThat(gpu.compilations()).isEqualTo(17);
        compile(KernelSource.of("other 15"), ElementType.F32, 90);
        assertThat(gpu.compilations()).isEqualTo(17);
        compile(KernelSource.of("other 0"), ElementType.F32, 90);
        assertThat(gpu.compilations()).isEqualTo(18);
    }

    @Test
    void severalAtATimeDoNotDisturbEachOther() throws Exception {
        int threads = 4;
        byte[] expected = Nvrtc.load(gpu.libraries()).compile(SOURCE, ElementType.F32, 90);
        CyclicBarrier together = new CyclicBarrier(threads);
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Callable<byte[]>> tasks = new ArrayList<>();
            IntStream.range(0, threads)
                    .forEach(i -> tasks.add(() -> {
                        together.await();
                        return compile();
                    }));
            for (Future<byte[]> each : pool.invokeAll(tasks)) {
                assertThat(each.get()).isEqualTo(expected);
            }
        } finally {
            pool.shutdownNow();
        }
        assertThat(files()).hasSize(1);
        int before = gpu.compilations();
        compile();
        assertThat(gpu.compilations()).isEqualTo(before);
    }
}
