package dev.graft.image;

import java.util.Optional;

/**
 * What is told of a picture while its rows come.
 *
 * @param fingerprint what it looks like, if wanted and not blank
 * @param brightest highest value of any channel of any pixel, 0..255
 * @param resized the picture at the size it will be asked for, if it is to be kept
 */
public record Examination(Optional<Fingerprint> fingerprint, int brightest, Optional<RgbImage> resized) {
    /**
     * Examines pictures while their rows come.
     *
     * @param fingerprints whether fingerprints are wanted
     * @param size of the picture to keep
     */
    record Of(boolean fingerprints, Optional<ResizedPicture.To> size) implements RowTarget.Maker<Examination> {
        @Override
        public RowTarget<Examination> of(int width, int height, Orientation orientation) {
            Optional<RowTarget<Optional<Fingerprint>>> prints =
                    fingerprints ? Optional.of(Fingerprint.whileReading(width, height, orientation)) : Optional.empty();
            Optional<RowTarget<RgbImage>> small = size.map(to -> to.of(width, height, orientation));
            return new RowTarget<>() {
                private int brightest;

                @Override
                public void row(int y, byte[] rgb) {
                    for (byte value : rgb) {
                        brightest = Math.max(brightest, value & 0xFF);
                    }
                    prints.ifPresent(target -> target.row(y, rgb));
                    small.ifPresent(target -> target.row(y, rgb));
                }

                @Override
                public Examination finish() {
                    return new Examination(prints.flatMap(RowTarget::finish), brightest, small.map(RowTarget::finish));
                }
            };
        }

        @Override
        public long memory(int width, int height, Orientation orientation) {
            return Fingerprint.SIZE.memory(width, height, orientation)
                    + size.map(to -> to.memory(width, height, orientation)).orElse(0L);
        }
    }
}
