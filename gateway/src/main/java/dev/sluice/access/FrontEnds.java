package dev.sluice.access;

import dev.sluice.access.ClientTraits.FrontEnd;
import dev.sluice.access.Identity.Naming;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices front ends that could name their users and chats and do not, as Open WebUI does by
 * default. Thread-safe.
 */
public final class FrontEnds {
    private static final Logger LOG = LoggerFactory.getLogger(FrontEnds.class);

    /** What it sends by itself once it forwards anything (0.6 to 0.12). */
    private static final List<String> OPEN_WEBUI =
            List.of(
                    "X-OpenWebUI-Auth-Type",
                    "X-OpenWebUI-User-Id",
                    "X-OpenWebUI-User-Name",
                    "X-OpenWebUI-User-Email",
                    "X-OpenWebUI-User-Role",
                    "X-OpenWebUI-User-Jwt",
                    "X-OpenWebUI-Chat-Id",
                    "X-OpenWebUI-Task");

    /** All headers by which it names people, chats and messages begin so. */
    private static final String OPEN_WEBUI_PREFIX = "x-openwebui-";

    /** A few chats without a name are nothing; so many in a row are how the front end is set. */
    private static final int ENOUGH_REQUESTS = 20;

    private static final int MOST_CLIENTS = 1_000;

    /** Open WebUI has replaced all of these since 0.10. */
    private static final String CUSTOM_HEADERS =
            "in Open WebUI (0.10 or later), under Admin Settings > Connections, give the connection the"
                    + " headers {\"X-OpenWebUI-User-Id\":\"{{USER_ID}}\","
                    + "\"X-OpenWebUI-Chat-Id\":\"{{CHAT_ID}}\",\"X-OpenWebUI-Task\":\"{{TASK}}\","
                    + "\"X-OpenWebUI-Message-Id\":\"{{MESSAGE_ID}}\","
                    + "\"X-OpenWebUI-Parent-Id\":\"{{USER_MESSAGE_PARENT_ID}}\"}, or start it with"
                    + " ENABLE_FORWARD_USER_INFO_HEADERS=true; ";

    private static final String SIGN =
            "start Open WebUI with ENABLE_FORWARD_USER_INFO_HEADERS=true and with"
                    + " FORWARD_USER_INFO_HEADER_JWT_SECRET set to access.identity.token_secret;"
                    + " users are named by the token in ";
    private static final String SPEAK =
            "give the front end a key that `sluice keys create NAME --speaks-for-users` makes, or `sluice keys create NAME --for open-webui` for Open WebUI";

    /** How many requests in a row had the same fault, by client; the last one heard of is last. */
    private final LinkedHashMap<String, Map<IdentityWarning, Integer>> inARow =
            new LinkedHashMap<>();

    /**
     * What the answer to this chat should tell its client.
     *
     * @param frontEnd whether the client has users and chats of its own
     * @param chat as the request names it
     * @param speakers who found these
     */
    public Set<IdentityWarning> warnings(
            boolean frontEnd, Identity identity, Named chat, Speakers speakers) {
        var warnings = EnumSet.noneOf(IdentityWarning.class);
        if (identity.ignored()) {
            warnings.add(IdentityWarning.USER_IGNORED);
        }
        if (frontEnd) {
            String client = identity.speaker().client();
            count(client, faults(identity, chat))
                    .forEach((fault, times) -> {
                        if (times == ENOUGH_REQUESTS) {
                            tell(fault, client, fix(fault, identity.naming(), speakers));
                        }
                        if (times >= ENOUGH_REQUESTS) {
                            warnings.add(fault);
                        }
                    });
        }
        return warnings;
    }

    /**
     * Whether a client has users and chats of its own: its key is meant for such a one, or it sends
     * a header of Open WebUI's. Its {@code User-Agent} is that of a library.
     *
     * @param headers a name in any case to the value, empty without one
     */
    public static boolean isFrontEnd(Caller caller, UnaryOperator<String> headers) {
        boolean meant = caller.speaksForUsers() && !caller.equals(Caller.OPEN);
        return meant || OPEN_WEBUI.stream().anyMatch(name -> !headers.apply(name).isEmpty());
    }

    /**
     * The caller with what the request itself shows of the program that sent it.
     *
     * @param hasHeaderLike whether a header of that beginning came
     */
    public static Caller seen(Caller caller, Predicate<String> hasHeaderLike) {
        return hasHeaderLike.test(OPEN_WEBUI_PREFIX)
                ? caller.with(caller.traits().seenFrom(FrontEnd.OPEN_WEBUI))
                : caller;
    }

    private static Set<IdentityWarning> faults(Identity identity, Named chat) {
        var faults = EnumSet.noneOf(IdentityWarning.class);
        switch (identity.naming()) {
            case ABSENT -> faults.add(IdentityWarning.USER_UNKNOWN);
            case NOT_ALLOWED, NOT_SIGNED -> faults.add(IdentityWarning.USER_IGNORED);
            case BELIEVED -> {}
        }
        if (chat.isAbsent()) {
            faults.add(IdentityWarning.CHAT_ID_MISSING);
        }
        return faults;
    }

    /** Times in a row up to and with this request; what is no fault any more is forgotten. */
    private synchronized Map<IdentityWarning, Integer> count(
            String client, Set<IdentityWarning> faults) {
        Map<IdentityWarning, Integer> before = inARow.getOrDefault(client, Map.of());
        var now = new EnumMap<IdentityWarning, Integer>(IdentityWarning.class);
        for (IdentityWarning fault : faults) {
            // It stays one beyond what is told, so that it is told once.
            now.put(fault, Math.min(before.getOrDefault(fault, 0), ENOUGH_REQUESTS) + 1);
        }
        inARow.putLast(client, now);
        if (inARow.size() > MOST_CLIENTS) {
            inARow.pollFirstEntry();
        }
        return Collections.unmodifiableMap(now);
    }

    private static void tell(IdentityWarning fault, String client, String fix) {
        LOG.atWarn()
                .addKeyValue("code", fault.id())
                .addKeyValue("client", client)
                .addKeyValue("fix", fix)
                .log(fault.told());
    }

    private static String fix(IdentityWarning fault, Naming naming, Speakers speakers) {
        return switch (fault) {
            case USER_IGNORED ->
                    naming == Naming.NOT_SIGNED ? SIGN + speakers.tokenSource() : SPEAK;
            case USER_UNKNOWN ->
                    speakers.tokenSource().isEmpty()
                            ? CUSTOM_HEADERS
                                    + "users are named by "
                                    + either(speakers.userSources())
                            : SIGN + speakers.tokenSource();
            case IDENTITY_TEMPLATE -> CUSTOM_HEADERS + "older versions do not fill them in";
            case CHAT_ID_MISSING ->
                    CUSTOM_HEADERS + "chats are named by " + either(speakers.chatSources());
        };
    }

    private static String either(List<String> sources) {
        return String.join(" or ", sources);
    }
}
