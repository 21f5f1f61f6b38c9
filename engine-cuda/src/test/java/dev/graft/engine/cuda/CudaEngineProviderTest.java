package dev.graft.engine.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.engine.Availability;
import dev.graft.engine.Engine;
import dev.graft.engine.EngineOptions;
import dev.graft.engine.Engines;
import dev.graft.engine.Precision;
import dev.graft.engine.cuda.nvidia.CudaLibraries;
import dev.graft.engine.cuda.nvidia.Installation;
import dev.graft.engine.cuda.nvidia.NvidiaDevice;
import dev.graft.engine.dl4j.Dl4jEngineProvider;
import dev.graft.error.GraftException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the probe says, with libraries that g++ compiled in the place of NVIDIA's: no GPU is needed, and none is used. */
class CudaEngineProviderTest {
    private static final EngineOptions OPTIONS = new EngineOptions(1);

    @TempDir
    Path folder;

    private StandInGpu gpu;
    private CudaEngineProvider provider;

    @BeforeEach
    void look() {
        gpu = new StandInGpu(folder);
        provider = new CudaEngineProvider(this::libraries);
    }

    private CudaLibraries libraries() {
        return CudaLibraries.in(List.of(folder));
    }

    private void assertNot(String... parts) {
        Availability found = provider.probe();
        assertThat(found.available()).isFalse();
        assertThat(found.reason()).contains(parts).doesNotContain("\n").doesNotEndWith(".");
    }

    @Test
    void withoutADriverNothingElseIsLookedFor() {
        gpu.all();

        assertNot("NVIDIA's driver is missing", "libcuda.so.1");
    }

    @Test
    void aDriverWithoutAGpu() {
        gpu.driver(100, 13000).all();

        assertNot("NVIDIA's driver finds no GPU", "CUDA_VISIBLE_DEVICES");
    }

    @Test
    void aDriverThatDoesNotStart() {
        gpu.driver(999, 13000, 90).all();

        assertNot("NVIDIA's driver does not start: stand-in's error 999", "nvidia-smi");
    }

    @Test
    void aFileThatIsNoLibrary() throws IOException {
        Files.writeString(folder.resolve("libcuda.so.1"), "no library");

        assertNot(
                "NVIDIA's driver cannot be loaded",
                folder.resolve("libcuda.so.1").toString());
    }

    /** A driver that lacks a function, for one. */
    @Test
    void aProbeNeverThrows() throws IOException {
        gpu.cublas("libcuda.so.1");

        assertNot("NVIDIA's libraries cannot be used", "cuInit");
    }

    @Test
    void aGpuBeforeTuring() {
        gpu.driver(0, 13000, 70, 61).all();

        assertNot(
                "no GPU that is new enough",
                "Stub X (compute capability 7.0)",
                "6.1",
                "needed is compute capability 7.5");
    }

    @Test
    void aDriverOlderThanTheLibraries() {
        gpu.driver(0, 12040, 90).all();

        assertNot("driver is too old: it supports CUDA 12.4", "NVRTC is of CUDA 13.0", "driver for CUDA 13");
    }

    /** Both may be installed. */
    @ParameterizedTest
    @CsvSource({"12040, NVRTC 12.9", "13000, NVRTC 13.0"})
    void theNewestCompilerThatTheDriverCanWorkWithIsTaken(int version, String taken) {
        gpu.driver(0, version, 90).all().compiler("libnvrtc.so.12", 129);

        assertThat(provider.probe().reason()).contains(taken);
    }

    @Test
    void aCompilerOlderThanTheGpu() {
        gpu.driver(0, 13000, 120).all();

        assertNot("NVRTC 13.0 is older than the GPU", "Stub X (compute capability 12.0)");
    }

    @Test
    void aMissingCompiler() {
        gpu.driver(0, 13000, 90).cudnn("libcudnn.so.9").cublas("libcublasLt.so.13");

        assertNot("NVRTC was not found", "libnvrtc.so.13", folder.toString(), CudaLibraries.INSTALL, "GRAFT_CUDA_PATH");
    }

    @Test
    void cudnnOfAnotherVersion() {
        gpu.driver(0, 13000, 90)
                .compiler("libnvrtc.so.13", 130)
                .cudnn("libcudnn.so.8")
                .cublas("libcublasLt.so.13");

        assertNot("cuDNN 9 was not found", folder.resolve("libcudnn.so.8") + " is another version");
    }

