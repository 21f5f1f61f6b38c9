package dev.graft.augment.quality;

/**
 * Inverse of the standard normal distribution function by rational approximation: Wichura, Algorithm AS 241, PPND7, Applied
 * Statistics 37 (1988) 477-484. About seven digits.
 */
final class NormalQuantile {
    private NormalQuantile() {}

    /**
     * The value below which a part of a normal distribution lies.
     *
     * @param part above 0, below 1
     */
    static double of(double part) {
        double q = part - 0.5;
        if (Math.abs(q) <= 0.425) {
            double r = 0.180625 - q * q;
            return q
                    * (((59.109374720 * r + 159.29113202) * r + 50.434271938) * r + 3.3871327179)
                    / (((67.187563600 * r + 78.757757664) * r + 17.895169469) * r + 1);
        }
        double r = Math.sqrt(-Math.log(Math.min(part, 1 - part)));
        double value;
        if (r <= 5) {
            r -= 1.6;
            value = (((0.17023821103 * r + 1.3067284816) * r + 2.7568153900) * r + 1.4234372777)
                    / ((0.12021132975 * r + 0.73700164250) * r + 1);
        } else {
            r -= 5;
            value = (((0.017337203997 * r + 0.42868294337) * r + 3.0812263860) * r + 6.6579051150)
                    / ((0.012258202635 * r + 0.24197894225) * r + 1);
        }
        return q < 0 ? -value : value;
    }
}
