package dev.sluice.config;

import dev.sluice.access.IdentityConfig;
import dev.sluice.config.Node.Section;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Binds where requests name users and chats. */
final class IdentityBinder {
    private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,64}");

    private static final Pattern FIELD = Pattern.compile("[\\w-]{1,64}(\\.[\\w-]{1,64}){0,3}");

    /** What HTTP, proxies and the gateway itself say with headers. */
    private static final Pattern TAKEN =
            Pattern.compile(
                    "(?i)authorization|x-api-key|api-key|host|(set-)?cookie|origin|referer|date"
                            + "|forwarded|via|x-forwarded-.*|x-real-ip|x-request-id|x-sluice-.*"
                            + "|user-agent|accept(-.*)?|content-.*|access-control-.*|if-.*|sec-.*"
                            + "|connection|keep-alive|transfer-encoding|te|trailer|upgrade|expect"
                            + "|proxy-.*|range|cache-control|pragma|traceparent|tracestate");

    /** What HMAC with SHA-256 needs, so that the secret is not easier to guess than the digest. */
    private static final int LEAST_SECRET_BYTES = 32;

    private final Values values;
    private final Findings findings;
    private final Map<String, Value> owners = new HashMap<>();

    IdentityBinder(Values values, Findings findings) {
        this.values = values;
        this.findings = findings;
    }

    IdentityConfig bind(Section section) {
        String user = header(section, Setting.USER_HEADER);
        String chat = header(section, Setting.CHAT_HEADER);
        String session = header(section, Setting.SESSION_HEADER);
        String conversation = header(section, Setting.CONVERSATION_HEADER);
        String token = header(section, Setting.TOKEN_HEADER);
        String secret = secret(values.value(section, Setting.TOKEN_SECRET), token);
        var turn =
                new IdentityConfig.TurnHeaders(
                        header(section, Setting.TASK_HEADER),
                        header(section, Setting.MESSAGE_HEADER),
                        header(section, Setting.PARENT_HEADER));
        String field = field(values.value(section, Setting.CHAT_FIELD));
        return new IdentityConfig(user, chat, session, conversation, token, secret, turn, field);
    }

    private String field(Value field) {
        if (!field.text().isEmpty() && !FIELD.matcher(field.text()).matches()) {
            findings.problem(
                    field,
                    "is "
                            + field.shown()
                            + "; write a member's name such as conversationId, or names with points between them");
        }
        return field.text();
    }

    private String header(Section section, Setting setting) {
        Value header = values.value(section, setting);
        String name = header.unlessOff();
        if (!name.isEmpty()) {
            check(header, name);
        }
        return name;
    }

    private void check(Value header, String name) {
        if (!HEADER.matcher(name).matches()) {
            // It may be the secret, pasted into the wrong line.
            findings.problem(header, "is no name of a header; write one such as X-User-Id, or off");
        } else if (TAKEN.matcher(name).matches()) {
            findings.problem(
                    header,
                    "is "
                            + header.shown()
                            + ", which has another meaning already; write another header, or off");
        }
        var other = owners.putIfAbsent(name.toLowerCase(Locale.ROOT), header);
        if (other != null) {
            findings.problem(
                    header,
                    ConfigCode.DUPLICATE_KEY,
                    "names the same header as "
                            + other.label()
                            + "; write another header for one of them, or off");
        }
    }

    private String secret(Value secret, String tokenHeader) {
        int bytes = secret.text().getBytes(StandardCharsets.UTF_8).length;
        if (bytes > 0 && bytes < LEAST_SECRET_BYTES) {
            findings.problem(
                    secret,
                    "has %d bytes and needs at least %d; make one with `openssl rand -hex 32`, and give it to the front end too"
                            .formatted(bytes, LEAST_SECRET_BYTES));
        }
        if (bytes > 0 && tokenHeader.isEmpty()) {
            findings.problem(
                    secret,
                    "has nothing to check, since token_header is off; delete one of the two");
        }
        return secret.text();
    }
}
