package dev.graft.engine;

import dev.graft.error.GraftException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * What people call an engine: {@code cpu}; {@code cuda:1}, on a device by its number; {@code cuda:0,1} and {@code cuda:all}, one
 * engine on each of several devices.
 *
 * @param id of its provider
 * @param devices what follows the colon; empty leaves the device to the engine
 */
record EngineName(String id, Optional<String> devices) {
    private static final String ALL = "all";
    private static final Pattern NUMBERS = Pattern.compile("\\d{1,4}(,\\d{1,4})*");

    /** @throws GraftException if it is no such name */
    static EngineName of(String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            return new EngineName(text, Optional.empty());
        }
        String devices = text.substring(colon + 1);
        if (!devices.equals(ALL) && !NUMBERS.matcher(devices).matches()) {
            throw new GraftException("Engine '" + text + "' names no device. Expected a number after the colon, as in"
                    + " cuda:1, or for searches several, as in cuda:0,1 or cuda:all.");
        }
        return new EngineName(text.substring(0, colon), Optional.of(devices));
    }

    /**
     * The options of each engine that is named, at least one.
     *
     * @param counted how many devices there are; empty if the engine counts none
     * @throws GraftException if devices are named that do not exist, or one twice
     */
    List<EngineOptions> options(EngineOptions base, OptionalInt counted) {
        if (devices.isEmpty()) {
            return List.of(base);
        }
        if (counted.isEmpty()) {
            throw new GraftException("The engine " + id + " counts no devices, found '" + id + ":" + devices.get()
                    + "'. Name it '" + id + "' alone.");
        }
        int count = counted.getAsInt();
        List<Integer> numbers = new ArrayList<>();
        IntStream named = devices.get().equals(ALL)
                ? IntStream.range(0, count)
                : Pattern.compile(",").splitAsStream(devices.get()).mapToInt(Integer::parseInt);
        named.forEach(number -> {
            if (number >= count || numbers.contains(number)) {
                throw new GraftException("Engine '" + id + ":" + devices.get() + "': expected different numbers of"
                        + " devices from 0 to " + (count - 1) + ", found " + number + ".");
            }
            numbers.add(number);
        });
        return numbers.stream().map(base::onDevice).toList();
    }
}
