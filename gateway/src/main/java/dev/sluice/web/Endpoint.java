package dev.sluice.web;

import java.util.function.BiConsumer;
import java.util.function.Supplier;

/** Answers the requests of one route, or throws the failure that the client is to see. */
@FunctionalInterface
public interface Endpoint {
    void answer(RequestContext context);

    /** A method of what the supplier gives, which is asked with each request. */
    static <T> Endpoint by(Supplier<T> supplier, BiConsumer<T, RequestContext> method) {
        return context -> method.accept(supplier.get(), context);
    }
}
