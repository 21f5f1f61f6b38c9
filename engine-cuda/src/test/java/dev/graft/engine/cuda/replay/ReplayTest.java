package dev.graft.engine.cuda.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.graft.engine.cuda.device.Device;
import dev.graft.engine.cuda.device.DeviceMemory;
import dev.graft.engine.cuda.device.Executable;
import dev.graft.engine.cuda.device.KernelSource;
import dev.graft.engine.cuda.host.HostKernels;
import dev.graft.engine.cuda.host.SimulatedDevice;
import dev.graft.engine.cuda.plan.Buffer;
import dev.graft.engine.cuda.plan.Command;
import dev.graft.engine.cuda.plan.DevicePlan;
import dev.graft.engine.cuda.plan.ElementType;
import dev.graft.engine.cuda.plan.PlanFile;
import dev.graft.error.GraftException;
import dev.graft.freeze.FreezePolicy;
import dev.graft.freeze.ResolvedFreeze;
import dev.graft.model.TransferModel;
import dev.graft.testkit.model.MixedBackbone;
import dev.graft.testkit.model.TestModels;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Files of workloads, and what is done with them, on the processor in a GPU's place. */
class ReplayTest {
    private static final int BATCH = 3;

    @TempDir
    private Path folder;

    private static Workload training(ElementType maps) {
        try (TransferModel model =
                TestModels.builder(new MixedBackbone()).size(23).build()) {
            return Workloads.training("mixed", model, model.resolve(FreezePolicy.allTrainable()), maps, BATCH);
        }
    }

    private static Workload frozen() {
        try (TransferModel model = TestModels.tiny()) {
            ResolvedFreeze freeze = model.resolve(FreezePolicy.lastLayers(5));
            return Workloads.frozen("tiny frozen", model, freeze, ElementType.F32, BATCH);
        }
    }

    private record Result(boolean right, String text) {}

