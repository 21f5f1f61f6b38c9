package dev.graft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.search.Axis;
import dev.graft.search.SearchSpace;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code recommend}: two networks at 32 px, the space for a search, a second call, and what is refused. */
class RecommendCommandTest {
    @TempDir
    static Path directory;

    private static Path images;

    @BeforeAll
    static void prepare() {
        images = Pictures.phantom(directory.resolve("images"));
    }

    private static Outcome recommend(String output, String... more) {
        Object[] arguments = new Object[7 + more.length];
        arguments[0] = "recommend";
        arguments[1] = images;
        arguments[2] = "--threads=2";
        arguments[3] = "--group-pattern=patient-(\\d+)";
        arguments[4] = "--folds=3";
        arguments[5] = "--sizes=32";
        arguments[6] = "--output=" + directory.resolve(output);
        System.arraycopy(more, 0, arguments, 7, more.length);
        return Outcome.of(arguments);
    }

    @Test
    void ranksTwoNetworksAndWritesASpaceThatAGridReads() throws Exception {
        String[] networks = {"--backbones=efficientnet-b0,simple-cnn", "--weights=ifs1000,random"};
        Outcome first = recommend("two", networks);
        assertThat(first.err()).isEmpty();
        assertThat(first.exit()).isZero();
        assertThat(first.out())
                .contains("efficientnet-b0 ifs1000 32 px", "simple-cnn random 32 px", "Decoding images")
                .contains("top_activation", "block5c_add");

        Path file = directory.resolve("two").resolve("space.yaml");
        SearchSpace space = SearchSpace.read(file);
        assertThat(space.cells()).isNotEmpty().allSatisfy(cell -> {
            assertThat(cell.values().get(Axis.SIZE)).isEqualTo("32");
            assertThat(cell.values().get(Axis.BACKBONE)).isIn("efficientnet-b0", "simple-cnn");
        });
        assertThat(Files.readString(file)).contains("minutes: ");
        Outcome grid = Outcome.of("grid", images, "--space=" + file, "--dry-run", "--threads=2");
        assertThat(grid.err()).isEmpty();
        assertThat(grid.out()).contains(space.cells().size() + " cells are ");

        String written = Files.readString(directory.resolve("two").resolve("recommendation.json"));
        Outcome second = recommend("two", networks);
        assertThat(second.out()).doesNotContain("Decoding images");
        assertThat(directory.resolve("two").resolve("recommendation.json")).hasContent(written);
        aSearchBeginsWithIt(file, directory.resolve("two").resolve("recommendation.json"));
    }

    /** As far as it comes in no time. */
    private static Outcome search(Path space, String strategy, Path recommendation, String... more) {
        Object[] arguments = new Object[8 + more.length];
        arguments[0] = "grid";
        arguments[1] = images;
        arguments[2] = "--threads=2";
        arguments[3] = "--minutes=0.000001";
        arguments[4] = "--space=" + space;
        arguments[5] = "--strategy=" + strategy;
        arguments[6] = "--recommendation=" + recommendation;
        arguments[7] = "--ledger=" + directory.resolve("ledger");
        System.arraycopy(more, 0, arguments, 8, more.length);
        return Outcome.of(arguments);
    }

    private static void aSearchBeginsWithIt(Path space, Path recommendation) {
        Outcome begun = search(space, "tpe:2", recommendation);
        assertThat(begun.err()).isEmpty();
        assertThat(begun.out()).contains("The time is over: 0 of at most 2 trainings are done");

        assertThat(search(space, "tpe:2", recommendation, "--set", "size=48").err())
                .contains("knows no network of this space", "--sizes");
        assertThat(search(space, "random:2", recommendation).err())
                .contains("only tpe and bohb begin with what was recommended");
        assertThat(search(space, "tpe:2", recommendation, "--folds=3", "--nested")
                        .err())
                .contains("Found --nested with --recommendation");
        assertThat(search(space, "tpe:2", space).err())
                .contains("space.yaml cannot be read", "Expected the file recommendation.json");
    }

    @Test
    void saysWhatIsLeftOutAndHowToGetIt() throws Exception {
        Outcome outcome = recommend("default", "--weights-dir=" + directory.resolve("nothing"), "--shuffle-labels=1");

        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out())
                .contains("efficientnet-b0 ifs1000 32 px", "Labels were exchanged between groups, seed 1")
                .contains("Left out, as their weights are not on this machine: ", "vgg16", "graft weights ID downloads")
                .contains("Without published weights: deep-cnn, simple-cnn.");
        Path file = directory.resolve("default").resolve("recommendation.json");
        Path space = Files.writeString(directory.resolve("one.yaml"), "size: 32\n");
        assertThat(search(space, "tpe:2", file).err())
                .contains("exchanged labels (--shuffle-labels 1)", "Recommend once more without");
    }

    @Test
    void mistakesAreExplained() {
        assertThat(Outcome.of("recommend", images, "--folds=2").err()).contains("at least 3 folds");
        assertThat(recommend("none", "--backbones=simple-cnn").err())
                .contains("No network is left to look at", "--weights random");
        assertThat(recommend("none", "--ledger=" + directory.resolve("no-ledger"))
                        .err())
                .contains("There is no ledger");
    }
}
