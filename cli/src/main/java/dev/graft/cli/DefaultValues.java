package dev.graft.cli;

import dev.graft.settings.PhaseSettings;
import dev.graft.settings.TrainingSettings;
import java.util.ListResourceBundle;
import java.util.Locale;

/** What help texts call the default of an option, from the one place that says it: {@code ${bundle:default.epochs}}. */
public final class DefaultValues extends ListResourceBundle {
    static final String NAME = "dev.graft.cli.DefaultValues";

    @Override
    protected Object[][] getContents() {
        TrainingSettings usual = TrainingSettings.defaults();
        PhaseSettings head = TrainingSettings.headPhase();
        PhaseSettings fineTuning = TrainingSettings.fineTuning();
        return new Object[][] {
            {"default.backbone", usual.model().backbone()},
            {"default.weights", usual.model().weights()},
            {"default.batchNorm", head.batchNorm().id()},
            {"default.optimizer", head.optimizer().name()},
            {"default.learningRate", text(head.optimizer().learningRate())},
            {"default.epochs", text(head.epochs())},
            {"default.fineTuneLearningRate", text(fineTuning.optimizer().learningRate())},
            {"default.fineTuneEpochs", text(fineTuning.epochs())},
            {"default.patience", text(head.patience())},
            {"default.schedule", head.schedule().shape().id()},
            {"default.warmUpEpochs", text(head.schedule().warmUpEpochs())},
            {"default.backboneRate", text(head.layerRates().below())},
            {"default.accumulation", text(head.accumulation())},
            {"default.averaging", text(head.averaging())},
            {"default.labelSmoothing", text(usual.loss().labelSmoothing())},
            {"default.batchSize", text(usual.batchSize())},
            {"default.seed", text(usual.seeds().training())},
            {"default.augmentation", usual.augmentation().policy()},
            {"default.strength", text(usual.augmentation().strength())},
            {"default.views", text(usual.augmentation().views())},
            {"default.validation", text(usual.split().validation())},
            {"default.test", text(usual.split().test())},
            {"default.threshold", usual.evaluation().threshold()},
            {"default.intervalWidth", text(usual.evaluation().intervalWidth())},
            {"default.precision", usual.precision().name().toLowerCase(Locale.ROOT)},
        };
    }

    private static String text(Object value) {
        return String.valueOf(value);
    }
}
