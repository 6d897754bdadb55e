package dev.sluice.web;

import dev.sluice.access.Access;
import dev.sluice.access.Caller;
import dev.sluice.access.Permission;
import dev.sluice.http.Exchange;
import dev.sluice.protocol.ChatFailedException;
import dev.sluice.records.RecordedExchange;

/** Finds the caller of a request by its credentials. */
public final class Callers {
    private Callers() {}

    /**
     * The caller by the key, in any of the headers that clients use.
     *
     * @throws ChatFailedException when the key is missing or not valid
     */
    public static Caller identify(Exchange exchange, Access access) {
        try {
            return access.identify(
                    exchange.header("authorization"),
                    exchange.header("x-api-key"),
                    exchange.header("api-key"));
        } catch (ChatFailedException refused) {
            throw access.counted(refused, exchange.address());
        }
    }

    /** Public routes need no credentials; invalid ones are ignored there. */
    static Caller admit(RecordedExchange recorded, Permission needed, Access access) {
        if (needed == Permission.PUBLIC) {
            return Caller.NOBODY;
        }
        Exchange exchange = recorded.exchange();
        Caller caller = identify(exchange, access);
        recorded.note(notes -> notes.by(caller.name()));
        if (!caller.equals(Caller.OPEN)) {
            exchange.account("key " + caller.name());
        }
        if (caller.may(Permission.STATUS)) {
            recorded.reveal();
        }
        access.require(caller, needed);
        return caller;
    }
}
