package dev.graft.train;

import dev.graft.freeze.ResolvedFreeze;
import java.util.List;
import java.util.Optional;

/** Passes everything on to several listeners; the first that wants to stop has its way. */
record Listeners(List<TrainingListener> listeners) implements TrainingListener {
    Listeners {
        listeners = List.copyOf(listeners);
    }

    @Override
    public void trainingStarted(List<EpochRecord> before) {
        listeners.forEach(l -> l.trainingStarted(before));
    }

    @Override
    public void phaseStarted(int number, Phase phase, ResolvedFreeze freeze, String features) {
        listeners.forEach(l -> l.phaseStarted(number, phase, freeze, features));
    }

    @Override
    public void batchFinished(int phase, int epoch, int batch, double loss) {
        listeners.forEach(l -> l.batchFinished(phase, epoch, batch, loss));
    }

    @Override
    public void epochFinished(int phase, EpochRecord epoch, boolean best) {
        listeners.forEach(l -> l.epochFinished(phase, epoch, best));
    }

    @Override
    public void trainingFinished(History history, Optional<String> stopped) {
        listeners.forEach(l -> l.trainingFinished(history, stopped));
    }

    @Override
    public Optional<String> reasonToStop() {
        return listeners.stream().flatMap(l -> l.reasonToStop().stream()).findFirst();
    }
}
