package dev.graft.engine.update;

import java.util.List;
import java.util.stream.IntStream;

/** Pieces, and the threads that go over them: each takes a run of neighbours and has arrays of its own. */
final class PieceWork {
    private final List<Piece> pieces;
    private final Scratch[] scratches;

    PieceWork(List<Piece> pieces, int statistics, int threads) {
        this.pieces = List.copyOf(pieces);
        this.scratches = new Scratch[Math.max(1, Math.min(threads, pieces.size()))];
        for (int i = 0; i < scratches.length; i++) {
            scratches[i] = new Scratch(statistics);
        }
    }

    /** What is done with a piece. */
    @FunctionalInterface
    interface Action {
        void apply(Piece piece, Scratch scratch);
    }

    int size() {
        return pieces.size();
    }

    Piece get(int number) {
        return pieces.get(number);
    }

    /** Returns when all pieces are done. */
    void forEach(Action action) {
        IntStream threads = IntStream.range(0, scratches.length);
        (scratches.length == 1 ? threads : threads.parallel()).forEach(thread -> run(thread, action));
    }

    private void run(int thread, Action action) {
        Scratch scratch = scratches[thread];
        int end = share(thread + 1);
        for (int number = share(thread); number < end; number++) {
            scratch.number = number;
            action.apply(pieces.get(number), scratch);
        }
    }

    private int share(int thread) {
        return (int) ((long) pieces.size() * thread / scratches.length);
    }
}
