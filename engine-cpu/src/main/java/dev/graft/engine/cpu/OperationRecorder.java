package dev.graft.engine.cpu;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Notes, while a plan is built, which operation each of its steps is part of. */
final class OperationRecorder {
    private final List<OperationDraft> drafts = new ArrayList<>();
    private Subject subject;
    /** Of the subject's own steps; null as long as there are none. */
    private OperationDraft own;

    /** Says what the steps that follow are for. */
    void begin(Subject next) {
        subject = next;
        own = null;
    }

    /**
     * Notes a step.
     *
     * @param reorder whether it copies from one layout to another: then it is an operation of its own, unless moving values
     *     is what the subject does
     * @return number of the operation it is part of
     */
    int step(String implementation, boolean reorder, Collection<Slot> reads, Collection<Slot> writes) {
        OperationDraft draft = reorder && !subject.moves() ? conversion() : own();
        draft.add(implementation, reads, writes);
        return draft.number();
    }

    private OperationDraft own() {
        if (own == null) {
            own = next(subject);
        }
        return own;
    }

    private OperationDraft conversion() {
        String name = "Layout for " + subject.operation();
        return next(new Subject(Phase.LAYOUT, name, subject.layer(), subject.shape(), true, 0));
    }

    private OperationDraft next(Subject of) {
        OperationDraft draft = new OperationDraft(drafts.size(), of);
        drafts.add(draft);
        return draft;
    }

    /** All operations, by number. */
    List<PlannedOperation> operations() {
        return drafts.stream().map(OperationDraft::finished).toList();
    }
}
