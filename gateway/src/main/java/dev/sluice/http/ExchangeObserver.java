package dev.sluice.http;

import java.util.Map;

/** Follows one exchange, on its loop. */
public interface ExchangeObserver {

    /** The head of the answer is about to be sent; headers may be added. */
    void heading(Map<String, String> headers);

    /** Once, when the answer has ended and the handler has returned. */
    void ended(ExchangeEnd end);
}