    private Result replay(Workload workload, String... words) {
        assumeTrue(HostKernels.canCompile(), "g++ is missing: kernels cannot be run on the processor");
        Path file = folder.resolve("workload.json");
        PlanFile.write(file, workload);
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--simulate", "--host", "target/host-kernels", file.toString()));
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(text, true, StandardCharsets.UTF_8);
        boolean right = Replay.run(out, all.toArray(String[]::new));
        return new Result(right, text.toString(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @EnumSource(names = {"F32", "BF16"})
    void aWorkloadIsReadAsItWasWritten(ElementType maps) throws IOException {
        Path file = folder.resolve("workload.json");
        Workload workload = training(maps);

        PlanFile.write(file, workload);

        assertThat(PlanFile.read(file, Workload.class)).isEqualTo(workload);
        assertThat(Files.readAllLines(file))
                .as("a line for each command and filling, and some")
                .hasSizeBetween(
                        workload.plan().steps().size() + workload.fillings().size(),
                        3 * workload.plan().steps().size() + workload.fillings().size());
    }

    @Test
    void aPlanIsReadAsItWasWritten() {
        Path file = folder.resolve("plan.json");
        DevicePlan plan = frozen().plan();

        PlanFile.write(file, plan);

        assertThat(PlanFile.read(file, DevicePlan.class)).isEqualTo(plan);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"segment\":\"arena\" | \"segment\":\"elsewhere\"",
                "\"is\":\"launch\"     | \"is\":\"free\"",
                "\"count\":            | \"count\":99999",
                "\"offset\":           | \"offset\":-",
                "\"owner\":\"SESSION\",\"bytes\": | \"owner\":\"SESSION\",\"bytes\":0,\"b\":",
                "\"operation\":0       | \"operation\":99999",
                "\"stride\":{\"height\":1 | \"stride\":{\"height\":0",
                "\"fillings\"          | \"others\"",
                "\"kernel\":\"         | \"kernel\":null,\"k\":\""
            })
    void whatDoesNotFitIsRefused(String there, String instead) throws IOException {
        Path file = folder.resolve("workload.json");
        PlanFile.write(file, training(ElementType.F32));
        String text = Files.readString(file).replaceAll("(\"|\\w) ?: ?", "$1:");
        assertThat(text).contains(there);

        Files.writeString(file, text.replace(there, instead));

        assertThatThrownBy(() -> PlanFile.read(file, Workload.class))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("is no plan");
    }

    @ParameterizedTest
    @EnumSource(names = {"F32", "BF16"})
    void aTrainingLearnsAndRunsAreEqual(ElementType maps) {
        Result result = replay(training(maps), "steps", "-n", "6", "--beside-processor");

        assertThat(result.right).as(result.text).isTrue();
        double[] losses = losses(result.text);
        assertThat(losses).hasSize(6);
        assertThat(losses[5]).isLessThan(losses[0]);
    }

    private static double[] losses(String text) {
        String last = text.lines().reduce("", (one, other) -> other).strip();
        return List.of(last.split(" ")).stream()
                .mapToDouble(Double::parseDouble)
                .toArray();
    }

    @ParameterizedTest
    @EnumSource(names = {"F32", "BF16"})
    void everyCommandOfATrainingIsChecked(ElementType maps) throws IOException {
        Path lines = folder.resolve("lines.json");

        Result result = replay(training(maps), "check", "--out", lines.toString());

        assertThat(result.right).as(result.text).isTrue();
        assertThat(result.text)
                .contains("0 wrong, 0 not reached", "KERNEL_GRADIENT " + maps, "crossEntropy F32", "update F32");
        assertThat(Files.readAllLines(lines)).hasSize(1);
    }

    @Test
    void aWrongCommandIsFound() {
        assumeTrue(HostKernels.canCompile(), "g++ is missing: kernels cannot be run on the processor");
        KernelSource source = KernelSource.bundled();
        SimulatedDevice right = new SimulatedDevice(
                HostKernels.optimized(source, Path.of("target/host-kernels"), "native"), SimulatedDevice.Care.WRITTEN);
        List<Check.Outcome> outcomes = new ArrayList<>();

        new Check(new Wrong(right), right, source)
                .run(training(ElementType.F32), number -> true, outcomes, Long.MAX_VALUE);

        assertThat(outcomes.stream().filter(outcome -> !outcome.right()).map(Check.Outcome::command))
                .containsOnly("follow F32", "DATA_GRADIENT F32");
    }

    /** A device that computes two things wrongly: both leave their first value larger than it is. */
    private record Wrong(SimulatedDevice right) implements Device {
        @Override
        public String describe() {
            return "wrong";
        }

        @Override
        public DeviceMemory allocate(long bytes) {
            return right.allocate(bytes);
        }

        @Override
        public Executable prepare(DevicePlan plan, Map<String, DeviceMemory> memory) {
            Executable executable = right.prepare(plan, memory);
            return new Executable() {
                @Override
                public void run() {
                    executable.run();
                    plan.steps().forEach(step -> spoil(step.command()));
                }

                private void spoil(Command command) {
                    if (command instanceof Command.KernelLaunch launch
                            && launch.kernel().equals("follow")) {
                        spoil((Buffer) launch.arguments().get(0));
                    } else if (command instanceof Command.Convolution convolution
                            && convolution.kind() == Command.Convolution.Kind.DATA_GRADIENT) {
                        spoil(convolution.x());
                    }
                }

                private void spoil(Buffer buffer) {
                    float[] value = new float[1];
                    memory.get(buffer.segment()).read(buffer.offset(), value);
                    value[0] += 0.1f;
                    memory.get(buffer.segment()).write(buffer.offset(), value);
                }

                @Override
                public double[] profile(int runs) {
                    return executable.profile(runs);
                }

                @Override
                public void close() {
                    executable.close();
                }
            };
        }

        @Override
        public void close() {}
    }

    @Test
    void anInferenceIsCheckedTimedAndPrinted() {
        Workload frozen = frozen();

        assertThat(replay(frozen, "check").text).contains("tiny frozen", "0 wrong", "enterImages F32", "FORWARD F32");
        assertThat(replay(frozen, "time", "-n", "1").text).contains("ms a step", "FORWARD F32", "GB/s");
        assertThat(replay(frozen, "print").text)
                .contains("FORWARD F32", frozen.plan().steps().size() + " commands, batch 3");
    }

    /** The driver is missing or not: what a GPU needs of Graft's own is loaded either way. */
    @Test
    void nothingOfNd4jIsNeeded() throws IOException, ReflectiveOperationException {
        Path file = folder.resolve("workload.json");
        PlanFile.write(file, frozen());
        String all = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        List<URL> some = new ArrayList<>();
        for (String place : all.split(File.pathSeparator)) {
            if (!place.matches(".*(nd4j|deeplearning4j|bytedeco|javacpp).*")) {
                some.add(Path.of(place).toUri().toURL());
            }
        }
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(text, true, StandardCharsets.UTF_8);
        try (URLClassLoader loader =
                new URLClassLoader(some.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
            Method run = loader.loadClass(Replay.class.getName()).getMethod("run", PrintStream.class, String[].class);

            assertThat(run.invoke(null, out, new String[] {"print", file.toString()}))
                    .isEqualTo(true);
            run.invoke(null, out, new String[] {"properties"});
            if (HostKernels.canCompile()) {
                String[] steps = {"steps", "--simulate", "-n", "1", "--host", "target/host-kernels", file.toString()};
                assertThat(run.invoke(null, out, steps)).isEqualTo(true);
            }
        }
        assertThat(text.toString(StandardCharsets.UTF_8)).contains("FORWARD F32");
    }

    @Test
    void wordsThatAreNoneAreToldWhatTheyShouldBe() {
        assertThatThrownBy(() -> Options.of("steps", "--simulated", "x.json"))
                .isInstanceOf(GraftException.class)
                .hasMessageContainingAll("--simulated", "--simulate ");
        assertThatThrownBy(() -> Options.of("steps", "--out"))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("--out needs a value");
    }
}
