package dev.graft.search;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Measures a ledger of many trials: {@code java -Xmx1g -cp ... dev.graft.search.LedgerScale 10000 /tmp/scale}. It is made
 * first, unless it is there.
 */
final class LedgerScale {
    private LedgerScale() {}

    public static void main(String[] arguments) {
        int count = Integer.parseInt(arguments[0]);
        Path directory = Path.of(arguments[1]);
        long start = System.nanoTime();
        List<Trial> trials = SyntheticLedger.trials(count);
        say("find " + trials.size() + " trials", start);
        start = System.nanoTime();
        int groups = new TrialArrangement(SearchFixture.tools().backbones())
                .groups(trials, TrialArrangement.MOST_TOGETHER)
                .size();
        say("arrange " + groups + " groups", start);
        start = System.nanoTime();
        boolean there = Files.exists(directory.resolve("plans"));
        Ledger made = Ledger.open(directory, SyntheticLedger.CONTEXT);
        made.plan(trials);
        say("open and plan", start);
        if (!there) {
            start = System.nanoTime();
            for (int i = 0; i < trials.size(); i++) {
                SyntheticLedger.write(
                        made, trials.get(i), SyntheticLedger.done(i / (double) count, 0.5, Optional.empty()));
            }
            say("make", start);
        }
        start = System.nanoTime();
        Ledger ledger = Ledger.read(directory);
        List<Trial> read = ledger.trials();
        say("read the plan", start);
        start = System.nanoTime();
        int states = ledger.states(read).size();
        say("list " + states + " states", start);
        start = System.nanoTime();
        SearchResult result = SearchResult.of(ledger, Measure.ACCURACY);
        say("rank " + result.compared() + " configurations", start);
        start = System.nanoTime();
        new SearchFiles(directory).write(result);
        say("write trials.csv and best.json", start);
        Runtime runtime = Runtime.getRuntime();
        System.out.printf(
                "heap in use %d MiB, of the process at most %d MiB%n",
                (runtime.totalMemory() - runtime.freeMemory()) >> 20, runtime.maxMemory() >> 20);
    }

    private static void say(String what, long start) {
        System.out.printf("%-40s %6.2f s%n", what, (System.nanoTime() - start) / 1e9);
    }
}
