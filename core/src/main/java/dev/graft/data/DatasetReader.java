package dev.graft.data;

import dev.graft.error.GraftException;
import dev.graft.image.ImageDecoder;
import dev.graft.progress.Progress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

/**
 * Opens every listed file and makes a data set of those that can be decoded.
 *
 * @param source where the list came from, for people
 * @param options how to read
 */
record DatasetReader(String source, ReadOptions options) {
    private static final int LEAST_IMAGES = 2;
    private static final int EXAMPLES = 5;

    /** @throws GraftException if what is left is no data set to learn from */
    ImageDataset read(ListedImages listedImages) {
        Collection<String> classes = listedImages.classes();
        List<Candidate> candidates = listedImages.candidates();
        checkClasses(classes);
        checkCounts(classes, candidates, List.of());
        List<Candidate> listed = options.groupPattern()
                .map(GroupRule::new)
                .map(rule -> rule.apply(candidates))
                .orElse(candidates);
        List<CheckedFile> files = open(
                listed.stream().sorted(Comparator.comparing(Candidate::name)).toList());
        List<CheckedFile> good =
                files.stream().filter(file -> file.problem().isEmpty()).toList();
        List<UnreadableFile> bad = files.stream()
                .filter(file -> file.problem().isPresent())
                .map(file -> new UnreadableFile(
                        file.candidate().name(), file.problem().orElseThrow()))
                .toList();
        if (options.onUnreadable() == ReadOptions.OnUnreadable.FAIL && !bad.isEmpty()) {
            throw new GraftException(bad.size() + " of " + files.size() + " images in " + source + " cannot be read: "
                    + examples(bad) + ". Repair or remove them, or choose to skip them.");
        }
        checkCounts(classes, good.stream().map(CheckedFile::candidate).toList(), bad);
        List<PassedOver> passedOver = new ArrayList<>(listedImages.passedOver());
        furtherPages(good).ifPresent(passedOver::add);
        return dataset(classes.stream().sorted().toList(), good, bad, passedOver);
    }

    private static Optional<PassedOver> furtherPages(List<CheckedFile> files) {
        List<CheckedFile> several =
                files.stream().filter(file -> file.pictures() > 1).toList();
        return several.stream()
                .findFirst()
                .map(first -> new PassedOver(
                        PassedOver.Kind.FURTHER_PAGES,
                        Optional.empty(),
                        several.size(),
                        first.candidate().name()));
    }

    private void checkClasses(Collection<String> classes) {
        if (classes.size() < 2) {
            throw new GraftException("Found only one class in " + source + ": " + String.join("", classes)
                    + ". A classifier needs images of at least two classes.");
        }
    }

    private void checkCounts(Collection<String> classes, List<Candidate> found, List<UnreadableFile> bad) {
        SortedMap<String, Long> counts =
                new TreeMap<>(found.stream().collect(Collectors.groupingBy(Candidate::label, Collectors.counting())));
        for (String name : classes) {
            long count = counts.getOrDefault(name, 0L);
            if (count == 0 && !bad.isEmpty()) {
                throw new GraftException("Not one image of class \"" + name + "\" in " + source
                        + " can be read. Unreadable: " + examples(bad)
                        + ". Replace its files, or remove the class.");
            }
            if (count < LEAST_IMAGES) {
                throw new GraftException("Class \"" + name + "\" in " + source + " has " + count
                        + (count == 1 ? " image" : " images") + (bad.isEmpty() ? "" : " that can be read")
                        + "; at least " + LEAST_IMAGES + " are needed, one to learn from and one to check with."
                        + " Add images, or remove the class.");
            }
        }
    }

    private static String examples(List<UnreadableFile> bad) {
        String first = bad.stream()
                .limit(EXAMPLES)
                .map(file -> file.name() + " (" + file.reason() + ")")
                .collect(Collectors.joining(", "));
        return bad.size() > EXAMPLES ? first + " and " + (bad.size() - EXAMPLES) + " more" : first;
    }

    private List<CheckedFile> open(List<Candidate> candidates) {
        ImageDecoder decoder = new ImageDecoder();
        Iterator<Callable<CheckedFile>> tasks = candidates.stream()
                .<Callable<CheckedFile>>map(candidate -> () -> CheckedFile.of(candidate, decoder, options))
                .iterator();
        List<CheckedFile> files = new ArrayList<>();
        try (Progress.Task task = options.progress().start("Checking images", candidates.size());
                LookAhead<CheckedFile> results = new LookAhead<>(options.threads(), 4 * options.threads(), tasks)) {
            while (results.hasNext()) {
                files.add(results.next());
                task.advance(1);
            }
        }
        return files;
    }

    private ImageDataset dataset(
            List<String> classNames, List<CheckedFile> files, List<UnreadableFile> bad, List<PassedOver> passedOver) {
        List<ImageSample> samples = new ArrayList<>();
        ContentHash manifest = new ContentHash();
        for (CheckedFile file : files) {
            Candidate candidate = file.candidate();
            samples.add(new ImageSample(
                    candidate.path(),
                    candidate.name(),
                    classNames.indexOf(candidate.label()),
                    candidate.group(),
                    file.contentHash(),
                    file.fingerprint(),
                    candidate.part(),
                    candidate.attributes()));
            manifest.add(candidate.name())
                    .add(candidate.label())
                    .add(candidate.group().map(group -> "=" + group).orElse(""))
                    .add(file.contentHash());
            candidate.part().ifPresent(part -> manifest.add("part " + part.id()));
        }
        int brightest = files.stream().mapToInt(CheckedFile::brightest).max().orElse(-1);
        return new ImageDataset(
                source, classNames, samples, bad, manifest.finish(), brightest, passedOver, options.pictures());
    }
}
