package dev.graft.engine.cpu;

import dev.graft.engine.Engine;
import dev.graft.engine.EngineOptions;
import dev.graft.testkit.engine.SmallNetworksContractTest;

class SmallNetworksOnCpuTest extends SmallNetworksContractTest {
    private static final Engine CPU = new CpuEngine(EngineOptions.defaults());

    @Override
    protected Engine engine() {
        return CPU;
    }
}
