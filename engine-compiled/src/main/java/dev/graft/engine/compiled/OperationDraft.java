package dev.graft.engine.compiled;

import dev.graft.engine.compiled.OperationRecorder.Access;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** An operation of a plan whose steps are not all known yet. */
final class OperationDraft {
    private final int number;
    private final Subject subject;
    private final Set<String> implementations = new LinkedHashSet<>();
    private final Map<Object, Access> read = new IdentityHashMap<>();
    private final Map<Object, Access> written = new IdentityHashMap<>();
    private int steps;

    OperationDraft(int number, Subject subject) {
        this.number = number;
        this.subject = subject;
    }

    int number() {
        return number;
    }

    /** A step of it. */
    void add(String implementation, List<Access> reads, List<Access> writes) {
        implementations.add(implementation);
        reads.forEach(access -> read.merge(access.memory(), access, OperationDraft::sum));
        writes.forEach(access -> written.merge(access.memory(), access, OperationDraft::sum));
        steps++;
    }

    PlannedOperation finished() {
        return new PlannedOperation(
                number,
                subject.phase(),
                subject.operation(),
                subject.layer(),
                subject.shape(),
                String.join(", ", implementations),
                steps,
                subject.flops(),
                once(read) + once(written));
    }

    /** Several steps of an operation that read the same memory need not have done so. */
    private static long once(Map<Object, Access> moved) {
        return moved.values().stream()
                .mapToLong(access -> Math.min(access.bytes(), access.whole()))
                .sum();
    }

    private static Access sum(Access one, Access other) {
        return new Access(one.memory(), one.bytes() + other.bytes(), one.whole());
    }
}
