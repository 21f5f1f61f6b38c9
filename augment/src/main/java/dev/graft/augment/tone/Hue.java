package dev.graft.augment.tone;

import dev.graft.augment.picture.Picture;
import dev.graft.augment.transform.Range;
import dev.graft.augment.transform.Transform;
import java.util.random.RandomGenerator;

/**
 * Turns the colour circle and keeps HSV's saturation and value; torchvision's {@code adjust_hue}. Grey pictures stay as they
 * are.
 *
 * @param turns of the circle, -0.5 to 0.5; a third makes red green
 */
public record Hue(Range turns) implements Transform {
    public Hue {
        Range.required("turns", turns, -0.5, 0.5);
    }

    @Override
    public void apply(Picture picture, RandomGenerator random) {
        float by = (float) turns.draw(random);
        if (by != 0 && picture.channels() == 3) {
            HueTurn turn = new HueTurn(by);
            int area = picture.width() * picture.height();
            for (int start = 0; start < area; start += ColourPiece.LENGTH) {
                turn.apply(picture, start);
            }
        }
    }

    @Override
    public Hue scaled(double strength) {
        return new Hue(turns.scaled(strength, 0).within(-0.5, 0.5));
    }
}
