package dev.graft.feature;

import java.util.List;

/**
 * What else is in the images of a batch, where images are mixed.
 *
 * @param partners per image the index of the other sample
 * @param shares per image how much of the label is its own, 0 to 1
 */
public record Mixture(List<Integer> partners, List<Double> shares) {
    public Mixture {
        partners = List.copyOf(partners);
        shares = List.copyOf(shares);
    }
}
