package dev.graft.search;

import dev.graft.result.TrainingResult;

/** Writes down how a claimed trial ended. */
final class ClaimReport implements TrialReport {
    private final TrialClaim claim;
    private final SearchMonitor monitor;
    private final LostTrials losses;
    private final int together;
    private final int epochsBefore;
    private final long start = System.nanoTime();
    private boolean reported;

    /** @param together how many trials run together, this one included; each is put down an equal share of the time */
    ClaimReport(TrialClaim claim, SearchMonitor monitor, LostTrials losses, int together) {
        this.claim = claim;
        this.monitor = monitor;
        this.losses = losses;
        this.together = together;
        this.epochsBefore = claim.state().epochs();
    }

    boolean reported() {
        return reported;
    }

    @Override
    public void finished(TrainingResult result) {
        double seconds = seconds();
        claim.finish(result, seconds);
        ended(seconds);
    }

    @Override
    public void paused(TrainingResult result) {
        double seconds = seconds();
        claim.pause(result, seconds);
        ended(seconds);
    }

    @Override
    public void failed(Throwable error) {
        claim.fail(error, seconds());
        ended(0);
    }

    @Override
    public void lost(Throwable cause) {
        if (losses.lost(claim.trial())) {
            claim.lose(cause, seconds());
            ended(0);
        } else {
            failed(cause);
        }
    }

    private void ended(double seconds) {
        reported = true;
        monitor.ended(claim.trial(), claim.state(), claim.state().epochs() - epochsBefore, together, seconds);
    }

    /** The trial can be continued. */
    void givenBack() {
        claim.giveBack(seconds());
        reported = true;
    }

    private double seconds() {
        return (System.nanoTime() - start) / 1e9 / together;
    }
}
