package dev.graft.search;

import dev.graft.error.GraftException;
import dev.graft.io.DirectoryLock;
import dev.graft.result.TrainingResult;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** The right to work on one trial, which one owner has at a time; the system takes it back when the process ends. */
final class TrialClaim implements AutoCloseable {
    private final Trial trial;
    private final TrialFolder folder;
    private final DirectoryLock lock;
    private final String worker;
    private final TrialLog log;
    private TrialState state;

    TrialClaim(Trial trial, TrialFolder folder, DirectoryLock lock, String worker) {
        this.trial = trial;
        this.folder = folder;
        this.lock = lock;
        this.worker = worker;
        this.log = folder.log(worker);
        this.state = folder.state();
    }

    Trial trial() {
        return trial;
    }

    TrialState state() {
        return state;
    }

    /** What happens to the trial goes there. */
    TrialLog log() {
        return log;
    }

    /** Where the trial's checkpoints lie. */
    Path checkpoint() {
        return folder.checkpoint();
    }

    /** The trial's folder, where an executor may leave more. */
    Path path() {
        return folder.path();
    }

    void begin(SearchContext context) {
        folder.removeLeftovers();
        folder.describe(trial, context);
        log.add("attempt " + (state.attempts() + 1) + ", " + context.engine());
        become(TrialStatus.RUNNING, state.attempts() + 1, 0, state.scores(), Optional.empty());
    }

    void finish(TrainingResult result, double seconds) {
        folder.write(result);
        log.add("done");
        become(TrialStatus.DONE, state.attempts(), seconds, Optional.of(TrialScores.of(result)), Optional.empty());
        discard();
    }

    void pause(TrainingResult result, double seconds) {
        folder.write(result);
        log.add("paused");
        become(TrialStatus.PAUSED, state.attempts(), seconds, Optional.of(TrialScores.of(result)), Optional.empty());
    }

    void fail(Throwable error, double seconds) {
        StringWriter trace = new StringWriter();
        error.printStackTrace(new PrintWriter(trace, true));
        folder.writeError(trace.toString());
        String words = words(error);
        log.add("failed: " + words);
        become(TrialStatus.FAILED, state.attempts(), seconds, state.scores(), Optional.of(words));
        // Whatever was wrong may be in it.
        discard();
    }

    private static String words(Throwable error) {
        return error instanceof GraftException known ? String.valueOf(known.getMessage()) : error.toString();
    }

    /** Somebody may go on where the last checkpoint was taken. */
    void giveBack(double seconds) {
        giveBack("interrupted", seconds);
    }

    /** The same of a trial that nobody interrupted. */
    void lose(Throwable cause, double seconds) {
        giveBack("lost: " + words(cause), seconds);
    }

    private void giveBack(String line, double seconds) {
        log.add(line);
        // A paused trial keeps its scores: it can still be compared.
        TrialStatus before = state.scores().isPresent() ? TrialStatus.PAUSED : TrialStatus.WAITING;
        become(before, state.attempts(), seconds, state.scores(), Optional.empty());
    }

    /** Frees the checkpoint's space; the trial can still be done, from its beginning. */
    void discard() {
        Folders.remove(folder.checkpoint());
    }

    private void become(
            TrialStatus status, int attempts, double seconds, Optional<TrialScores> scores, Optional<String> error) {
        String now = Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();
        state = new TrialState(status, attempts, state.seconds() + seconds, worker, now, scores, error);
        folder.write(state);
    }

    @Override
    public void close() {
        lock.close();
    }
}
