package dev.graft.engine;

/**
 * Whether something can be used on this machine.
 *
 * @param available whether it can
 * @param reason why not, or what was found; one line
 */
public record Availability(boolean available, String reason) {
    /** It can be used. */
    public static Availability yes(String found) {
        return new Availability(true, found);
    }

    /** It cannot. */
    public static Availability no(String reason) {
        return new Availability(false, reason);
    }
}
