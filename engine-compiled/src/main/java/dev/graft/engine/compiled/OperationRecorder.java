package dev.graft.engine.compiled;

import java.util.ArrayList;
import java.util.List;

/** Notes, while a plan is built, which operation each of its steps is part of. */
public final class OperationRecorder {
    private final List<OperationDraft> drafts = new ArrayList<>();
    private Subject subject;
    /** Of the subject's own steps; null as long as there are none. */
    private OperationDraft own;

    /**
     * What a step reads or writes.
     *
     * @param memory where it lies; views of the same memory give the same object
     * @param bytes that are moved
     * @param whole size of that memory
     */
    public record Access(Object memory, long bytes, long whole) {}

    /** Says what the steps that follow are for. */
    public void begin(Subject next) {
        subject = next;
        own = null;
    }

    /**
     * Notes a step.
     *
     * @param implementation the library's name of what computes it
     * @param reorder whether it copies from one layout to another: then it is an operation of its own, unless moving values
     *     is what the subject does
     * @return number of the operation it is part of
     */
    public int step(String implementation, boolean reorder, List<Access> reads, List<Access> writes) {
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
    public List<PlannedOperation> operations() {
        return drafts.stream().map(OperationDraft::finished).toList();
    }
}
