package dev.graft.engine;

import dev.graft.error.GraftException;
import java.util.OptionalInt;

/**
 * How an engine may use the machine.
 *
 * @param threads most threads it computes with; results are reproducible only for equal numbers
 * @param precision of feature maps
 * @param device number of the device to compute on, from 0 on; empty leaves it to the engine. Only engines that count
 *     devices are given one, see {@link EngineProvider#devices()}
 */
public record EngineOptions(int threads, Precision precision, OptionalInt device) {
    public EngineOptions {
        if (threads < 1) {
            throw new GraftException("An engine needs at least one thread, found " + threads + ".");
        }
    }

    /** On the device that the engine chooses. */
    public EngineOptions(int threads, Precision precision) {
        this(threads, precision, OptionalInt.empty());
    }

    /** In single precision. */
    public EngineOptions(int threads) {
        this(threads, Precision.F32);
    }

    /** All processors, single precision. */
    public static EngineOptions defaults() {
        return new EngineOptions(Runtime.getRuntime().availableProcessors());
    }

    /** On a device. */
    public EngineOptions onDevice(int number) {
        return new EngineOptions(threads, precision, OptionalInt.of(number));
    }
}
