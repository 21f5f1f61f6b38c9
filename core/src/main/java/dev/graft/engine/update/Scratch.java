package dev.graft.engine.update;

/** Java's copies of the piece that a thread works on. */
final class Scratch {
    final float[] variable = new float[Piece.LENGTH];
    final float[] gradient = new float[Piece.LENGTH];
    final float[][] statistics;
    /** Number of the piece. */
    int number;

    Scratch(int statistics) {
        this.statistics = new float[statistics][Piece.LENGTH];
    }
}
