package dev.graft.train;

/**
 * An epoch so far.
 *
 * @param batches learned from
 * @param seen images in them
 * @param loss sum of the images' losses
 * @param correct images classified correctly as trained
 * @param seconds spent
 */
record EpochSums(int batches, int seen, double loss, long correct, double seconds) {
    static final EpochSums START = new EpochSums(0, 0, 0, 0, 0);

    EpochSums plus(int images, double meanLoss, int right, double time) {
        return new EpochSums(batches + 1, seen + images, loss + meanLoss * images, correct + right, seconds + time);
    }

    EpochSums plusSeconds(double time) {
        return new EpochSums(batches, seen, loss, correct, seconds + time);
    }

    double meanLoss() {
        return loss / seen;
    }

    double accuracy() {
        return (double) correct / seen;
    }
}
