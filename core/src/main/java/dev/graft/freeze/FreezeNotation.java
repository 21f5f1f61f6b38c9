package dev.graft.freeze;

import dev.graft.error.GraftException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Reads freezing policies.
 *
 * <pre>
 * any     = all-of { "or" all-of }
 * all-of  = one { "and" one }
 * one     = "not" one | "(" any ")" | number | "all" | "none" | "normalizations" | "last" "(" number ")"
 *         | "from" "(" name ")" | "between" "(" name "," name ")" | "blocks" "(" name { "," name } ")"
 *         | "matching" "(" regex ")"
 * </pre>
 *
 * Names and regular expressions stand as they are, or in double quotes, in which a double quote is written twice.
 * Parentheses inside them come in pairs where there are no quotes; a backslash takes the character behind it along.
 */
final class FreezeNotation {
    private static final int LONGEST = 4000;
    private static final int DEEPEST = 100;
    private static final String EXPECTED = "a number of last layers, all, none, last(20), from(LAYER), between(LAYER,"
            + " LAYER), normalizations, blocks(BLOCK, ...), matching(REGEX), not or '('";

    private final String text;
    private int position;
    private int depth;

    FreezeNotation(String text) {
        this.text = text;
    }

    /** The whole text. */
    FreezePolicy read() {
        if (text.length() > LONGEST) {
            throw new GraftException("A freezing has at most " + LONGEST + " characters, found " + text.length()
                    + ". Write a FreezePolicy in Java, or a regular expression that matches more names.");
        }
        FreezePolicy policy = any();
        if (position < text.length()) {
            throw expected("and, or, or the end");
        }
        return policy;
    }

    private FreezePolicy any() {
        FreezePolicy left = allOf();
        while (takes("or")) {
            left = left.or(allOf());
        }
        return left;
    }

    private FreezePolicy allOf() {
        FreezePolicy left = one();
        while (takes("and")) {
            left = left.and(one());
        }
        return left;
    }

    private FreezePolicy one() {
        if (++depth > DEEPEST) {
            throw expected("no more than " + DEEPEST + " parentheses and nots within each other");
        }
        FreezePolicy policy;
        if (takes("not")) {
            policy = one().not();
        } else if (takes('(')) {
            policy = any();
            close();
        } else {
            policy = single();
        }
        depth--;
        return policy;
    }

    private FreezePolicy single() {
        String word = nextWord();
        if (word.matches("[+-]?\\d+")) {
            int count = number(word);
            return count == 0 ? FreezePolicy.allFrozen() : FreezePolicy.lastLayers(count);
        }
        int start = position;
        position += word.length();
        switch (word.toLowerCase(Locale.ROOT)) {
            case "all":
                return FreezePolicy.allTrainable();
            case "none":
                return FreezePolicy.allFrozen();
            case "normalizations":
                return FreezePolicy.normalizationsOnly();
            case "last":
                open();
                return closed(FreezePolicy.lastLayers(number(nextWord())));
            case "from":
                open();
                return closed(FreezePolicy.from(argument(true)));
            case "between":
                open();
                String first = argument(true);
                comma();
                return closed(FreezePolicy.between(first, argument(true)));
            case "blocks":
                open();
                return closed(blocks());
            case "matching":
                open();
                return closed(matching());
            default:
                position = start;
                throw expected(EXPECTED);
        }
    }

    private FreezePolicy blocks() {
        List<String> names = new ArrayList<>(List.of(argument(true)));
        while (takes(',')) {
            names.add(argument(true));
        }
        return FreezePolicy.blocks(names.toArray(String[]::new));
    }

    private FreezePolicy matching() {
        int start = position;
        String regex = argument(false);
        try {
            return FreezePolicy.matching(regex);
        } catch (GraftException e) {
            throw new GraftException(place(start) + e.getMessage(), e);
        }
    }

    private int number(String word) {
        try {
            int value = Integer.parseInt(word);
            position += word.length();
            return value;
        } catch (NumberFormatException e) {
            throw expected("a whole number of layers");
        }
    }

    /** A name or a regular expression; the latter may hold commas. */
    private String argument(boolean endsAtComma) {
        String found = position < text.length() && text.charAt(position) == '"' ? quoted() : bare(endsAtComma);
        if (found.isEmpty()) {
            throw expected(endsAtComma ? "a name" : "a regular expression");
        }
        return found;
    }

    private String quoted() {
        StringBuilder found = new StringBuilder();
        for (int i = position + 1; i < text.length(); i++) {
            if (text.charAt(i) != '"') {
                found.append(text.charAt(i));
            } else if (text.startsWith("\"\"", i)) {
                found.append('"');
                i++;
            } else {
                position = i + 1;
                return found.toString();
            }
        }
        position = text.length();
        throw expected("a closing double quote");
    }

    private String bare(boolean endsAtComma) {
        int end = bareEnd(text, position, endsAtComma);
        String found = text.substring(position, end).strip();
        position = found.isEmpty() ? position : end;
        return found;
    }

    /** Where an argument without quotes ends. */
    private static int bareEnd(String text, int start, boolean endsAtComma) {
        int open = 0;
        for (int i = start; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '(') {
                open++;
            } else if (c == ')' && open-- == 0 || c == ',' && endsAtComma && open == 0) {
                return i;
            }
        }
        return text.length();
    }

    /** A name as this reads it. */
    static String name(String name) {
        return argument(name, true);
    }

    /** A regular expression as this reads it. */
    static String regex(String regex) {
        return argument(regex, false);
    }

    private static String argument(String value, boolean endsAtComma) {
        // With something behind it that must not become part of it.
        boolean bare = !value.isEmpty()
                && value.equals(value.strip())
                && !value.startsWith("\"")
                && bareEnd(value + ")", 0, endsAtComma) == value.length();
        return bare ? value : '"' + value.replace("\"", "\"\"") + '"';
    }

    private void open() {
        if (!takes('(')) {
            throw expected("'('");
        }
    }

    private void comma() {
        if (!takes(',')) {
            throw expected("','");
        }
    }

    private void close() {
        if (!takes(')')) {
            throw expected("')'");
        }
    }

    private FreezePolicy closed(FreezePolicy policy) {
        close();
        return policy;
    }

    private boolean takes(char wanted) {
        skipBlanks();
        boolean there = position < text.length() && text.charAt(position) == wanted;
        position += there ? 1 : 0;
        skipBlanks();
        return there;
    }

    private boolean takes(String wanted) {
        String word = nextWord();
        boolean there = word.equalsIgnoreCase(wanted);
        position += there ? word.length() : 0;
        return there;
    }

    /** Up to a blank, a parenthesis, a comma or the end; not taken. */
    private String nextWord() {
        skipBlanks();
        int end = position;
        while (end < text.length()
                && !Character.isWhitespace(text.charAt(end))
                && "(),".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        return text.substring(position, end);
    }

    private void skipBlanks() {
        while (position < text.length() && Character.isWhitespace(text.charAt(position))) {
            position++;
        }
    }

    private GraftException expected(String what) {
        String word = nextWord();
        String found = position == text.length()
                ? "the end"
                : "'" + (word.isEmpty() ? text.substring(position, position + 1) : word) + "'";
        return new GraftException(place(position) + "Found " + found + ", expected " + what + ".");
    }

    private String place(int at) {
        return "The freezing '" + text + "', character " + (at + 1) + ": ";
    }
}
