package dev.graft.engine.cuda;

import dev.graft.engine.Engine;
import dev.graft.engine.Precision;
import dev.graft.testkit.engine.SmallNetworksContractTest;

class SmallNetworksOnCudaTest extends SmallNetworksContractTest {
    private final Engine cuda = Simulation.engine(Precision.F32);

    @Override
    protected Engine engine() {
        return cuda;
    }
}
