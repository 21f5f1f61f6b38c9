package dev.graft.image;

/** Arithmetic on 8-bit values that stand for shares of 255, rounded to the nearest. */
final class Blend {
    private Blend() {}

    /** {@code a * b / 255}. */
    static int scaled(int a, int b) {
        return (a * b + 127) / 255;
    }

    /** How bright one of red, green, blue is under its complementary ink and black, without a colour profile. */
    static int underInk(int ink, int black) {
        int paper = 255 - black;
        return paper - scaled(ink, paper);
    }
}
