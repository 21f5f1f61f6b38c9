package dev.graft.recommend;

/**
 * Kendall's tau-b: how far two columns order the same things alike, from -1 to 1, with a correction for ties (Kendall 1945).
 *
 * @param value NaN if a column does not vary
 * @param pairs how many things were compared
 */
public record KendallTau(double value, int pairs) {
    /** @param first as long as {@code second} */
    static KendallTau of(double[] first, double[] second) {
        long agreement = 0;
        long varyingFirst = 0;
        long varyingSecond = 0;
        for (int i = 0; i < first.length; i++) {
            for (int j = 0; j < i; j++) {
                int a = Double.compare(first[i], first[j]);
                int b = Double.compare(second[i], second[j]);
                agreement += (long) Integer.signum(a) * Integer.signum(b);
                varyingFirst += a == 0 ? 0 : 1;
                varyingSecond += b == 0 ? 0 : 1;
            }
        }
        return new KendallTau(agreement / Math.sqrt((double) varyingFirst * varyingSecond), first.length);
    }
}
