package dev.graft.engine.cpu;

import dev.graft.engine.Engine;
import dev.graft.engine.EngineOptions;
import dev.graft.engine.Precision;
import dev.graft.testkit.engine.Bfloat16ContractTest;

class Bfloat16OnCpuTest extends Bfloat16ContractTest {
    @Override
    protected Engine engine(Precision precision) {
        return new CpuEngine(new EngineOptions(2, precision));
    }
}
