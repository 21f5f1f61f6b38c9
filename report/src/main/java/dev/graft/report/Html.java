package dev.graft.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.graft.io.BoundedJson;
import gg.jte.html.HtmlInterceptor;
import gg.jte.html.HtmlTemplateOutput;
import gg.jte.html.OwaspHtmlTemplateOutput;
import gg.jte.output.StringOutput;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Text of pages: their templates escape every value but our own styles, scripts and {@link #json data of scripts}. */
final class Html {
    private Html() {}

    /** A template's generated method. */
    interface Template<T> {
        void render(HtmlTemplateOutput out, @Nullable HtmlInterceptor none, T model);
    }

    /** What a template makes of its only parameter. */
    static <T> String of(Template<T> template, T model) {
        StringOutput text = new StringOutput();
        template.render(new PageOutput(text), null, model);
        return text.toString();
    }

    /** Data of a page's script as JSON without a {@code <} that could end the element or open a comment. */
    static String json(Object data) {
        try {
            return BoundedJson.mapper().build().writeValueAsString(data).replace("<", "\\u003c");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Styles or scripts that lie beside this class, one after another; line ends become {@code \n}. */
    static String resources(String... names) {
        return Arrays.stream(names).map(Html::resource).collect(Collectors.joining());
    }

    private static String resource(String name) {
        try (InputStream in = Html.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("Resource " + name + " is missing from Graft's jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Keeps a number and its percent sign on one line. */
    private static final class PageOutput extends OwaspHtmlTemplateOutput {
        PageOutput(StringOutput text) {
            super(text);
        }

        @Override
        public void writeUserContent(@Nullable String text) {
            super.writeUserContent(text == null ? null : text.replace(" %", "\u00a0%"));
        }
    }
}
