package dev.graft.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.error.GraftException;
import dev.graft.result.TrainingResult;
import dev.graft.train.EpochRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a trial's folder while somebody works on it; nothing is trained. */
class ClaimTest {
    private static final Trial TRIAL = SyntheticLedger.trials(2).get(0);

    @TempDir
    Path folder;

    private Ledger ledger;
    private TrialClaim claim;

    @BeforeEach
    void begin() {
        ledger = Ledger.open(folder, SyntheticLedger.CONTEXT);
        claim = ledger.claim(TRIAL).orElseThrow();
        claim.begin(SyntheticLedger.CONTEXT);
    }

    @AfterEach
    void close() {
        claim.close();
    }

    private static EpochRecord epoch(int number, double loss) {
        return SyntheticLedger.epoch(number, loss, 0.625);
    }

    private static TrainingResult result() {
        return SyntheticLedger.result(List.of(epoch(1, 0.5), epoch(2, 0.25), epoch(3, 1)));
    }

    private TrialState state() {
        return Ledger.read(folder).state(TRIAL.address());
    }

    private Path checkpoint() throws IOException {
        return Files.writeString(Files.createDirectories(claim.checkpoint()).resolve("part"), "position");
    }

    private String text(String name) throws IOException {
        return Files.readString(claim.path().resolve(name));
    }

    @Test
    void whatIsBegunSaysWhatAndByWhom() throws IOException {
        assertThat(state().status()).isEqualTo(TrialStatus.RUNNING);
        assertThat(state().attempts()).isEqualTo(1);
        assertThat(claim.state()).isEqualTo(state());
        assertThat(claim.trial()).isEqualTo(TRIAL);
        assertThat(text("settings.json")).contains(TRIAL.address().sha256(), "\"split\" : \"split\"");
        assertThat(text("log.txt"))
                .contains(ProcessHandle.current().pid() + " attempt 1, engine")
                .endsWith("\n");
    }

    @Test
    void whatIsDoneHasItsResultItsScoresAndNoCheckpointAnyMore() throws IOException {
        Path checkpoint = checkpoint();

        claim.finish(result(), 2.5);

        TrialScores scores = state().scores().orElseThrow();
        assertThat(state().status()).isEqualTo(TrialStatus.DONE);
        assertThat(state().seconds()).isEqualTo(2.5);
        assertThat(state().isOver()).isTrue();
        assertThat(scores.course())
                .containsExactly(
                        new TrialScores.EpochScore(0.5, 0.625),
                        new TrialScores.EpochScore(0.25, 0.625),
                        new TrialScores.EpochScore(1, 0.625));
        assertThat(scores.bestEpoch()).isEqualTo(2);
        assertThat(scores.secondsPerEpoch()).isEqualTo(2);
        assertThat(scores.validation()).isEqualTo(ComparedFigures.of(result().validation()));
        assertThat(scores.test()).isEmpty();
        assertThat(ledger.result(TRIAL.address()).validationPredictions()).isEqualTo(result().validationPredictions());
        assertThat(checkpoint).doesNotExist();
        assertThat(text("log.txt")).endsWith(" done\n");
    }

    @Test
    void whatIsPausedKeepsItsCheckpointAndItsScoresThroughAnInterruption() throws IOException {
        Path checkpoint = checkpoint();

        claim.pause(result(), 2);

        assertThat(state().status()).isEqualTo(TrialStatus.PAUSED);
        assertThat(state().isOver()).isFalse();
        assertThat(state().epochs()).isEqualTo(3);
        assertThat(ledger.result(TRIAL.address()).history()).isEqualTo(result().history());
        assertThat(checkpoint).exists();
        assertThat(text("log.txt")).endsWith(" paused\n");

        claim.begin(SyntheticLedger.CONTEXT);
        claim.giveBack(1);

        assertThat(state().status()).isEqualTo(TrialStatus.PAUSED);
        assertThat(state().attempts()).isEqualTo(2);
        assertThat(state().seconds()).isEqualTo(3);
        assertThat(state().epochs()).isEqualTo(3);
        assertThat(text("log.txt")).endsWith(" interrupted\n");
    }

    @Test
    void whatIsInterruptedBeforeItHasScoresWaits() throws IOException {
        Path checkpoint = checkpoint();

        claim.giveBack(1);

        assertThat(state().status()).isEqualTo(TrialStatus.WAITING);
        assertThat(checkpoint).exists();
    }

