package dev.graft.search;

import dev.graft.engine.Engine;
import dev.graft.error.GraftException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/** Equal engines on different devices. Who wants to compute gets the one that has the least to do. */
final class EnginePool {
    private final List<Engine> engines;
    private final int[] users;

    /** @throws GraftException if there is none, or two differ in what they say of themselves */
    EnginePool(List<Engine> engines) {
        List<String> different =
                engines.stream().map(Engine::describe).distinct().toList();
        if (different.size() != 1) {
            throw new GraftException("The trials of a search are computed by one engine or by equal ones, so that their"
                    + " numbers can be compared; found " + different + ". Name devices of one kind.");
        }
        this.engines = List.copyOf(engines);
        this.users = new int[engines.size()];
    }

    /** What each says of itself. */
    String describe() {
        return engines.get(0).describe();
    }

    void use(Consumer<Engine> work) {
        int chosen = take();
        try {
            work.accept(engines.get(chosen));
        } finally {
            giveBack(chosen);
        }
    }

    private synchronized int take() {
        int fewest = Arrays.stream(users).min().orElseThrow();
        int chosen = 0;
        while (users[chosen] > fewest) {
            chosen++;
        }
        users[chosen]++;
        return chosen;
    }

    private synchronized void giveBack(int chosen) {
        users[chosen]--;
    }
}
