package dev.graft.engine.cuda;

import dev.graft.engine.Engine;
import dev.graft.engine.Precision;
import dev.graft.testkit.engine.EngineContractTest;

class CudaEngineTest extends EngineContractTest {
    @Override
    protected Engine engine() {
        return Simulation.engine(Precision.F32);
    }
}
