package dev.graft.recommend;

/**
 * H-score with shrinkage (Ibrahim, Ponomareva, Mazumder 2022): how much of the features' spread lies between the classes, in
 * the metric of their covariance, which is shrunk towards a multiple of the identity (Ledoit and Wolf 2004).
 *
 * @param value from 0 to the number of classes less 1; larger is better
 * @param shrinkage share of the identity, 0 to 1
 */
record HScore(double value, double shrinkage) {
    static HScore of(Spectrum spectrum) {
        double n = spectrum.images();
        double d = spectrum.features();
        double trace = 0;
        double squares = 0;
        for (double square : spectrum.squares()) {
            trace += square / n;
            squares += square / n * (square / n);
        }
        double mean = trace / d;
        double distance = (squares - 2 * mean * trace + d * mean * mean) / d;
        double noise = Math.min((spectrum.rowSquares() / n - squares) / (d * n), distance);
        double shrinkage = noise <= 0 || distance <= 0 ? 0 : noise / distance;
        double between = 0;
        for (int c = 0; c < spectrum.counts().length; c++) {
            for (int i = 0; i < spectrum.squares().length; i++) {
                double square = spectrum.squares()[i];
                if (square > 0) {
                    double along = spectrum.alongClass()[c][i];
                    double shrunk = (1 - shrinkage) * square / n + shrinkage * mean;
                    between += square * along * along / (n * spectrum.counts()[c] * shrunk);
                }
            }
        }
        return new HScore((1 - shrinkage) * between, shrinkage);
    }
}
