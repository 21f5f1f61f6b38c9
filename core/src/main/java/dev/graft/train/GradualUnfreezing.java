package dev.graft.train;

import dev.graft.error.GraftException;
import dev.graft.freeze.BatchNormMode;
import dev.graft.freeze.FreezePolicy;
import dev.graft.optimizer.UpdateRule;
import dev.graft.schedule.LearningRatePlan;
import java.util.ArrayList;
import java.util.List;

/**
 * Unfreezes a backbone from its end downwards while it trains (Howard, Ruder 2018, section 3.3): some epochs with few
 * learning layers, then some with more.
 *
 * @param stages in order, at least one
 */
public record GradualUnfreezing(List<Stage> stages) {
    /**
     * Some epochs with one number of unfrozen layers.
     *
     * @param layers the last so many layers of the backbone learn, as Keras counts them; 0 for the head alone
     * @param epochs at most, at least 1
     */
    public record Stage(int layers, int epochs) {
        public Stage {
            if (layers < 0 || epochs < 1) {
                throw new GraftException("A stage of gradual unfreezing needs 0 or more layers and at least one epoch,"
                        + " found " + layers + ":" + epochs + ".");
            }
        }
    }

    public GradualUnfreezing {
        stages = List.copyOf(stages);
        if (stages.isEmpty()) {
            throw new GraftException("Gradual unfreezing needs at least one stage, for example 0:5,3:5,20:10.");
        }
        for (int i = 1; i < stages.size(); i++) {
            if (stages.get(i).layers() <= stages.get(i - 1).layers()) {
                throw new GraftException("Gradual unfreezing must unfreeze more layers in each stage, found "
                        + stages.get(i).layers() + " layers after "
                        + stages.get(i - 1).layers() + ".");
            }
        }
    }

    /**
     * Reads {@code LAYERS:EPOCHS} pairs, for example {@code 0:5,3:5,20:10}.
     *
     * @throws GraftException for another form, or numbers out of range
     */
    public static GradualUnfreezing parse(String text) {
        List<Stage> stages = new ArrayList<>();
        for (String pair : text.split(",", -1)) {
            if (!pair.strip().matches("\\d{1,6}:\\d{1,6}")) {
                throw new GraftException("'" + pair + "' is no stage of gradual unfreezing. Expected LAYERS:EPOCHS"
                        + " pairs, for example 0:5,3:5,20:10: the head alone for 5 epochs, then the last 3 layers too"
                        + " for 5, then the last 20 for 10.");
            }
            String[] numbers = pair.strip().split(":");
            stages.add(new Stage(Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1])));
        }
        return new GradualUnfreezing(stages);
    }

    /**
     * One phase a stage, each with fresh optimizer state and a constant learning rate.
     *
     * @param head update rule of a stage without unfrozen layers
     * @param fineTuning update rule of the others
     * @param batchNorm what unfrozen batch normalizations do
     * @param patience of each phase, see {@link Phase#patience()}
     */
    public List<Phase> phases(UpdateRule head, UpdateRule fineTuning, BatchNormMode batchNorm, int patience) {
        return stages.stream()
                .map(stage -> new Phase(
                        stage.layers() == 0
                                ? FreezePolicy.allFrozen()
                                : FreezePolicy.lastLayers(stage.layers()).withBatchNorm(batchNorm),
                        stage.epochs(),
                        stage.layers() == 0 ? head : fineTuning,
                        LearningRatePlan.constant(),
                        patience))
                .toList();
    }
}
