package dev.graft.recommend;

import dev.graft.search.PretrainedNetwork;

/** What may be trained: a network, frozen up to a cut. */
public record Candidate(Network network, Cut cut) {
    /** What a search calls a trial that freezes it so. */
    PretrainedNetwork trained() {
        return new PretrainedNetwork(
                network.backbone(), network.identity(), network.size(), network.preprocessing(), cut.unfrozen());
    }
}
