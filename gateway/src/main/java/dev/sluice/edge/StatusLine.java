package dev.sluice.edge;

import dev.sluice.http.ClientSide;
import dev.sluice.protocol.ClientDialect;
import dev.sluice.protocol.WireBuffer;
import dev.sluice.protocol.openai.OpenWebUiEvents;

/**
 * The line that Open WebUI shows above an answer that is not there yet. It is written beside the
 * answer and is no part of it: as long as the head of the answer is held, nothing is written, and
 * the status of a failure is still the true one. On the client's loop.
 */
final class StatusLine {
    private static final String WAITING = "Waiting for the answer";

    private final ClientSide client;
    private final ClientDialect dialect;
    private String step = WAITING;
    private String shown = "";
    private boolean answering;

    /**
     * @param dialect keeps the client waiting where there is nothing new to show
     */
    StatusLine(ClientSide client, ClientDialect dialect) {
        this.client = client;
        this.dialect = dialect;
    }

    /** What keeps the client waiting: the line, unless it is shown already. */
    void keepAlive(WireBuffer out) {
        if (answering || step.equals(shown)) {
            dialect.keepAlive(out);
        } else {
            show(out);
        }
    }

    /** The upstream has begun with something else. */
    void step(String name) {
        step = name;
        answering = false;
        if (client.committed() && !client.ended() && !step.equals(shown)) {
            var out = new WireBuffer();
            show(out);
            client.write(out);
        }
    }

    /** There is an answer to see, or there will be none. */
    void done(WireBuffer out) {
        answering = true;
        if (!shown.isEmpty()) {
            OpenWebUiEvents.status(shown, true, out);
            shown = "";
        }
    }

    private void show(WireBuffer out) {
        shown = step;
        OpenWebUiEvents.status(step, false, out);
    }
}
