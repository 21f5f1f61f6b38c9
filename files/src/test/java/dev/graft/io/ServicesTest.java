package dev.graft.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.ServiceConfigurationError;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class ServicesTest {
    @Test
    void brokenProvidersDoNotHideTheOthers() {
        List<Supplier<String>> suppliers = List.of(
                () -> {
                    throw new ServiceConfigurationError("no public constructor");
                },
                () -> "first",
                () -> {
                    throw new NoClassDefFoundError("a/missing/Library");
                },
                () -> {
                    throw new IllegalStateException("a bug");
                },
                () -> "cannot say what it is",
                () -> "second");

        assertThat(Services.intact(providers(suppliers), ServicesTest::check)).containsExactly("first", "second");
    }

    private static void check(String provider) {
        if (provider.startsWith("cannot")) {
            throw new IllegalStateException(provider);
        }
    }

    private static Iterable<String> providers(List<Supplier<String>> suppliers) {
        return () -> new Iterator<>() {
            private int next;

            @Override
            public boolean hasNext() {
                return next < suppliers.size();
            }

            @Override
            public String next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                return suppliers.get(next++).get();
            }
        };
    }
}