    @Test
    void cublasOfAnotherCuda() {
        gpu.driver(0, 13000, 90)
                .compiler("libnvrtc.so.13", 130)
                .cudnn("libcudnn.so.9")
                .cublas("libcublasLt.so.12");

        assertNot("cuBLAS of CUDA 13, which cuDNN 9.24.0 needs, was not found", "libcublasLt.so.12 is another version");
    }

    @Test
    void librariesAreFoundInFoldersBelow() throws IOException {
        gpu.driver(0, 13000, 90);
        Path lib = Files.createDirectories(folder.resolve("nvidia/cu13/lib"));
        new StandInGpu(lib).all();

        assertThat(provider.probe())
                .isEqualTo(Availability.yes("0: Stub X; driver for CUDA 13.0, NVRTC 13.0, cuDNN 9.24.0"));
    }

    @Test
    void gpusAreChosenByNumber() {
        gpu.driver(0, 13000, 70, 75, 90).all();
        Engines engines = new Engines(List.of(provider, new Dl4jEngineProvider()));

        assertThat(provider.probe().reason()).contains("1: Stub Y, 2: Stub Z").doesNotContain("Stub X");
        assertThat(provider.devices()).hasValue(3);
        assertThat(engines.best(OPTIONS).describe()).isEqualTo("cuda, float32, Stub Y, CUDA 13.0, cuDNN 9.24.0");
        assertThat(engines.get("cuda:2", OPTIONS).describe()).contains("Stub Z");
        assertThat(engines.all("cuda:2,1", OPTIONS))
                .extracting(engine -> engine.describe().substring(15, 21))
                .containsExactly("Stub Z", "Stub Y");
        assertThatThrownBy(() -> engines.get("cuda:0", OPTIONS))
                .isInstanceOf(GraftException.class)
                .hasMessageContainingAll("GPU 0 cannot be used", "1, Stub Y (compute capability 7.5)");
        assertThatThrownBy(() -> engines.get("cuda:3", OPTIONS))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("from 0 to 2, found 3");
    }

    @Test
    void turingDoesNotRound() {
        gpu.driver(0, 13000, 75, 80).all();
        for (Precision precision : List.of(Precision.BF16, Precision.TF32)) {
            assertThatThrownBy(() -> provider.create(new EngineOptions(1, precision)))
                    .isInstanceOf(GraftException.class)
                    .hasMessageContainingAll(precision.toString(), "compute capability 8.0", "Choose float32");
            assertThat(provider.create(new EngineOptions(1, precision).onDevice(1))
                            .precision())
                    .isEqualTo(precision);
        }
    }

    @Test
    void whatIsMissingIsToldAndAnotherEngineTakesOver() {
        Engines engines = new Engines(List.of(provider, new Dl4jEngineProvider()));

        assertThat(engines.best(OPTIONS).id()).isEqualTo("dl4j");
        assertThatThrownBy(() -> engines.get("cuda", OPTIONS))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("Engine 'cuda' is not available: NVIDIA's driver is missing");
    }

    @Test
    void memoryThatIsNotThereIsToldInGigabytes() {
        gpu.driver(0, 13000, 90).all().memory(2_000_000_000L);
        try (NvidiaDevice device = Installation.find(libraries()).open(OptionalInt.empty(), Precision.F32)) {
            assertThatThrownBy(() -> device.allocate(3_500_000_000L))
                    .isInstanceOf(GraftException.class)
                    .hasMessageContaining("2.00 of 2.00 GB free, needed are 3.50 GB more");
        }
    }

    @Test
    void theGpuIsGivenBackWhenNothingUsesTheEngine() throws InterruptedException {
        gpu.driver(0, 13000, 90).all();
        Engine engine = provider.create(OPTIONS);
        assertThat(gpu.live()).contains("1 context");
        assertThat(engine.id()).isEqualTo("cuda");

        engine = null;
        for (int i = 0; i < 100 && !gpu.live().isEmpty(); i++) {
            System.gc();
            Thread.sleep(20);
        }
        assertThat(gpu.live()).isEmpty();
    }

    /** By the property that users set. */
    @Test
    void itIsRegistered() {
        assertThat(Engines.load().providers()).extracting("class").contains(CudaEngineProvider.class);
        gpu.driver(100, 13000);
        String before = System.getProperty(CudaLibraries.PROPERTY);
        System.setProperty(CudaLibraries.PROPERTY, folder.toString());
        try {
            assertThat(new CudaEngineProvider().probe().reason()).contains("finds no GPU");
        } finally {
            if (before == null) {
                System.clearProperty(CudaLibraries.PROPERTY);
            } else {
                System.setProperty(CudaLibraries.PROPERTY, before);
            }
        }
    }
}
