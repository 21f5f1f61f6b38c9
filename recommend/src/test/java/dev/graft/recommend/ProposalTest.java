package dev.graft.recommend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.metrics.Interval;
import dev.graft.recommend.RankedCandidate.Estimate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProposalTest {
    private static RankedCandidate cut(int unfrozen, boolean clearlyWorse) {
        Estimate any = new Estimate(0.5, Interval.UNKNOWN);
        Network network = new Network("network", "weights", "identity", 64, "none");
        return new RankedCandidate(
                new Candidate(network, new Cut("layer" + unfrozen, 200 - unfrozen, 8, unfrozen)),
                any,
                any,
                clearlyWorse,
                any,
                Optional.empty(),
                0,
                0,
                0,
                Optional.empty());
    }

    /** As measured with 900 images: the best cut leaves 75 layers to learn, and trainings are best with 191. */
    @Test
    void frozenFeaturesTellOffWhatLiesBehindTheBestCutAlone() {
        assertThat(Proposal.worthTrying(
                        List.of(cut(75, false), cut(16, false), cut(162, false), cut(0, true), cut(191, true))))
                .containsExactly(16, 75, 162, 191);
        assertThat(Proposal.worthTrying(List.of(cut(0, false), cut(16, false), cut(75, true))))
                .containsExactly(0, 16, 75);
        assertThat(Proposal.worthTrying(List.of(cut(16, false), cut(0, true)))).containsExactly(16);
    }
}
