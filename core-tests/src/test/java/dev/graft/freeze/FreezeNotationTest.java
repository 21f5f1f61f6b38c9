package dev.graft.freeze;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.error.GraftException;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FreezeNotationTest {
    /** Names and expressions with whatever the notation itself is made of. */
    private static final Arbitrary<String> TEXTS = Arbitraries.strings()
            .withChars("ab7_ ,()\"\\[].*|and")
            .ofMinLength(1)
            .ofMaxLength(9);

    @Provide
    Arbitrary<FreezePolicy> policies() {
        Arbitrary<FreezePolicy> single = Arbitraries.oneOf(
                Arbitraries.of(
                        FreezePolicy.allFrozen(), FreezePolicy.allTrainable(), FreezePolicy.normalizationsOnly()),
                Arbitraries.integers().map(FreezePolicy::lastLayers),
                TEXTS.map(FreezePolicy::from),
                Combinators.combine(TEXTS, TEXTS).as(FreezePolicy::between),
                TEXTS.list().ofMinSize(1).ofMaxSize(3).map(names -> FreezePolicy.blocks(names.toArray(String[]::new))),
                TEXTS.filter(FreezeNotationTest::isRegex).map(FreezePolicy::matching));
        return Arbitraries.recursive(
                () -> single,
                part -> Arbitraries.oneOf(
                        part.map(FreezePolicy::not),
                        Combinators.combine(part, single).as(FreezePolicy::and),
                        Combinators.combine(single, part).as(FreezePolicy::and),
                        Combinators.combine(part, part).as(FreezePolicy::or)),
                0,
                4);
    }

    private static boolean isRegex(String text) {
        try {
            FreezePolicy.matching(text);
            return true;
        } catch (GraftException e) {
            return false;
        }
    }

    @Property
    void whatIsWrittenIsReadAgain(@ForAll("policies") FreezePolicy policy) {
        String text = policy.notation().orElseThrow();

        assertThat(FreezePolicy.parse(text)).isEqualTo(policy);
        assertThat(FreezePolicy.parse("  ( " + text + " ) ")).isEqualTo(policy);
    }

    @Property
    void anyTextIsReadOrRefused(@ForAll("texts") String text) {
        try {
            FreezePolicy read = FreezePolicy.parse(text);
            assertThat(FreezePolicy.parse(read.notation().orElseThrow())).isEqualTo(read);
        } catch (GraftException e) {
            assertThat(e).hasMessageContaining("character ");
        }
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.of(
                        "last",
                        "(",
                        ")",
                        "20",
                        "not",
                        "and",
                        "or",
                        "all",
                        "blocks",
                        ",",
                        "\"",
                        "a",
                        " ",
                        "from",
                        "matching",
                        "normalizations",
                        "between",
                        "[",
                        "\\")
                .list()
                .ofMaxSize(10)
                .map(parts -> String.join("", parts));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            20                                   | last(20)
            0                                    | none
            none                                 | none
            ALL                                  | all
            last( 20 )                           | last(20)
            matching(block[67].*)                | matching(block[67].*)
            matching((ab){1,2})                  | matching((ab){1,2})
            matching(a\\))                       | matching(a\\))
            blocks(block6,block7)                | blocks(block6, block7)
            "blocks(""a, b"", c)"                | "blocks(""a, b"", c)"
            between(a, b)                        | between(a, b)
            last(40) and not normalizations      | last(40) and not normalizations
            all or none and not(last(3))         | all or none and not last(3)
            (all or none) and from(x)            | (all or none) and from(x)
            all and (none and all)               | all and (none and all)
            not (all and none)                   | not (all and none)
            not not all                          | not not all
            (all and none) or (all and from(x))  | all and none or all and from(x)
            (all or none) or all                 | all or none or all
            all or (none or all)                 | all or (none or all)
            """, quoteCharacter = '`')
    void formsAndHowTheyAreWritten(String text, String written) {
        String plain =
                text.startsWith("\"") ? text.substring(1, text.length() - 1).replace("\"\"", "\"") : text;
        String expected = written.startsWith("\"")
                ? written.substring(1, written.length() - 1).replace("\"\"", "\"")
                : written;

        assertThat(FreezePolicy.parse(plain).notation()).contains(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            last(20                     | character 8: Found the end, expected ')'
            last 20                     | character 6: Found '20', expected '('
            last(few)                   | character 6: Found 'few', expected a whole number
            lst(20)                     | character 1: Found 'lst', expected a number of last layers, all, none, last(20)
            20 30                       | character 4: Found '30', expected and, or, or the end
            all and                     | character 8: Found the end, expected a number
            between(a)                  | character 10: Found ')', expected ','
            blocks()                    | character 8: Found ')', expected a name
            from(a, b)                  | character 7: Found ',', expected ')'
            from(                       | character 6: Found the end, expected a name
            from("a)                    | character 9: Found the end, expected a closing double quote
            matching([ab)               | '[ab' is no regular expression
            (all                        | character 5: Found the end, expected ')'
            99999999999                 | character 1: Found '99999999999', expected a whole number
            """, quoteCharacter = '`')
    void whatIsWrongIsSaidWithItsPlace(String text, String message) {
        assertThatThrownBy(() -> FreezePolicy.parse(text))
                .isInstanceOf(GraftException.class)
                .hasMessageStartingWith("The freezing '" + text + "', character ")
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  "})
    void nothingIsNoFreezing(String text) {
        assertThatThrownBy(() -> FreezePolicy.parse(text)).hasMessageContaining("Found the end, expected a number");
    }

    @ParameterizedTest
    @ValueSource(strings = {"(", "not "})
    void depthAndLengthHaveLimits(String part) {
        assertThatThrownBy(() -> FreezePolicy.parse(part.repeat(300) + "all"))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("no more than 100");
        assertThatThrownBy(() -> FreezePolicy.parse(part.repeat(5000) + "all"))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("at most 4000 characters");
    }

    @Test
    void asMuchAsIsAllowedIsRead() {
        assertThat(FreezePolicy.parse("not ".repeat(99) + "all").notation()).contains("not ".repeat(99) + "all");
        assertThatThrownBy(() -> FreezePolicy.parse("not ".repeat(100) + "all"))
                .hasMessageContaining("no more than 100");
        assertThat(FreezePolicy.parse("all" + " ".repeat(3997))).isEqualTo(FreezePolicy.allTrainable());
        assertThatThrownBy(() -> FreezePolicy.parse("all" + " ".repeat(3998))).hasMessageContaining("found 4001");
    }

    @Property(tries = 20)
    void longChainsAreFine(@ForAll("chains") List<String> parts) {
        FreezePolicy.parse(String.join(" or ", parts)).notation().orElseThrow();
    }

    @Provide
    Arbitrary<List<String>> chains() {
        return Arbitraries.of("all", "none", "not 3").list().ofMinSize(300).ofMaxSize(400);
    }
}
