package dev.graft.image;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Finds pairs of fingerprints that resemble each other without comparing each with each. The hash is cut into one block
 * more than bits may differ, so two near hashes agree in some block (Norouzi, Punjani, Fleet, Fast Search in Hamming Space
 * with Multi-Index Hashing, 2012): only pictures with an equal block are compared.
 */
public final class SimilarPairs {
    private static final int BLOCKS = Fingerprint.MOST_BITS + 1;

    private final List<Fingerprint> prints;

    /** Is told of pairs. */
    public interface Visitor {
        void pair(int first, int second);
    }

    /** @param prints of the pictures; pairs are told by positions in this list */
    public SimilarPairs(List<Fingerprint> prints) {
        this.prints = new ArrayList<>(prints);
    }

    /** Every pair once, in no order. */
    public void forEach(Visitor visitor) {
        for (int block = 0; block < BLOCKS; block++) {
            long[] entries = sorted(block);
            int start = 0;
            for (int end = 1; end <= entries.length; end++) {
                if (end == entries.length || entries[end] >>> 32 != entries[start] >>> 32) {
                    compare(entries, start, end, block, visitor);
                    start = end;
                }
            }
        }
    }

    /** The block's value above, the position below. */
    private long[] sorted(int block) {
        long[] entries = new long[prints.size()];
        for (int i = 0; i < entries.length; i++) {
            entries[i] = bits(prints.get(i).hash(), block) << 32 | i;
        }
        Arrays.sort(entries);
        return entries;
    }

    private static long bits(long hash, int block) {
        int from = block * Long.SIZE / BLOCKS;
        int width = (block + 1) * Long.SIZE / BLOCKS - from;
        return hash >>> from & (1L << width) - 1;
    }

    private void compare(long[] entries, int start, int end, int block, Visitor visitor) {
        for (int a = start; a < end; a++) {
            Fingerprint first = prints.get((int) entries[a]);
            for (int b = a + 1; b < end; b++) {
                Fingerprint second = prints.get((int) entries[b]);
                if (isFirstAgreement(first.hash() ^ second.hash(), block) && first.resembles(second)) {
                    visitor.pair((int) entries[a], (int) entries[b]);
                }
            }
        }
    }

    /** Whether no earlier block found the pair already. */
    private static boolean isFirstAgreement(long difference, int block) {
        for (int earlier = 0; earlier < block; earlier++) {
            if (bits(difference, earlier) == 0) {
                return false;
            }
        }
        return true;
    }
}
