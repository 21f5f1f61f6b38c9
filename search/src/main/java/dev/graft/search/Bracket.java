package dev.graft.search;

import java.util.ArrayList;
import java.util.List;

/**
 * Configurations that start together and are halved together.
 *
 * @param configurations how many start, at most
 * @param rungs in order, the last without a limit
 */
record Bracket(int configurations, List<Rung> rungs) {
    Bracket {
        rungs = List.copyOf(rungs);
    }

    static Bracket toTheEnd(int configurations) {
        return new Bracket(configurations, List.of(Rung.toTheEnd(configurations)));
    }

    /**
     * One in {@code factor} goes on from each rung but the last.
     *
     * @param epochs of the rungs before the last, ascending
     */
    static Bracket halved(int configurations, List<Integer> epochs, int factor) {
        List<Rung> rungs = new ArrayList<>();
        int left = configurations;
        for (int until : epochs) {
            left = (left + factor - 1) / factor;
            rungs.add(Rung.ofEpochs(until, left));
        }
        rungs.add(Rung.toTheEnd(left));
        return new Bracket(configurations, rungs);
    }

    /** The same with fewer configurations, if that is too many; from its rungs as many go on. */
    Bracket ofAtMost(int most) {
        return new Bracket(Math.min(configurations, most), rungs);
    }

    /** The same, but after each fold those configurations are given up that are not worth another, if nothing is halved. */
    Bracket dropping(int divisions) {
        if (rungs.size() > 1) {
            return this;
        }
        List<Rung> more = new ArrayList<>();
        for (int division = 1; division < divisions; division++) {
            more.add(Rung.ofDivisions(division));
        }
        more.addAll(rungs);
        return new Bracket(configurations, more);
    }

    /** Epochs that a trial trains on the average, if it starts and nothing is known of it: few go far. */
    double expectedEpochs(Trial trial) {
        int most = trial.phase().epochs();
        double expected = 0;
        int before = 0;
        int running = configurations;
        for (Rung rung : rungs) {
            if (rung.divisions().isPresent()) {
                continue;
            }
            int until = Math.min(most, rung.epochs().orElse(most));
            expected += (double) running / configurations * (until - before);
            before = until;
            running = Math.min(running, rung.keep());
        }
        return expected;
    }
}
