package dev.graft.search;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Hands out groups in their order, but rather one that shares nothing with a group under way. */
final class WorkQueue {
    private final List<TrialGroup> waiting;
    private final Map<String, Integer> underWay = new HashMap<>();

    WorkQueue(List<TrialGroup> groups) {
        this.waiting = new ArrayList<>(groups);
    }

    /** The next group; empty if none is left. */
    synchronized Optional<TrialGroup> take() {
        if (waiting.isEmpty()) {
            return Optional.empty();
        }
        int next = 0;
        for (int i = 0; i < waiting.size(); i++) {
            if (!underWay.containsKey(waiting.get(i).sharing())) {
                next = i;
                break;
            }
        }
        TrialGroup group = waiting.remove(next);
        underWay.merge(group.sharing(), 1, Integer::sum);
        return Optional.of(group);
    }

    /** A group is over. */
    synchronized void done(TrialGroup group) {
        underWay.computeIfPresent(group.sharing(), (key, count) -> count == 1 ? null : count - 1);
    }
}
