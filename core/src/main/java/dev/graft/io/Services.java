package dev.graft.io;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.function.Function;

/** Finds implementations of the library's interfaces on the class path. */
public final class Services {
    private Services() {}

    /**
     * What the thread's class loader finds, and the library's own, which an application server or a thread pool may have left
     * out. Each class once.
     *
     * @param read makes a list of what a loader finds
     */
    public static <T> Collection<T> found(Class<T> service, Function<Iterable<T>, List<T>> read) {
        Map<Class<?>, T> byClass = new LinkedHashMap<>();
        for (ServiceLoader<T> loader :
                List.of(ServiceLoader.load(service), ServiceLoader.load(service, service.getClassLoader()))) {
            read.apply(loader).forEach(provider -> byClass.putIfAbsent(provider.getClass(), provider));
        }
        return List.copyOf(byClass.values());
    }
}
