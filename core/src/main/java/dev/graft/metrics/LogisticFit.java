package dev.graft.metrics;

import java.util.Arrays;

/**
 * Maximum likelihood of {@code logit(P(positive)) = intercept + slope * x} by Newton's method with halved steps.
 *
 * @param x one a case
 * @param positive one a case
 * @param units what belongs together, as numbers from 0
 * @param free whether the slope is fitted; else it is 1
 */
record LogisticFit(double[] x, boolean[] positive, int[] units, boolean free) {
    private static final int STEPS = 200;
    private static final double CLOSE = 1e-12;

    /** Intercept and slope; only for cases for which they are finite. */
    double[] fit() {
        double[] at = {0, free ? 0 : 1};
        double likelihood = likelihood(at);
        for (int i = 0; i < STEPS; i++) {
            double[] step = times(covariance(at), gradient(at));
            double scale = 1;
            double[] next = moved(at, step, scale);
            while (likelihood(next) < likelihood - CLOSE && scale > CLOSE) {
                scale /= 2;
                next = moved(at, step, scale);
            }
            at = next;
            likelihood = likelihood(at);
            if (Math.hypot(step[0], step[1]) < CLOSE * (1 + Math.hypot(at[0], at[1]))) {
                break;
            }
        }
        return at;
    }

    /** Standard errors; by the clusters' scores where cases belong together. */
    double[] errors(double[] at) {
        double[] inverse = covariance(at);
        int clusters = Arrays.stream(units).max().orElse(-1) + 1;
        if (clusters == x.length) {
            return new double[] {Math.sqrt(inverse[0]), Math.sqrt(inverse[2])};
        }
        double[][] scores = new double[clusters][2];
        for (int i = 0; i < x.length; i++) {
            double residual = residual(at, i);
            scores[units[i]][0] += residual;
            scores[units[i]][1] += free ? residual * x[i] : 0;
        }
        double[] squares = new double[2];
        for (double[] score : scores) {
            double[] influence = times(inverse, score);
            squares[0] += influence[0] * influence[0];
            squares[1] += influence[1] * influence[1];
        }
        int parameters = free ? 2 : 1;
        double correction = clusters / (clusters - 1.0) * (x.length - 1.0) / (x.length - parameters);
        return new double[] {Math.sqrt(correction * squares[0]), Math.sqrt(correction * squares[1])};
    }

    private double residual(double[] at, int i) {
        return (positive[i] ? 1 : 0) - Normal.logistic(at[0] + at[1] * x[i]);
    }

    private double likelihood(double[] at) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            double odds = at[0] + at[1] * x[i];
            double signed = positive[i] ? odds : -odds;
            sum -= signed > 0 ? Math.log1p(Math.exp(-signed)) : Math.log1p(Math.exp(signed)) - signed;
        }
        return sum;
    }

    private double[] gradient(double[] at) {
        double[] gradient = new double[2];
        for (int i = 0; i < x.length; i++) {
            double residual = residual(at, i);
            gradient[0] += residual;
            gradient[1] += free ? residual * x[i] : 0;
        }
        return gradient;
    }

    /** Inverse of the information: variance of the intercept, covariance, variance of the slope. */
    private double[] covariance(double[] at) {
        double constant = 0;
        double mixed = 0;
        double square = 0;
        for (int i = 0; i < x.length; i++) {
            double p = Normal.logistic(at[0] + at[1] * x[i]);
            double weight = p * (1 - p);
            constant += weight;
            mixed += weight * x[i];
            square += weight * x[i] * x[i];
        }
        if (!free) {
            return new double[] {1 / constant, 0, 0};
        }
        double determinant = constant * square - mixed * mixed;
        return new double[] {square / determinant, -mixed / determinant, constant / determinant};
    }

    private static double[] times(double[] symmetric, double[] vector) {
        return new double[] {
            symmetric[0] * vector[0] + symmetric[1] * vector[1], symmetric[1] * vector[0] + symmetric[2] * vector[1]
        };
    }

    private static double[] moved(double[] at, double[] step, double scale) {
        return new double[] {at[0] + scale * step[0], at[1] + scale * step[1]};
    }
}
