package dev.sluice.testkit;

import java.io.Serial;

/** Ends the handling of a request with this page. */
final class RefusedException extends RuntimeException {
    @Serial private static final long serialVersionUID = 1;

    private final transient Page page;
    private final String reason;

    private RefusedException(Page page, String reason) {
        super("refused with " + page, null, false, false);
        this.page = page;
        this.reason = reason;
    }

    RefusedException(Page page) {
        this(page, "");
    }

    RefusedException(DifyError error, Profile profile) {
        this(Page.error(error, profile), error.message());
    }

    Page page() {
        return page;
    }

    /** What a run that has begun already tells as its error. */
    String reason() {
        return reason;
    }
}
