package dev.graft.engine.cuda;

import dev.graft.engine.Engine;
import dev.graft.engine.Precision;
import dev.graft.testkit.engine.Bfloat16ContractTest;

class Bfloat16OnCudaTest extends Bfloat16ContractTest {
    @Override
    protected Engine engine(Precision precision) {
        return Simulation.engine(precision);
    }
}
