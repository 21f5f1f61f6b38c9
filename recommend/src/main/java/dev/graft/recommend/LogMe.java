package dev.graft.recommend;

/**
 * LogME (You and others 2021): the largest log evidence of a Bayesian linear model that predicts whether an image is of a
 * class, by image, in the mean over the classes. Features and targets have mean 0, so of {@code N} images the evidence is of {@code
 * N - 1} dimensions.
 *
 * <p>The evidence is exact for fewer images than features, too: directions without images have no part in it, so of the term
 * {@code D / 2 ln(alpha)} there are only {@code min(N, D)} halves. The authors' program counts all {@code D}, which puts
 * wide features first on small sets.
 */
final class LogMe {
    private static final int MOST_ITERATIONS = 200;
    private static final double TOLERANCE = 1e-12;
    /** Features that explain nothing drive alpha to infinity, and a perfect fit drives beta there. */
    private static final double MOST_PRECISION = 1e6;

    private LogMe() {}

    /**
     * The evidence at its maximum.
     *
     * @param logEvidence natural logarithm, divided by the number of images less 1
     * @param alpha precision of the weights
     * @param beta precision of the targets
     */
    record Evidence(double logEvidence, double alpha, double beta) {}

    /** Larger is better; may be negative. */
    static double of(Spectrum spectrum) {
        double sum = 0;
        for (int c = 0; c < spectrum.counts().length; c++) {
            sum += evidence(spectrum, c).logEvidence();
        }
        return sum / spectrum.counts().length;
    }

    static Evidence evidence(Spectrum spectrum, int ofClass) {
        Evidence evidence = at(spectrum, ofClass, 1, 1);
        for (int i = 0; i < MOST_ITERATIONS; i++) {
            Fit fit = fit(spectrum, ofClass, evidence.alpha(), evidence.beta());
            Evidence next = at(
                    spectrum,
                    ofClass,
                    bounded(fit.effective() / fit.weights()),
                    bounded((spectrum.images() - 1 - fit.effective()) / fit.residual()));
            boolean settled = Math.abs(next.logEvidence() - evidence.logEvidence())
                    <= TOLERANCE * Math.abs(evidence.logEvidence());
            evidence = next;
            if (settled) {
                break;
            }
        }
        return evidence;
    }

    private static double bounded(double precision) {
        return precision <= MOST_PRECISION ? Math.max(precision, 1 / MOST_PRECISION) : MOST_PRECISION;
    }

    /** The posterior mean's squared length, its squared residual, and the effective number of parameters. */
    private record Fit(double weights, double residual, double effective) {}

    private static Fit fit(Spectrum spectrum, int ofClass, double alpha, double beta) {
        double share = (double) spectrum.counts()[ofClass] / spectrum.images();
        double target = spectrum.images() * share * (1 - share);
        double[] squares = spectrum.squares();
        double weights = 0;
        double explained = 0;
        double residual = 0;
        double effective = 0;
        for (int i = 0; i < squares.length; i++) {
            double precision = alpha + beta * squares[i];
            double along = spectrum.alongClass()[ofClass][i];
            weights += beta * beta * squares[i] * along * along / (precision * precision);
            residual += along * along * (alpha / precision) * (alpha / precision);
            explained += along * along;
            effective += beta * squares[i] / precision;
        }
        return new Fit(weights, residual + Math.max(0, target - explained), effective);
    }

    /** The evidence at given precisions. */
    static Evidence at(Spectrum spectrum, int ofClass, double alpha, double beta) {
        Fit fit = fit(spectrum, ofClass, alpha, beta);
        double n = spectrum.images() - 1;
        double logEvidence =
                n / 2 * Math.log(beta / (2 * Math.PI)) - beta / 2 * fit.residual() - alpha / 2 * fit.weights();
        for (double square : spectrum.squares()) {
            logEvidence += (Math.log(alpha) - Math.log(alpha + beta * square)) / 2;
        }
        return new Evidence(logEvidence / n, alpha, beta);
    }
}
