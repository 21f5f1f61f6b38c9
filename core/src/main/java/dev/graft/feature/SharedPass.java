package dev.graft.feature;

import dev.graft.augmentation.AugmentationPlan;
import dev.graft.progress.Progress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Computes what several trainings are about to see, once. */
final class SharedPass implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(SharedPass.class);

    private final Extractors extractors;
    private final FeatureCache cache;
    private final long memoryBytes;
    private final PassRows rows;
    private final Set<String> told = new HashSet<>();
    private Map<Set<String>, FrozenExtractor> open = new HashMap<>();

    /**
     * @param memoryBytes of the cache that rows and decoded images may take
     * @param rows get what is computed
     */
    SharedPass(Extractors extractors, FeatureCache cache, long memoryBytes, PassRows rows) {
        this.extractors = extractors;
        this.cache = cache;
        this.memoryBytes = memoryBytes;
        this.rows = rows;
    }

    /**
     * What trainings must have in common to share a pass. Their order need not be the same, unless images are mixed with
     * their neighbours: then no other training has the same pictures.
     *
     * @param learned whether there are frozen layers worth sharing; else only pictures are
     * @param mixed keys of mixed pictures in their order; empty if they are not mixed
     */
    private record Stream(
            String input, boolean learned, String augmentation, long seed, long pass, List<String> mixed) {}

    /** One training's next epoch. */
    private record Member(PassRequest request, LiveFeatures source, ViewSequence showing) {
        static Member of(PassRequest request, LiveFeatures source) {
            return new Member(request, source, source.showing(request.order(), request.batchSize(), request.pass()));
        }

        Stream stream() {
            AugmentationPlan plan = source.images().plan();
            return new Stream(
                    source.network().inputKey(),
                    source.network().prefix().hasLearnedParameters(),
                    source.images().definition(),
                    plan.isNone() ? 0 : plan.seed(),
                    plan.isNone() ? 0 : request.pass().number(plan),
                    showing.mixing().isPresent() ? showing.keys() : List.of());
        }
    }

    /**
     * Forgets the last pass and computes the next one.
     *
     * @param live the source that would compute it otherwise
     * @return those that find all they need
     */
    List<PassRequest> prepare(List<PassRequest> next, Function<FeatureSource, LiveFeatures> live) {
        rows.clear();
        extractors.kept().limit(memoryBytes);
        Map<Stream, List<Member>> streams = next.stream()
                .map(request -> Member.of(request, live.apply(request.source())))
                .collect(Collectors.groupingBy(Member::stream, LinkedHashMap::new, Collectors.toList()));
        tellOfMixing(streams);
        Map<Set<String>, FrozenExtractor> used = new HashMap<>();
        List<PassRequest> served = new ArrayList<>();
        long free = memoryBytes;
        try {
            for (List<Member> members : streams.values()) {
                if (members.size() > 1) {
                    long bytes = compute(members, free, used);
                    free -= Math.max(0, bytes);
                    if (bytes >= 0) {
                        members.forEach(member -> served.add(member.request()));
                    }
                }
            }
        } finally {
            open.forEach((maps, extractor) -> {
                if (!used.containsKey(maps)) {
                    extractor.close();
                }
            });
            open = used;
        }
        return served;
    }

    /** @return memory that the rows take, in bytes; -1 if they fit nowhere */
    private long compute(List<Member> members, long free, Map<Set<String>, FrozenExtractor> used) {
        ViewSequence showing = together(members);
        Map<String, Integer> floats = floats(members);
        long bytes = FeatureCache.bytes(
                floats.values().stream().mapToLong(i -> i).sum(),
                showing.order().size());
        boolean inMemory = bytes <= free;
        boolean worthDisk = members.get(0).source().network().prefix().hasLearnedParameters();
        if (!inMemory && (!worthDisk || !cache.fitsTemporarily(bytes))) {
            tell("What an epoch of " + members.size() + " trainings has in common needs " + (bytes >> 20)
                    + " MiB, more than the feature cache may hold: each computes it for itself.");
            return -1;
        }
        if (inMemory) {
            extractors.kept().limit(free - bytes);
        }
        FrozenExtractor extractor = extractor(members, floats.keySet(), used);
        for (String map : floats.keySet()) {
            rows.add(map, inMemory ? new MemoryFeatureStore(floats.get(map)) : FeatureCache.temporary(floats.get(map)));
        }
        try {
            fill(extractor, showing);
        } catch (FeatureStoreException e) {
            rows.remove(floats.keySet());
            tell(e.getMessage() + " Each training computes for itself.");
            return -1;
        }
        return inMemory ? bytes : 0;
    }

    /** The one of the last pass, if it computes the same. */
    private FrozenExtractor extractor(List<Member> members, Set<String> maps, Map<Set<String>, FrozenExtractor> used) {
        return used.computeIfAbsent(maps, wanted -> {
            FrozenExtractor last = open.get(wanted);
            return last != null
                    ? last
                    : extractors.of(
                            members.stream()
                                    .map(member -> member.source().network())
                                    .toList(),
                            wanted);
        });
    }

    private void fill(FrozenExtractor extractor, ViewSequence showing) {
        List<String> pictures = showing.keys();
        extractor.run(
                showing,
                Progress.NONE,
                (position, maps, image, share) ->
                        rows.put(extractor.keys(), pictures.get(position), maps, image, share));
    }

    /** All pictures that any of them sees, each once. */
    private static ViewSequence together(List<Member> members) {
        ViewSequence first = members.get(0).showing();
        if (first.mixing().isPresent()) {
            return first;
        }
        Map<String, ImageView> pictures = new LinkedHashMap<>();
        for (Member member : members) {
            member.showing().order().forEach(shown -> pictures.putIfAbsent(shown.key(), shown));
        }
        return ViewSequence.unmixed(List.copyOf(pictures.values()));
    }

    /** Values per image of every feature map that any of them needs. */
    private static Map<String, Integer> floats(List<Member> members) {
        Map<String, Integer> floats = new LinkedHashMap<>();
        for (Member member : members) {
            List<String> cut = member.source().network().cutKeys();
            IntStream.range(0, cut.size())
                    .forEach(v -> floats.put(cut.get(v), member.source().shape().floats(v)));
        }
        return floats;
    }

    private void tellOfMixing(Map<Stream, List<Member>> streams) {
        long alone = streams.entrySet().stream()
                .filter(stream ->
                        !stream.getKey().mixed().isEmpty() && stream.getValue().size() == 1)
                .count();
        if (alone > 1) {
            tell(alone + " trainings mix the images of a batch, and their batches differ: each computes its frozen"
                    + " features for itself. With equal seeds and batch sizes they would share them.");
        }
    }

    private void tell(String text) {
        if (told.add(text)) {
            log.info(text);
        }
    }

    @Override
    public void close() {
        Closeables.all(List.copyOf(new LinkedHashSet<>(open.values())));
        open = new HashMap<>();
    }
}
