package dev.graft.testkit.optimizer;

import com.fasterxml.jackson.databind.JsonNode;
import dev.graft.optimizer.Clipping;
import dev.graft.optimizer.DecayScope;
import dev.graft.optimizer.LayerRates;
import dev.graft.optimizer.Optimizer;
import dev.graft.optimizer.UpdateRule;

/** The update rule that has the same meaning as the arguments of one of Keras's optimizers. */
public final class KerasSettings {
    private KerasSettings() {}

    /** @param settings {@code optimizer} (its name in lower case) and arguments of its constructor */
    public static UpdateRule rule(JsonNode settings) {
        return new UpdateRule(
                optimizer(settings),
                clipping(settings),
                settings.path("gradient_accumulation_steps").asInt(1),
                LayerRates.uniform());
    }

    private static Optimizer optimizer(JsonNode settings) {
        double rate = settings.get("learning_rate").asDouble();
        double beta1 = settings.path("beta_1").asDouble(0.9);
        double beta2 = settings.path("beta_2").asDouble(0.999);
        double epsilon = settings.path("epsilon").asDouble(1e-7);
        double momentum = settings.path("momentum").asDouble(0);
        return switch (settings.get("optimizer").asText()) {
            case "adam" -> new Optimizer.Adam(rate, beta1, beta2, epsilon);
            case "adamw" ->
                new Optimizer.AdamW(
                        rate,
                        beta1,
                        beta2,
                        epsilon,
                        settings.path("weight_decay").asDouble(0.004),
                        settings.has("exclude") ? DecayScope.KERNELS : DecayScope.ALL);
            case "rmsprop" ->
                new Optimizer.RmsProp(
                        rate,
                        settings.path("rho").asDouble(0.9),
                        momentum,
                        epsilon,
                        settings.path("centered").asBoolean());
            case "sgd" ->
                new Optimizer.Sgd(rate, momentum, settings.path("nesterov").asBoolean());
            default -> throw new IllegalArgumentException(settings.toString());
        };
    }

    private static Clipping clipping(JsonNode settings) {
        if (settings.has("clipvalue")) {
            return Clipping.byValue(settings.get("clipvalue").asDouble());
        } else if (settings.has("clipnorm")) {
            return Clipping.byNorm(settings.get("clipnorm").asDouble());
        } else if (settings.has("global_clipnorm")) {
            return Clipping.byGlobalNorm(settings.get("global_clipnorm").asDouble());
        }
        return Clipping.none();
    }
}
