package dev.graft.spark;

import dev.graft.result.ResultFiles;
import dev.graft.result.TrainingResult;
import dev.graft.search.TrialReport;
import dev.graft.spark.TrialMessage.Order;
import dev.graft.train.EpochRecord;
import dev.graft.train.TrainingListener;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the driver of one trial. What cannot be told of its end goes back with the task. */
final class RemoteReport implements TrialReport, TrainingListener {
    private static final Logger log = LoggerFactory.getLogger(RemoteReport.class);

    private final String token;
    private final String address;
    private final Thread trains;
    private volatile boolean over;
    private @Nullable TrialOutcome outcome;
    private boolean delivered;

    /** @param trains is interrupted when nobody waits for the trial any more */
    RemoteReport(String token, String address, Thread trains) {
        this.token = token;
        this.address = address;
        this.trains = trains;
    }

    /** Whether the driver said that the search's time is over. */
    boolean isOver() {
        return over;
    }

    /** How it ended, unless the driver knows. */
    Optional<TrialOutcome> undelivered() {
        return delivered ? Optional.empty() : Optional.ofNullable(outcome);
    }

    @Override
    public void trainingStarted(List<EpochRecord> before) {
        tell(new TrialMessage.Began(token, address, List.copyOf(before)));
    }

    @Override
    public void epochFinished(int phase, EpochRecord epoch, boolean best) {
        tell(new TrialMessage.Epoch(token, address, phase, epoch, best));
    }

    @Override
    public void finished(TrainingResult result) {
        end(new TrialOutcome.Finished(address, ResultFiles.encode(result)));
    }

    @Override
    public void paused(TrainingResult result) {
        end(new TrialOutcome.Paused(address, ResultFiles.encode(result)));
    }

    @Override
    public void failed(Throwable error) {
        end(new TrialOutcome.Failed(address, RemoteError.of(error)));
    }

    /** Nothing but the driver's view of this executor says that. */
    @Override
    public void lost(Throwable cause) {
        failed(cause);
    }

    void failedUnlessReported(Throwable error) {
        if (outcome == null) {
            failed(error);
        }
    }

    private void end(TrialOutcome how) {
        outcome = how;
        delivered = tell(new TrialMessage.Ended(token, how));
    }

    /** @return whether the driver knows */
    private boolean tell(TrialMessage message) {
        try {
            Order order = TrialPlugin.ask(message);
            if (order == Order.STOP) {
                trains.interrupt();
            }
            over |= order == Order.PAUSE;
            return true;
        } catch (InterruptedException e) {
            trains.interrupt();
            return false;
        } catch (Exception e) {
            // The training is worth more than its progress.
            log.warn("The driver could not be told of trial {}: {}", address, e.toString());
            return false;
        }
    }
}
