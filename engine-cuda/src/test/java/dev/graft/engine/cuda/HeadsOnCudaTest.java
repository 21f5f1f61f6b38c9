package dev.graft.engine.cuda;

import dev.graft.engine.Engine;
import dev.graft.engine.Precision;
import dev.graft.golden.HeadReferenceTest;

class HeadsOnCudaTest extends HeadReferenceTest {
    @Override
    protected Engine engine() {
        return Simulation.engine(Precision.F32);
    }
}
