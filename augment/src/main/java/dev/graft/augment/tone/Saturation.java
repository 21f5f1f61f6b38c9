package dev.graft.augment.tone;

import dev.graft.augment.picture.Picture;
import dev.graft.augment.transform.Range;
import dev.graft.augment.transform.Transform;
import java.util.random.RandomGenerator;

/**
 * Makes colours stronger or greyer; torchvision's {@code adjust_saturation}. Grey pictures stay as they are.
 *
 * @param factor of the distances from the pixel's grey, 0 (no colour) to 100, 1 changes nothing
 */
public record Saturation(Range factor) implements Transform {
    public Saturation {
        Range.required("factor", factor, 0, 100);
    }

    @Override
    public void apply(Picture picture, RandomGenerator random) {
        float by = (float) factor.draw(random);
        if (by != 1 && picture.channels() == 3) {
            ColourPiece piece = new ColourPiece();
            float[] grey = new float[ColourPiece.LENGTH];
            int area = picture.width() * picture.height();
            for (int start = 0; start < area; start += ColourPiece.LENGTH) {
                int count = piece.read(picture, start);
                Luminance.of(piece, grey);
                saturate(piece.red, grey, by);
                saturate(piece.green, grey, by);
                saturate(piece.blue, grey, by);
                piece.write(picture, start, count);
            }
        }
    }

    private static void saturate(float[] channel, float[] grey, float by) {
        for (int i = 0; i < channel.length; i++) {
            channel[i] = Math.max(0, Math.min(255, by * channel[i] + (1 - by) * grey[i]));
        }
    }

    @Override
    public Saturation scaled(double strength) {
        return new Saturation(factor.scaled(strength, 1).within(0, 100));
    }
}
