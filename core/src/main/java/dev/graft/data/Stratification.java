package dev.graft.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/**
 * Deals units out to parts so that part sizes and class shares come close to what is wanted: first each unit, large
 * ones first, to the part that needs it most; then classes missing from a part are brought there; then single units
 * move while that improves the result. Closeness is the sum of squared differences, each divided by the wanted number.
 */
final class Stratification {
    /** Far above any sum of differences: no class may miss from a required part if it can be helped. */
    private static final double MUST = 1e12;

    private static final double SHOULD = 1e6;
    private static final int MAX_SWEEPS = 20;

    private final List<SplitUnit> units;
    private final int requiredParts;
    private final double[] wantedSizes;
    private final double[][] wanted;
    private final int[] sizes;
    private final int[][] found;
    private final int[] partOf;

    /**
     * @param fractions shares of the parts, adding up to 1
     * @param requiredParts how many parts, from the first, must hold every class
     */
    Stratification(List<SplitUnit> units, int classCount, double[] fractions, int requiredParts) {
        this.units = units;
        this.requiredParts = requiredParts;
        this.wantedSizes = new double[fractions.length];
        this.wanted = new double[fractions.length][classCount];
        this.sizes = new int[fractions.length];
        this.found = new int[fractions.length][classCount];
        this.partOf = new int[units.size()];
        for (int part = 0; part < fractions.length; part++) {
            for (SplitUnit unit : units) {
                wantedSizes[part] += fractions[part] * unit.size();
                for (int i = 0; i < unit.classes().length; i++) {
                    wanted[part][unit.classes()[i]] += fractions[part] * unit.counts()[i];
                }
            }
        }
    }

    /**
     * Deals all units out.
     *
     * @return whether no part is empty and every class is in the required parts
     */
    boolean deal(Random random) {
        Arrays.fill(sizes, 0);
        for (int[] row : found) {
            Arrays.fill(row, 0);
        }
        List<Integer> order = order(random);
        for (int unit : order) {
            place(unit, bestPart(units.get(unit)));
        }
        repair(order);
        improve(order);
        return isComplete();
    }

    /**
     * Large units first because they are hard to place late. Sizes within a factor of two count as equal, so that the
     * seed and not the size alone decides who goes where.
     */
    private List<Integer> order(Random random) {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < units.size(); i++) {
            order.add(i);
        }
        Collections.shuffle(order, random);
        order.sort(Comparator.comparingInt(
                i -> Integer.numberOfLeadingZeros(units.get(i).size())));
        return order;
    }

    private int bestPart(SplitUnit unit) {
        int best = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int part = 0; part < sizes.length; part++) {
            double change = change(unit, part, 1, false);
            if (change < least) {
                least = change;
                best = part;
            }
        }
        return best;
    }

    private void repair(List<Integer> order) {
        for (int part = 0; part < found.length; part++) {
            for (int label = 0; label < found[part].length; label++) {
                if (found[part][label] == 0 && wanted[part][label] > 0) {
                    bring(label, part, order);
                }
            }
        }
    }

    private void bring(int label, int part, List<Integer> order) {
        int best = -1;
        double least = 0;
        for (int unit : order) {
            if (Arrays.binarySearch(units.get(unit).classes(), label) >= 0) {
                double change = changeOfMove(unit, part);
                if (change < least) {
                    least = change;
                    best = unit;
                }
            }
        }
        if (best >= 0) {
            move(best, part);
        }
    }

    private void improve(List<Integer> order) {
        boolean moved = true;
        for (int sweep = 0; moved && sweep < MAX_SWEEPS; sweep++) {
            moved = false;
            for (int unit : order) {
                for (int part = 0; part < sizes.length; part++) {
                    // The margin keeps rounding errors from moving a unit to and fro.
                    if (part != partOf[unit] && changeOfMove(unit, part) < -1e-6) {
                        move(unit, part);
                        moved = true;
                    }
                }
            }
        }
    }

    private double changeOfMove(int unit, int part) {
        if (partOf[unit] == part) {
            return 0;
        }
        return change(units.get(unit), part, 1, true) + change(units.get(unit), partOf[unit], -1, true);
    }

    /** How the distance from what is wanted changes when a unit is added to a part (sign 1) or taken away (-1). */
    private double change(SplitUnit unit, int part, int sign, boolean withMissing) {
        double size = wantedSizes[part];
        double change = distance(sizes[part] + sign * unit.size(), size) - distance(sizes[part], size);
        for (int i = 0; i < unit.classes().length; i++) {
            int before = found[part][unit.classes()[i]];
            int after = before + sign * unit.counts()[i];
            double target = wanted[part][unit.classes()[i]];
            change += distance(after, target) - distance(before, target);
            if (withMissing && (before == 0) != (after == 0)) {
                double missing = part < requiredParts ? MUST : SHOULD;
                change += after == 0 ? missing : -missing;
            }
        }
        return change;
    }

    private static double distance(int found, double wanted) {
        return (found - wanted) * (found - wanted) / wanted;
    }

    private void place(int unit, int part) {
        partOf[unit] = part;
        count(unit, part, 1);
    }

    private void move(int unit, int part) {
        count(unit, partOf[unit], -1);
        place(unit, part);
    }

    private void count(int unit, int part, int sign) {
        SplitUnit moved = units.get(unit);
        sizes[part] += sign * moved.size();
        for (int i = 0; i < moved.classes().length; i++) {
            found[part][moved.classes()[i]] += sign * moved.counts()[i];
        }
    }

    private boolean isComplete() {
        for (int size : sizes) {
            if (size == 0) {
                return false;
            }
        }
        for (int part = 0; part < requiredParts; part++) {
            for (int label = 0; label < found[part].length; label++) {
                if (found[part][label] == 0 && wanted[part][label] > 0) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Who got what. */
    Assignment dealt() {
        List<List<SplitUnit>> parts = new ArrayList<>();
        List<Double> wantedOfParts = new ArrayList<>();
        for (int part = 0; part < sizes.length; part++) {
            parts.add(new ArrayList<>());
            wantedOfParts.add(wantedSizes[part]);
        }
        for (int i = 0; i < partOf.length; i++) {
            parts.get(partOf[i]).add(units.get(i));
        }
        return new Assignment(parts, wantedOfParts);
    }
}
