package dev.sluice.testkit;

import java.io.Serial;

/** Ends the handling of a request with this page. */
final class RefusedException extends RuntimeException {
    @Serial private static final long serialVersionUID = 1;

    private final transient Page page;

    RefusedException(Page page) {
        super("refused with " + page, null, false, false);
        this.page = page;
    }

    Page page() {
        return page;
    }
}
