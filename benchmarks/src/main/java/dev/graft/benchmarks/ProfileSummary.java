package dev.graft.benchmarks;

import dev.graft.engine.compiled.EngineProfile.OperationTime;
import dev.graft.engine.compiled.Phase;
import dev.graft.engine.compiled.PlannedOperation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Times of operations, added up.
 *
 * @param invocations number of benchmarked calls that the times are sums over
 * @param milliseconds of one, between the operations included
 * @param limits of the machine
 * @param phases in the order in which they come; those without operations are left out
 * @param kinds of operations, the dearest first
 * @param longest single operations, the dearest first
 */
record ProfileSummary(
        long invocations,
        double milliseconds,
        Roofline limits,
        List<ProfileRow> phases,
        List<ProfileRow> kinds,
        List<LongestOperation> longest) {
    private static final Comparator<ProfileRow> DEAREST =
            Comparator.comparingDouble(ProfileRow::milliseconds).reversed();

    /** One operation and its numbers. */
    record LongestOperation(PlannedOperation operation, ProfileRow row) {}

    /**
     * Adds up.
     *
     * @param nanoseconds of all calls together
     * @param most number of single operations to keep
     */
    static ProfileSummary of(
            List<OperationTime> times, long invocations, double nanoseconds, Roofline limits, int most) {
        Map<Phase, List<OperationTime>> phases = times.stream()
                .collect(Collectors.groupingBy(time -> time.operation().phase()));
        List<ProfileRow> ofPhases = new ArrayList<>();
        for (Phase phase : Phase.values()) {
            if (phases.containsKey(phase)) {
                ofPhases.add(ProfileRow.of(phase.toString(), phases.get(phase), invocations, nanoseconds, limits));
            }
        }
        List<ProfileRow> ofKinds = new ArrayList<>();
        grouped(times, time -> time.operation().operation())
                .forEach((kind, some) -> ofKinds.add(ProfileRow.of(kind, some, invocations, nanoseconds, limits)));
        ofKinds.sort(DEAREST);
        List<LongestOperation> longest = times.stream()
                .map(time -> new LongestOperation(
                        time.operation(),
                        ProfileRow.of(time.operation().layer(), List.of(time), invocations, nanoseconds, limits)))
                .sorted(Comparator.comparing(LongestOperation::row, DEAREST))
                .limit(most)
                .toList();
        return new ProfileSummary(
                invocations, nanoseconds / Math.max(invocations, 1) / 1e6, limits, ofPhases, ofKinds, longest);
    }

    private static <K> Map<K, List<OperationTime>> grouped(List<OperationTime> times, Function<OperationTime, K> key) {
        return times.stream().collect(Collectors.groupingBy(key, LinkedHashMap::new, Collectors.toList()));
    }

    /** What no operation took: arrays attached, results allocated, loops in Java. */
    double millisecondsBetween() {
        return milliseconds
                - phases.stream().mapToDouble(ProfileRow::milliseconds).sum();
    }
}
