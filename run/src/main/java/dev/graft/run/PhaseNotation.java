package dev.graft.run;

import dev.graft.freeze.FreezePolicy;
import dev.graft.freeze.Unfrozen;
import dev.graft.schedule.ScheduleChoice;
import dev.graft.settings.PhaseSettings;
import dev.graft.train.Phase;
import java.util.Optional;

/** From the settings of a phase to the phase, and back. */
final class PhaseNotation {
    private PhaseNotation() {}

    /**
     * The phase.
     *
     * @param scratch whether a phase that leaves it to the weights trains the whole network, batch norms from the batches
     */
    static Phase phase(PhaseSettings settings, boolean scratch) {
        FreezePolicy automatic = scratch ? FreezePolicy.allTrainable() : FreezePolicy.allFrozen();
        return new Phase(
                settings.unfrozen().isAutomatic()
                        ? automatic
                        : settings.unfrozen().policy(settings.batchNorm()),
                settings.epochs(),
                settings.rule(),
                settings.schedule().plan(),
                settings.patience(),
                settings.averaging());
    }

    /** The settings; empty if layers or rates are chosen by something that has no text. */
    static Optional<PhaseSettings> settings(Phase phase) {
        Optional<Unfrozen> unfrozen = Unfrozen.of(phase.freeze());
        Optional<ScheduleChoice> schedule = ScheduleChoice.of(phase.rates());
        if (unfrozen.isEmpty() || schedule.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new PhaseSettings(
                unfrozen.get(),
                phase.freeze().batchNorm(),
                phase.epochs(),
                phase.patience(),
                phase.rule().optimizer(),
                schedule.get(),
                phase.rule().clipping(),
                phase.rule().accumulation(),
                phase.rule().layerRates(),
                phase.averaging()));
    }
}
