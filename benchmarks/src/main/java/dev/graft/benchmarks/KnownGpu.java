package dev.graft.benchmarks;

import dev.graft.engine.Precision;
import dev.graft.error.GraftException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * GPUs by what NVIDIA publishes of them: memory bandwidth, and dense arithmetic, of tensor cores with sums in single precision.
 * Where a data sheet has figures with sparsity alone, half of them stands here.
 */
enum KnownGpu {
    /** Data sheet "NVIDIA H100 Tensor Core GPU", H100 SXM: 3.35 TB/s, 67; with sparsity 989 and 1979. */
    H100_SXM("H100 SXM", 3350, 67, 494.5, 989.5),
    /** Data sheet "NVIDIA H200 Tensor Core GPU", H200 SXM: 4.8 TB/s, 67; with sparsity 989 and 1979. */
    H200("H200", 4800, 67, 494.5, 989.5),
    /** Data sheet "NVIDIA A100 Tensor Core GPU", 80 GB SXM: 2039 GB/s, 19.5, 156, 312. */
    A100("A100", 2039, 19.5, 156, 312),
    /** "NVIDIA Ada GPU Architecture", appendix A: 1008 GB/s, 82.6, 82.6, 165.2. */
    RTX_4090("RTX 4090", 1008, 82.6, 82.6, 165.2),
    /** "NVIDIA RTX Blackwell GPU Architecture", appendix A: 1792 GB/s, 104.8, 104.8, 209.5. */
    RTX_5090("RTX 5090", 1792, 104.8, 104.8, 209.5),
    /** "NVIDIA Blackwell Architecture Technical Brief", HGX B200: 8 TB/s, 80; with sparsity 2200 and 4500. */
    B200("B200", 8000, 80, 1100, 2250),
    /** Data sheet "NVIDIA T4": 320 GB/s, 8.1; of Turing, whose tensor cores have neither TensorFloat-32 nor bfloat16. */
    T4("T4", 320, 8.1, 0, 0),
    /** Data sheet "NVIDIA L4": 300 GB/s, 30.3; with sparsity 120 and 242. */
    L4("L4", 300, 30.3, 60, 121);

    private final String text;
    private final double gigabytes;
    private final double single;
    private final double rounded;
    private final double narrow;

    /**
     * @param gigabytes 10^9 bytes a second
     * @param single 10^12 floating-point operations a second in single precision, without tensor cores
     * @param rounded the same with TensorFloat-32; 0 if there is none
     * @param narrow the same with bfloat16; 0 if there is none
     */
    KnownGpu(String text, double gigabytes, double single, double rounded, double narrow) {
        this.text = text;
        this.gigabytes = gigabytes;
        this.single = single;
        this.rounded = rounded;
        this.narrow = narrow;
    }

    /**
     * The GPU of a name, whatever its case and with or without its blanks.
     *
     * @throws GraftException if there is none; says which there are
     */
    static KnownGpu of(String name) {
        return Arrays.stream(values())
                .filter(gpu -> plain(gpu.text).equals(plain(name)))
                .findFirst()
                .orElseThrow(() -> new GraftException("There is no GPU '" + name + "' in the table, expected one of "
                        + Arrays.stream(values()).map(KnownGpu::toString).collect(Collectors.joining(", ")) + "."));
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[ _-]", "");
    }

    /**
     * The most that it gives.
     *
     * @throws GraftException if it does not compute in the precision
     */
    Roofline limits(Precision precision) {
        double teraflops = switch (precision) {
            case F32 -> single;
            case TF32 -> rounded;
            case BF16 -> narrow;
        };
        if (teraflops == 0) {
            throw new GraftException("A " + text + " does not compute in " + precision + ". Choose f32.");
        }
        return new Roofline(1000 * teraflops, gigabytes);
    }

    @Override
    public String toString() {
        return text;
    }
}
