package dev.graft.engine.cpu;

import dev.graft.engine.Engine;
import dev.graft.engine.EngineOptions;
import dev.graft.testkit.engine.EngineContractTest;

class CpuEngineTest extends EngineContractTest {
    @Override
    protected Engine engine() {
        return new CpuEngine(EngineOptions.defaults());
    }
}
