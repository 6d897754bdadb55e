package dev.sluice.web;

import java.util.Collection;
import java.util.LinkedHashSet;

/** The methods that follow from those that a path declares. */
final class Methods {
    static final String GET = "GET";
    static final String HEAD = "HEAD";
    static final String OPTIONS = "OPTIONS";

    private Methods() {}

    /** The method whose route answers. */
    static String answering(String method) {
        return method.equals(HEAD) ? GET : method;
    }

    /** The value of {@code Allow}. */
    static String allowed(Collection<Route> routes) {
        var methods = new LinkedHashSet<String>();
        for (Route route : routes) {
            methods.add(route.method());
            if (route.method().equals(GET)) {
                methods.add(HEAD);
            }
        }
        methods.add(OPTIONS);
        return String.join(", ", methods);
    }
}
