package dev.graft.search;

import java.util.ArrayList;
import java.util.List;

/**
 * Configurations that start together and are halved together.
 *
 * @param configurations each a list of repeats
 * @param rungs in order, the last without a limit
 */
record Bracket(List<List<Trial>> configurations, List<Rung> rungs) implements Stage {
    Bracket {
        configurations = configurations.stream().map(List::copyOf).toList();
        rungs = List.copyOf(rungs);
    }

    @Override
    public List<Trial> begun(Ledger ledger) {
        return configurations.stream().flatMap(List::stream).toList();
    }

    @Override
    public int most(Ledger ledger) {
        return begun(ledger).size();
    }

    @Override
    public Bracket dropping(int divisions) {
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

    /** Few go far. */
    @Override
    public int expectedEpochs(Trial trial) {
        int most = trial.phase().epochs();
        double expected = 0;
        int before = 0;
        int running = configurations.size();
        for (Rung rung : rungs) {
            if (rung.divisions().isPresent()) {
                continue;
            }
            int until = Math.min(most, rung.epochs().orElse(most));
            expected += (double) running / configurations.size() * (until - before);
            before = until;
            running = rung.keep();
        }
        return (int) Math.ceil(expected);
    }
}
