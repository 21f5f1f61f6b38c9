package dev.graft.engine.cpu;

import dev.graft.engine.Engine;
import dev.graft.engine.EngineOptions;
import dev.graft.golden.HeadReferenceTest;

class HeadsOnCpuTest extends HeadReferenceTest {
    @Override
    protected Engine engine() {
        return new CpuEngine(EngineOptions.defaults());
    }
}
