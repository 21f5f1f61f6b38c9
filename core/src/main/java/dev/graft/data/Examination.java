package dev.graft.data;

import java.util.Optional;

/**
 * What reading a data set keeps of a picture.
 *
 * @param fingerprint what it looks like, if wanted and not blank
 * @param brightest highest value of any channel of any pixel, 0..255
 */
record Examination(Optional<Fingerprint> fingerprint, int brightest) {
    /**
     * Examines pictures while their rows come.
     *
     * @param fingerprints whether fingerprints are wanted
     */
    record Of(boolean fingerprints) implements RowTarget.Maker<Examination> {
        @Override
        public RowTarget<Examination> of(int width, int height, Orientation orientation) {
            Optional<RowTarget<Optional<Fingerprint>>> prints =
                    fingerprints ? Optional.of(Fingerprint.whileReading(width, height, orientation)) : Optional.empty();
            return new RowTarget<>() {
                private int brightest;

                @Override
                public void row(int y, byte[] rgb) {
                    for (byte value : rgb) {
                        brightest = Math.max(brightest, value & 0xFF);
                    }
                    prints.ifPresent(target -> target.row(y, rgb));
                }

                @Override
                public Examination finish() {
                    return new Examination(prints.flatMap(RowTarget::finish), brightest);
                }
            };
        }

        @Override
        public long memory(int width, int height, Orientation orientation) {
            return Fingerprint.SIZE.memory(width, height, orientation);
        }
    }
}
