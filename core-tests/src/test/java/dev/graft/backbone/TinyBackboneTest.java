package dev.graft.backbone;

import dev.graft.testkit.backbone.BackboneContractTest;
import dev.graft.testkit.model.PlainBackbone;
import dev.graft.testkit.model.TinyBackbone;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

class TinyBackboneTest extends BackboneContractTest {
    @Override
    protected Backbone backbone() {
        return new TinyBackbone(0);
    }

    @Override
    protected int testSize() {
        return 32;
    }

    @Override
    protected BackboneRegistry registry() {
        return new BackboneRegistry(List.of(new TinyBackbone(), new PlainBackbone()));
    }

    @Override
    protected Set<Integer> unfrozenCounts(int layers) {
        return IntStream.rangeClosed(0, layers).boxed().collect(Collectors.toSet());
    }
}