    @Test
    void whatFailsLeavesItsErrorUntilItIsDone() throws IOException {
        Path checkpoint = checkpoint();

        claim.fail(new GraftException("There is no memory. Use less."), 1);

        assertThat(state().status()).isEqualTo(TrialStatus.FAILED);
        assertThat(state().isOver()).isTrue();
        assertThat(state().error()).contains("There is no memory. Use less.");
        assertThat(text("error.txt")).contains("GraftException", "ClaimTest");
        assertThat(text("log.txt")).endsWith(" failed: There is no memory. Use less.\n");
        assertThat(checkpoint).doesNotExist();

        claim.fail(new IllegalStateException("odd"), 1);
        assertThat(state().error()).contains("java.lang.IllegalStateException: odd");

        claim.finish(result(), 1);
        assertThat(claim.path().resolve("error.txt")).doesNotExist();
        assertThat(state().error()).isEmpty();
    }

    @Test
    void theLogTellsOfEpochs() throws IOException {
        claim.log().trainingStarted(List.of());
        claim.log().trainingStarted(List.of(epoch(1, 0.5), epoch(2, 0.25)));
        claim.log().epochFinished(0, epoch(3, 0.125), true);
        claim.log().epochFinished(0, epoch(4, 0.5), false);

        assertThat(text("log.txt").lines().skip(1).map(line -> line.replaceFirst("\\S+ \\S+ ", "")))
                .containsExactly(
                        "training begins",
                        "training goes on after epoch 2",
                        "epoch 3: loss 0.75000, accuracy 0.5000; validation loss 0.12500, accuracy 0.6250"
                                + " (best so far); learning rate 0.01; 3.00 s",
                        "epoch 4: loss 0.75000, accuracy 0.5000; validation loss 0.50000, accuracy 0.6250;"
                                + " learning rate 0.01; 4.00 s");
    }

    @Test
    void aLogThatCannotBeWrittenIsNamed() throws IOException {
        Path log = Files.createDirectory(folder.resolve("log.txt"));

        assertThatThrownBy(() -> new TrialLog(log, "worker").add("line"))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining(log.toString());
    }

    @Test
    void whoIsHalvedIsPausedAfterItsEpochsThoseBeforeAnInterruptionIncluded() {
        EpochLimit limit = new EpochLimit(3);
        limit.trainingStarted(List.of(epoch(1, 0.5)));
        limit.epochFinished(0, epoch(2, 0.5), true);
        assertThat(limit.reasonToStop()).isEmpty();
        limit.epochFinished(0, epoch(3, 0.5), true);
        Optional<String> reason = limit.reasonToStop();
        assertThat(reason).contains("It was paused after 3 epochs to be compared with other trials.");

        limit.trainingFinished(result().history(), Optional.of("It ended by patience."));
        assertThat(limit.paused()).isFalse();
        limit.trainingFinished(result().history(), Optional.empty());
        assertThat(limit.paused()).isFalse();
        limit.trainingFinished(result().history(), reason);
        assertThat(limit.paused()).isTrue();
    }

    @Test
    void whoseTimeIsOverIsPausedAfterTheEpochUnderWay() {
        AtomicBoolean over = new AtomicBoolean();
        EpochLimit limit = new EpochLimit(9, over::get);
        limit.epochFinished(0, epoch(1, 0.5), true);
        over.set(true);
        assertThat(limit.reasonToStop()).isEmpty();
        limit.epochFinished(0, epoch(2, 0.5), true);
        Optional<String> reason = limit.reasonToStop();
        assertThat(reason).contains("It was paused because the time of the search is over.");

        limit.trainingFinished(result().history(), Optional.empty());
        assertThat(limit.paused()).isFalse();
        limit.trainingFinished(result().history(), reason);
        assertThat(limit.paused()).isTrue();
    }

    @Test
    void aRungLooksAtItsOwnEpochsAndLeavesOutThoseThatDiverged() {
        TrialScores.EpochScore first = new TrialScores.EpochScore(0.5, 0.75);
        TrialScores.EpochScore best = new TrialScores.EpochScore(0.25, 0.5);
        TrialScores scores = new TrialScores(
                SyntheticLedger.scores(0.5, 0.5),
                Optional.empty(),
                Optional.empty(),
                List.of(new TrialScores.EpochScore(Double.NaN, 1), first, best),
                3,
                1,
                1,
                1,
                List.of());

        assertThat(scores.bestOfFirst(1)).isEqualTo(new TrialScores.EpochScore(Double.POSITIVE_INFINITY, 0));
        assertThat(scores.bestOfFirst(2)).isEqualTo(first);
        assertThat(scores.bestOfFirst(3)).isEqualTo(best);
    }
}
