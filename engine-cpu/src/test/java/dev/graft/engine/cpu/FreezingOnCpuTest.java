package dev.graft.engine.cpu;

import dev.graft.engine.Engine;
import dev.graft.engine.EngineOptions;
import dev.graft.freeze.FreezePolicy;
import dev.graft.golden.FreezeReferenceTest;
import dev.graft.testkit.freeze.FreezePolicyContractTest;
import org.junit.jupiter.api.Nested;

/** Frozen layers above and beside learning ones, compiled. */
class FreezingOnCpuTest {
    @Nested
    class LikeKeras extends FreezeReferenceTest {
        @Override
        protected Engine engine() {
            return new CpuEngine(EngineOptions.defaults());
        }
    }

    @Nested
    class Normalizations extends FreezePolicyContractTest {
        @Override
        protected FreezePolicy policy() {
            return FreezePolicy.normalizationsOnly();
        }

        @Override
        protected Engine engine() {
            return new CpuEngine(EngineOptions.defaults());
        }
    }

    @Nested
    class FirstLayers extends FreezePolicyContractTest {
        @Override
        protected FreezePolicy policy() {
            return FreezePolicy.from("block_project_conv").not();
        }

        @Override
        protected Engine engine() {
            return new CpuEngine(EngineOptions.defaults());
        }
    }
}
