package dev.graft.engine.cuda;

import dev.graft.engine.Engine;
import dev.graft.engine.Precision;
import dev.graft.freeze.FreezePolicy;
import dev.graft.golden.FreezeReferenceTest;
import dev.graft.testkit.freeze.FreezePolicyContractTest;
import org.junit.jupiter.api.Nested;

/** Frozen layers above and beside learning ones, compiled. */
class FreezingOnCudaTest {
    @Nested
    class LikeKeras extends FreezeReferenceTest {
        @Override
        protected Engine engine() {
            return Simulation.engine(Precision.F32);
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
            return Simulation.engine(Precision.F32);
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
            return Simulation.engine(Precision.F32);
        }
    }
}
