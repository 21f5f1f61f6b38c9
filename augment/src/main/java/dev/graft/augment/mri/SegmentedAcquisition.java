package dev.graft.augment.mri;

import dev.graft.augment.picture.AffineMap;
import dev.graft.augment.picture.Fill;
import dev.graft.augment.picture.Picture;
import java.util.ArrayList;
import java.util.List;

/**
 * K-space recorded segment by segment, in order of frequency, while the object changes its position.
 *
 * @param lines along the direction of phase encoding
 * @param segments without gaps or overlaps, from the lowest frequency on
 */
record SegmentedAcquisition(Lines lines, List<Segment> segments) {
    /**
     * Frequencies recorded in one position.
     *
     * @param from first, counted from the lowest frequency, {@code -length / 2}
     * @param to one beyond the last
     * @param position of the object meanwhile
     */
    record Segment(int from, int to, AffineMap position) {}

    /**
     * Deals positions out to segments; the one with frequency 0 has the object unmoved.
     *
     * @param positions in order, for the other segments
     * @param times when the segments end, as shares of the whole time, rising; the last one's end, 1, is not among them
     */
    static SegmentedAcquisition of(Lines lines, AffineMap[] positions, double[] times) {
        int length = lines.length();
        List<Segment> segments = new ArrayList<>();
        int from = 0;
        int used = 0;
        for (int i = 0; i <= times.length; i++) {
            int to = i == times.length ? length : (int) (length * times[i]);
            boolean middle = from <= length / 2 && length / 2 < to;
            segments.add(new Segment(from, to, middle ? AffineMap.IDENTITY : positions[used++]));
            from = to;
        }
        return new SegmentedAcquisition(lines, segments);
    }

    /** Makes a channel what this records of it. */
    void record(Picture picture, int channel) {
        float[] plane = picture.plane(channel);
        float[] real = picture.spare(1);
        float[] imaginary = picture.spare(2);
        for (Segment segment : segments) {
            if (segment.to == segment.from) {
                continue;
            }
            float[] seen = plane;
            if (!segment.position.equals(AffineMap.IDENTITY)) {
                picture.drawMoved(channel, segment.position, Fill.NEAREST, 0);
                seen = picture.spare(0);
            }
            record(seen, segment, real, imaginary);
        }
        reconstruct(real, imaginary, plane);
    }

    // Segments differ along one axis alone, so the other one needs no transform.
    private void record(float[] seen, Segment segment, float[] real, float[] imaginary) {
        int length = lines.length();
        Fourier fourier = new Fourier(length);
        float[] line = new float[2 * length];
        for (int i = 0; i < lines.number(); i++) {
            lines.read(seen, i, line);
            fourier.forward(line);
            for (int k = segment.from; k < segment.to; k++) {
                int at = Math.floorMod(k - length / 2, length);
                real[i * length + k] = line[2 * at];
                imaginary[i * length + k] = line[2 * at + 1];
            }
        }
    }

    private void reconstruct(float[] real, float[] imaginary, float[] plane) {
        int length = lines.length();
        Fourier fourier = new Fourier(length);
        float[] line = new float[2 * length];
        for (int i = 0; i < lines.number(); i++) {
            for (int k = 0; k < length; k++) {
                int at = Math.floorMod(k - length / 2, length);
                line[2 * at] = real[i * length + k];
                line[2 * at + 1] = imaginary[i * length + k];
            }
            fourier.inverse(line);
            lines.writeMagnitudes(line, plane, i);
        }
    }
}
