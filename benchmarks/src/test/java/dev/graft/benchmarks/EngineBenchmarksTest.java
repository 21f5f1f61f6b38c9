package dev.graft.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThatCode;

import dev.graft.engine.EngineOptions;
import dev.graft.engine.Engines;
import dev.graft.engine.StepResult;
import dev.graft.error.GraftException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The benchmarks run what they say, on small images. */
class EngineBenchmarksTest {
    private static final int BATCH = 2;

    /** An engine for processors refuses bfloat16 where they have no instructions for it. */
    private static void assumeComputable(String engine, String precision) {
        assumeThatCode(() -> Engines.load().get(engine, new EngineOptions(1, EngineCase.precision(precision))))
                .doesNotThrowAnyException();
    }

    private static <B extends EngineBenchmark> B configured(B benchmark, String engine, String precision) {
        benchmark.engine = engine;
        benchmark.backbone = "efficientnet-b0";
        benchmark.unfrozen = "20";
        benchmark.batch = BATCH;
        benchmark.size = "48";
        benchmark.threads = 1;
        benchmark.precision = precision;
        return benchmark;
    }

    @ParameterizedTest
    @CsvSource({"cpu, f32", "cpu, bf16", "dl4j, f32"})
    void stepsLearn(String engine, String precision) throws Exception {
        assumeComputable(engine, precision);
        TrainingStepBenchmark benchmark = configured(new TrainingStepBenchmark(), engine, precision);
        benchmark.prepare();
        StepResult first = benchmark.trainableSuffix();
        StepResult last = first;
        for (int i = 0; i < 10; i++) {
            last = benchmark.trainableSuffix();
        }
        assertThat(last.loss()).isLessThan(first.loss());
        assertThat(benchmark.wholeStep().loss()).isFinite();
        benchmark.close();
    }

    @ParameterizedTest
    @CsvSource({"cpu, f32, 0, 1280", "cpu, bf16, 0, 1280", "dl4j, f32, 0, 1280", "cpu, f32, all, 3"})
    void featuresAreThoseBelowTheLayersThatLearn(String engine, String precision, String unfrozen, int channels)
            throws Exception {
        assumeComputable(engine, precision);
        FeatureExtractionBenchmark benchmark = configured(new FeatureExtractionBenchmark(), engine, precision);
        benchmark.unfrozen = unfrozen;
        benchmark.prepare();
        INDArray[] features = benchmark.features();
        assertThat(features).hasSize(1);
        assertThat(features[0].size(0)).isEqualTo(BATCH);
        assertThat(features[0].size(1)).isEqualTo(channels);
        benchmark.close();
    }

    @Test
    void imagesAreAsLargeAsTheBackboneWasDesignedFor() {
        assertThat(EngineCase.of("cpu", "inception-v3", "all", 1, "default", 1, "f32")
                        .size())
                .isEqualTo(299);
        assertThat(EngineCase.of("cpu", "resnet50", "all", 1, "default", 1, "f32")
                        .size())
                .isEqualTo(224);
        assertThat(EngineCase.of("cpu", "resnet50", "all", 1, "96", 1, "f32").size())
                .isEqualTo(96);
    }

    @Test
    void whatCannotBeMeasuredIsRefusedInOneLine() {
        assertRefused("dl4j", "bf16", "float32 only, found bfloat16");
        assertRefused("gpu", "f32", "no engine 'gpu'");
        assertRefused("cpu", "f16", "no precision 'f16', expected f32, tf32 or bf16");
    }

    private static void assertRefused(String engine, String precision, String message) {
        for (EngineBenchmark benchmark :
                new EngineBenchmark[] {new TrainingStepBenchmark(), new FeatureExtractionBenchmark()}) {
            assertThatThrownBy(() -> configured(benchmark, engine, precision).prepare())
                    .isInstanceOf(GraftException.class)
                    .hasMessageContaining(message)
                    .satisfies(refused -> assertThat(refused.getStackTrace()).isEmpty());
        }
    }

    @Test
    void numbersThatAreNoneAreRefused() {
        assertThatThrownBy(() -> EngineCase.of("cpu", "resnet50", "most", 1, "default", 1, "f32"))
                .isInstanceOf(GraftException.class)
                .hasMessage("A number of layers was expected, found 'most'.");
    }
}
