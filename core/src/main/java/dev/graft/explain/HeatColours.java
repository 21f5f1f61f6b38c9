package dev.graft.explain;

/**
 * Colours of heat: the upper half of the colour map Inferno (Smith, van der Walt 2015, CC0). Its lightness rises all the way,
 * so that more heat is lighter in grey print too, and people with any colour blindness see an order.
 */
final class HeatColours {
    /** Inferno at 0.5, 0.6, ... 1, each red, green, blue, 0..255. */
    private static final int[][] INFERNO = {
        {188, 55, 84}, {221, 81, 58}, {243, 120, 25}, {252, 165, 10}, {246, 215, 70}, {252, 255, 164}
    };

    private HeatColours() {}

    /**
     * One channel of the colour of a heat.
     *
     * @param heat 0 to 1
     * @param channel 0 red, 1 green, 2 blue
     */
    static double channel(double heat, int channel) {
        double place = Math.max(0, Math.min(1, heat)) * (INFERNO.length - 1);
        int below = Math.min((int) place, INFERNO.length - 2);
        double share = place - below;
        return INFERNO[below][channel] * (1 - share) + INFERNO[below + 1][channel] * share;
    }
}
