package dev.sluice.access;

import dev.sluice.access.Identity.Naming;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices front ends that could name their users and chats and do not, as Open WebUI does not
 * unless it is told to. Thread-safe.
 */
public final class FrontEnds {
    private static final Logger LOG = LoggerFactory.getLogger(FrontEnds.class);
    private static final Pattern OPEN_WEBUI =
            Pattern.compile("aiohttp/|open-webui", Pattern.CASE_INSENSITIVE);

    /** A few chats without a name are nothing; so many in a row are how the front end is set. */
    private static final int ENOUGH_REQUESTS = 20;

    private static final int MOST_CLIENTS = 1_000;

    private static final String FORWARD =
            "set ENABLE_FORWARD_USER_INFO_HEADERS=true on Open WebUI and restart it; ";
    private static final String SIGN =
            "set ENABLE_FORWARD_USER_INFO_HEADERS=true on Open WebUI, and"
                    + " FORWARD_USER_INFO_HEADER_JWT_SECRET to access.identity.token_secret, and"
                    + " restart it; users are named by the token in ";
    private static final String SPEAK =
            "give the front end a key that `sluice keys create NAME --speaks-for-users` makes";

    /** How many requests in a row had the same fault, by client; the last one heard of is last. */
    private final LinkedHashMap<String, Map<IdentityWarning, Integer>> inARow =
            new LinkedHashMap<>();

    /**
     * What the answer to this chat should tell its client.
     *
     * @param userAgent that header of the request
     * @param chat as the request names it
     * @param speakers who found these
     */
    public Set<IdentityWarning> warnings(
            String userAgent, Identity identity, Named chat, Speakers speakers) {
        var warnings = EnumSet.noneOf(IdentityWarning.class);
        if (identity.ignored()) {
            warnings.add(IdentityWarning.USER_IGNORED);
        }
        if (OPEN_WEBUI.matcher(userAgent).find()) {
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
                            ? FORWARD + "users are named by " + either(speakers.userSources())
                            : SIGN + speakers.tokenSource();
            case CHAT_ID_MISSING ->
                    FORWARD + "chats are named by " + either(speakers.chatSources());
        };
    }

    private static String either(List<String> sources) {
        return String.join(" or ", sources);
    }
}
