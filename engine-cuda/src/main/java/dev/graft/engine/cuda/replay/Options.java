package dev.graft.engine.cuda.replay;

import dev.graft.error.GraftException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Words of the command line.
 *
 * @param command what to do
 * @param files of workloads
 * @param simulate whether the processor takes the GPU's place
 * @param beside whether losses are held against those of the processor
 * @param host folder of kernels that are compiled for the processor
 * @param processor what they are compiled for, in g++'s words
 * @param out file that lines of JSON are added to
 * @param number of steps, runs or choices; 0 is the command's own
 * @param part of distinct commands that is checked, from 0 on
 * @param parts how many there are
 * @param seconds after which no further command is checked
 */
record Options(
        String command,
        List<Path> files,
        boolean simulate,
        boolean beside,
        Path host,
        String processor,
        Optional<Path> out,
        int number,
        int part,
        int parts,
        int seconds) {
    static Options of(String... words) {
        List<String> left = new ArrayList<>(List.of(words));
        boolean simulate = left.remove("--simulate");
        boolean beside = left.remove("--beside-processor");
        Path host = Path.of(value(left, "--host").orElse("host-kernels"));
        String processor = value(left, "--processor").orElse("native");
        Optional<Path> out = value(left, "--out").map(Path::of);
        int number = number(left, "-n", 0);
        int part = number(left, "--part", 0);
        int parts = number(left, "--of", 1);
        int seconds = number(left, "--seconds", 3600);
        if (left.isEmpty() || left.stream().anyMatch(word -> word.startsWith("-"))) {
            throw new GraftException("Expected a command and files of workloads, found " + left + ".\n" + Replay.USAGE);
        }
        List<Path> files = left.stream().skip(1).map(Path::of).toList();
        return new Options(left.get(0), files, simulate, beside, host, processor, out, number, part, parts, seconds);
    }

    private static int number(List<String> words, String option, int usual) {
        Optional<String> word = value(words, option);
        try {
            return word.map(Integer::parseInt).orElse(usual);
        } catch (NumberFormatException e) {
            throw new GraftException(option + " takes a number, found '" + word.orElse("") + "'.", e);
        }
    }

    private static Optional<String> value(List<String> words, String option) {
        int at = words.indexOf(option);
        if (at < 0) {
            return Optional.empty();
        } else if (at + 1 == words.size()) {
            throw new GraftException(option + " needs a value.\n" + Replay.USAGE);
        }
        words.remove(at);
        return Optional.of(words.remove(at));
    }

    int numberOr(int usual) {
        return number > 0 ? number : usual;
    }
}
