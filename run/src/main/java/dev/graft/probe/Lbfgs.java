package dev.graft.probe;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Minimises a smooth convex function by L-BFGS (Liu and Nocedal 1989; Nocedal and Wright, algorithm 7.4), with an approximate
 * inverse of the second derivatives to begin each direction with.
 *
 * @param memory how many steps a direction remembers
 * @param mostIterations where it ends in any case
 * @param tolerance it ends when the function lies no more than about this above its minimum: half the squared gradient in the
 *     preconditioner's norm, which is exact where the preconditioner is
 */
record Lbfgs(int memory, int mostIterations, double tolerance) {
    private static final double SUFFICIENT = 1e-4;
    private static final int MOST_HALVINGS = 40;
    /** What rounding may add to a value, in relation to it. */
    private static final double ROUNDING = 1e-14;

    /** What is minimised. */
    interface Objective {
        /**
         * The value at a point.
         *
         * @param gradient is overwritten with the derivatives there
         */
        double at(double[] point, double[] gradient);
    }

    /** An approximate inverse of the second derivatives, symmetric and positive. */
    interface Preconditioner {
        /** @return a new array */
        double[] times(double[] vector);
    }

    /**
     * Where it ended.
     *
     * @param converged whether the tolerance was reached
     */
    record Minimum(double[] point, double value, int iterations, boolean converged) {}

    /** A step that was taken: the change of the point, of the gradient, and of the gradient times the preconditioner. */
    private record Step(double[] point, double[] gradient, double[] preconditioned, double curvature) {}

    /** Minimises from a point on, which stays as it is. */
    Minimum minimise(Objective objective, Preconditioner preconditioner, double[] start) {
        double[] point = start.clone();
        double[] gradient = new double[point.length];
        double value = objective.at(point, gradient);
        double[] preconditioned = preconditioner.times(gradient);
        Deque<Step> steps = new ArrayDeque<>();
        for (int iteration = 0; iteration < mostIterations; iteration++) {
            if (dot(gradient, preconditioned) / 2 <= tolerance) {
                return new Minimum(point, value, iteration, true);
            }
            double[] direction = direction(gradient, preconditioned, List.copyOf(steps));
            double slope = dot(gradient, direction);
            double[] nextPoint = new double[point.length];
            double[] nextGradient = new double[point.length];
            double length = 1;
            double next = step(objective, point, direction, length, nextPoint, nextGradient);
            double slack = ROUNDING * Math.abs(value);
            for (int i = 0; !(next <= value + SUFFICIENT * length * slope + slack); i++) {
                if (i == MOST_HALVINGS) {
                    return new Minimum(point, value, iteration, false);
                }
                length /= 2;
                next = step(objective, point, direction, length, nextPoint, nextGradient);
            }
            double[] nextPreconditioned = preconditioner.times(nextGradient);
            double[] moved = difference(nextPoint, point);
            double[] bent = difference(nextGradient, gradient);
            double curvature = dot(moved, bent);
            if (curvature > 0) {
                steps.addLast(new Step(moved, bent, difference(nextPreconditioned, preconditioned), curvature));
                if (steps.size() > memory) {
                    steps.removeFirst();
                }
            }
            point = nextPoint;
            gradient = nextGradient;
            preconditioned = nextPreconditioned;
            value = next;
        }
        return new Minimum(point, value, mostIterations, dot(gradient, preconditioned) / 2 <= tolerance);
    }

    private static double step(
            Objective objective,
            double[] point,
            double[] direction,
            double length,
            double[] nextPoint,
            double[] nextGradient) {
        for (int i = 0; i < point.length; i++) {
            nextPoint[i] = point[i] + length * direction[i];
        }
        return objective.at(nextPoint, nextGradient);
    }

    /** The two loops; the preconditioner's part in them is known from the steps. */
    private static double[] direction(double[] gradient, double[] preconditioned, List<Step> steps) {
        double[] rest = gradient.clone();
        double[] result = preconditioned.clone();
        double[] alphas = new double[steps.size()];
        for (int i = steps.size() - 1; i >= 0; i--) {
            Step step = steps.get(i);
            alphas[i] = dot(step.point(), rest) / step.curvature();
            add(rest, -alphas[i], step.gradient());
            add(result, -alphas[i], step.preconditioned());
        }
        double scale = 1;
        if (!steps.isEmpty()) {
            Step last = steps.get(steps.size() - 1);
            scale = last.curvature() / dot(last.gradient(), last.preconditioned());
        }
        for (int i = 0; i < result.length; i++) {
            result[i] *= scale;
        }
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            double beta = dot(step.gradient(), result) / step.curvature();
            add(result, alphas[i] - beta, step.point());
        }
        for (int i = 0; i < result.length; i++) {
            result[i] = -result[i];
        }
        return result;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static void add(double[] target, double factor, double[] summand) {
        for (int i = 0; i < target.length; i++) {
            target[i] += factor * summand[i];
        }
    }

    private static double[] difference(double[] a, double[] b) {
        double[] result = new double[a.length];
        for (int i = 0; i < a.length; i++) {
            result[i] = a[i] - b[i];
        }
        return result;
    }
}
