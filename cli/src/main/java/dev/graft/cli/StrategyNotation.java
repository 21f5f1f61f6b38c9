package dev.graft.cli;

import dev.graft.error.GraftException;
import dev.graft.search.RankedNetwork;
import dev.graft.search.SearchStrategy;
import java.util.List;

/**
 * Reads strategies as they are written on the command line.
 *
 * @param seed of those that draw
 * @param recommended networks to begin with, best first; may be empty
 */
record StrategyNotation(long seed, List<RankedNetwork> recommended) {
    SearchStrategy read(String text) {
        SearchStrategy strategy = strategy(text);
        if (!recommended.isEmpty() && !text.startsWith("tpe") && !text.startsWith("bohb")) {
            throw new GraftException(
                    "Found --recommendation with --strategy " + text
                            + ", and only tpe and bohb begin with what was recommended. Choose --strategy tpe:60, for example.");
        }
        return strategy;
    }

    private SearchStrategy strategy(String text) {
        String[] parts = text.split(":");
        try {
            if (parts[0].equals("grid") && parts.length == 1) {
                return SearchStrategy.grid();
            }
            if (parts[0].equals("random") && parts.length == 2) {
                return SearchStrategy.random(Integer.parseInt(parts[1]), seed);
            }
            if (parts[0].equals("halving") && parts.length == 3) {
                return SearchStrategy.halving(Integer.parseInt(parts[1]), Integer.parseInt(parts[2]));
            }
            if (parts[0].equals("hyperband") && parts.length == 3) {
                return SearchStrategy.hyperband(Integer.parseInt(parts[1]), Integer.parseInt(parts[2]), seed);
            }
            if (parts[0].equals("tpe") && parts.length <= 2) {
                int most = parts.length == 1 ? Integer.MAX_VALUE : Integer.parseInt(parts[1]);
                return SearchStrategy.parzen(most, seed, recommended);
            }
            if (parts[0].equals("bohb") && (parts.length == 3 || parts.length == 4)) {
                int most = parts.length == 3 ? Integer.MAX_VALUE : Integer.parseInt(parts[3]);
                return SearchStrategy.bohb(
                        most, Integer.parseInt(parts[1]), Integer.parseInt(parts[2]), seed, recommended);
            }
        } catch (NumberFormatException e) {
            throw unknown(text);
        }
        throw unknown(text);
    }

    private static GraftException unknown(String text) {
        return new GraftException(
                "--strategy takes grid, random:N, tpe, tpe:N, halving:EPOCHS:FACTOR, hyperband:EPOCHS:FACTOR,"
                        + " bohb:EPOCHS:FACTOR or bohb:EPOCHS:FACTOR:N, for example halving:2:3; found '" + text
                        + "'.");
    }
}
