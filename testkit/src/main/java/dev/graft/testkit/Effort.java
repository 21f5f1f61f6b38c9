package dev.graft.testkit;

/** How much tests try: enough to notice, or with {@code -Pthorough} all that there is. */
public final class Effort {
    /** Whether this is a thorough run. */
    public static final boolean THOROUGH = Boolean.getBoolean("graft.thorough");

    private Effort() {}

    /** One of two numbers. */
    public static int of(int usual, int thorough) {
        return THOROUGH ? thorough : usual;
    }
}
