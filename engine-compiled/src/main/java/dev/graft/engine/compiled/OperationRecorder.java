package dev.graft.engine.compiled;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Notes, while a plan is built, which operation each of its steps is part of. */
public final class OperationRecorder {
    private final List<OperationDraft> drafts = new ArrayList<>();
    private @Nullable Subject subject;
    /** Of the subject's own steps; null as long as there are none. */
    private @Nullable OperationDraft own;

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
        Subject now = Objects.requireNonNull(subject, "A step came before what it is for");
        OperationDraft draft = reorder && !now.moves() ? conversion(now) : own(now);
        draft.add(implementation, reads, writes);
        return draft.number();
    }

    private OperationDraft own(Subject now) {
        if (own == null) {
            own = next(now);
        }
        return own;
    }

    private OperationDraft conversion(Subject now) {
        String name = "Layout for " + now.operation();
        return next(new Subject(Phase.LAYOUT, name, now.layer(), now.shape(), true, 0));
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
