package dev.graft.schedule;

import java.util.Locale;

/**
 * A schedule and what it counts.
 *
 * @param schedule the function
 * @param pace of what
 */
public record PacedSchedule(Schedule schedule, Pace pace) implements LearningRatePolicy {
    @Override
    public double rate(PolicyState state, long step, int epoch) {
        return schedule.rate(state.base(), pace == Pace.STEP ? step : epoch);
    }

    @Override
    public PolicyState afterEpoch(PolicyState state, double monitored) {
        return state;
    }

    @Override
    public String describe() {
        return schedule instanceof Schedule.Constant
                ? schedule.describe()
                : schedule.describe() + ", in " + pace.name().toLowerCase(Locale.ROOT) + "s";
    }
}
