package dev.graft.search;

/** Which of a plan's configurations a bracket takes. */
enum Sampling {
    /** The next ones in the plan's order, after the last one again the first. */
    IN_ORDER,

    /**
     * Chosen by a {@link ParzenChoice}, all of a bracket before any of them is trained: by what came of the brackets before.
     * Slots and processes, whatever their number, choose the same.
     */
    BY_BRACKET,

    /** Chosen by a {@link ParzenChoice}, one whenever a slot is free: by what came of all before. */
    ONE_BY_ONE;

    /** One in so many of a bracket is the next in the plan's order, which is random: the share of Falkner and others (2018). */
    private static final int RANDOM = 3;

    /** Whether a choice is made without looking at results. */
    boolean isRandom(int number) {
        return this == BY_BRACKET && number % RANDOM == RANDOM - 1;
    }
}
