package dev.graft.optimizer;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.graft.error.GraftException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether a phase goes by the mean of the parameters that its epochs end with, instead of each epoch's own. As text {@code
 * none}, {@code swa:0.5}, {@code swa:10} or {@code ema:0.9}.
 */
public sealed interface WeightAveraging {
    /** Each epoch goes by its own parameters. */
    record None() implements WeightAveraging {
        @Override
        public int firstEpoch(int epochs) {
            return Integer.MAX_VALUE;
        }

        @Override
        public double weight(int before) {
            return 1;
        }

        @Override
        @JsonValue
        public String toString() {
            return "none";
        }

        @Override
        public String describe() {
            return "no averaging of parameters";
        }
    }

    /**
     * The running mean of the parameters at the ends of epochs, all alike. Works best where the learning rate stays high
     * enough for epochs to differ.
     *
     * @param from below 1 the share of the phase's epochs that comes before the first one that counts; from 1 on the number of
     *     that epoch, a whole number
     * @see <a href="https://arxiv.org/abs/1803.05407">Izmailov et al.: Averaging Weights Leads to Wider Optima and Better
     *     Generalization. UAI 2018</a>
     */
    record Stochastic(double from) implements WeightAveraging {
        /** A share such as 0.29 of 100 epochs is 29, not the 28.999... that its product is. */
        private static final double ROUNDING = 1e-9;

        public Stochastic {
            if (!(from >= 0 && from <= Integer.MAX_VALUE) || (from >= 1 && from != Math.rint(from))) {
                throw new GraftException("Stochastic weight averaging begins after a share of the epochs, 0 or more and"
                        + " below 1, or at an epoch, a whole number from 1 on; found " + from + ".");
            }
        }

        @Override
        public int firstEpoch(int epochs) {
            return from >= 1 ? (int) from : (int) (from * epochs + ROUNDING) + 1;
        }

        @Override
        public double weight(int before) {
            return 1 / (before + 1.0);
        }

        @Override
        @JsonValue
        public String toString() {
            return "swa:" + (from >= 1 ? String.valueOf((int) from) : String.valueOf(from));
        }

        @Override
        public String describe() {
            return "mean of the parameters at the ends of epochs, "
                    + (from >= 1 ? "from epoch " + (int) from + " on" : "after " + from + " of the epochs");
        }
    }

    /**
     * An exponential moving mean of the parameters at the ends of epochs, from the first on. Epochs, not updates: parameters
     * stay on the engine's device meanwhile.
     *
     * @param decay share of the mean that an epoch leaves, above 0 and below 1
     * @see <a href="https://doi.org/10.1137/0330046">Polyak, Juditsky: Acceleration of Stochastic Approximation by Averaging.
     *     SIAM Journal on Control and Optimization 30, 1992</a>
     */
    record Exponential(double decay) implements WeightAveraging {
        public Exponential {
            if (!(decay > 0 && decay < 1)) {
                throw new GraftException("An exponential moving mean of parameters leaves a share of itself above 0 and"
                        + " below 1, such as 0.9; found " + decay + ".");
            }
        }

        @Override
        public int firstEpoch(int epochs) {
            return 1;
        }

        @Override
        public double weight(int before) {
            return before == 0 ? 1 : 1 - decay;
        }

        @Override
        @JsonValue
        public String toString() {
            return "ema:" + decay;
        }

        @Override
        public String describe() {
            return "exponential moving mean of the parameters at the ends of epochs, decay " + decay;
        }
    }

    /** Each epoch by itself. */
    static WeightAveraging none() {
        return new None();
    }

    /**
     * Reads the text.
     *
     * @throws GraftException if it is none
     */
    @JsonCreator
    static WeightAveraging of(String text) {
        Matcher matcher =
                Pattern.compile("(swa|ema):(\\d{1,9}(?:\\.\\d{1,15})?)").matcher(text.strip());
        if (text.strip().equals("none")) {
            return none();
        }
        if (!matcher.matches()) {
            throw new GraftException("Found '" + text + "' as an averaging of parameters, expected none, swa:SHARE or"
                    + " swa:EPOCH such as swa:0.5, or ema:DECAY such as ema:0.9.");
        }
        double number = Double.parseDouble(matcher.group(2));
        return matcher.group(1).equals("swa") ? new Stochastic(number) : new Exponential(number);
    }

    /** Number of the first epoch that counts, from 1, in a phase of at most so many. */
    int firstEpoch(int epochs);

    /**
     * What the next epoch counts in the mean; the mean before it counts the rest.
     *
     * @param before epochs that count already
     * @return above 0, at most 1
     */
    double weight(int before);

    /** In words, for people and provenance. */
    String describe();
}
