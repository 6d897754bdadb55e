package dev.sluice.access;

import dev.sluice.access.Identity.Naming;
import dev.sluice.protocol.ChatRequest;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the users, chats and conversations that requests name, and believes those who may name
 * users: one for each configuration that is loaded. Thread-safe.
 *
 * <p>Headers come as a function from a name in any case to the value, empty without one.
 */
public final class Speakers {
    private static final int MOST_CHARACTERS = 200;
    private static final String USER = "user";
    private static final String USER_ID = "metadata.user_id";
    private static final String CHAT_ID = "metadata.chat_id";
    private static final String CONVERSATION = "conversation_id";

    private final IdentityConfig config;

    /** Only where there is a secret, since its library takes its time to load. */
    private final @Nullable UserTokens tokens;

    public Speakers(IdentityConfig config, InstantSource clock) {
        this.config = config;
        this.tokens =
                config.tokenSecret().isEmpty() ? null : new UserTokens(config.tokenSecret(), clock);
    }

    /** Whose words the request brings. */
    public Identity identify(Caller caller, UnaryOperator<String> headers, ChatRequest request) {
        // The front end's server sets headers, and its users can write what is in a body.
        Named plain =
                header(headers, config.userHeader())
                        .or(Named.in(USER, request.origin().user()))
                        .or(Named.in(USER_ID, request.origin().metadata().user()));
        UserTokens signed = tokens;
        Named token = signed == null ? Named.NOTHING : header(headers, config.tokenHeader());
        boolean named = !plain.or(token).isAbsent();
        if (!caller.speaksForUsers()) {
            return Identity.alone(caller, named ? Naming.NOT_ALLOWED : Naming.ABSENT);
        }
        if (signed == null) {
            return Identity.of(caller, valid(plain));
        }
        if (token.isAbsent()) {
            return Identity.alone(caller, named ? Naming.NOT_SIGNED : Naming.ABSENT);
        }
        return Identity.of(caller, valid(signed.user(token)));
    }

    /**
     * The chat the request belongs to.
     *
     * @param body gives the text of a member, empty without one
     */
    public Named chat(
            UnaryOperator<String> headers, ChatRequest request, UnaryOperator<String> body) {
        Named chat =
                header(headers, config.chatHeader())
                        .or(header(headers, config.sessionHeader()))
                        .or(Named.in(CHAT_ID, request.origin().metadata().chat()));
        String field = config.chatField();
        if (chat.isAbsent() && !field.isEmpty()) {
            chat = Named.in(field, body.apply(field));
        }
        return new Named(valid(chat), chat.source());
    }

    /** The member of a body that names the chat where nothing else does, empty for none. */
    public String chatField() {
        return config.chatField();
    }

    /** Whether a front end asks for itself, and says so. */
    public boolean namesTask(UnaryOperator<String> headers) {
        return !header(headers, config.turn().task()).isAbsent();
    }

    /** What the front end calls the answer, empty when it does not say. */
    public String message(UnaryOperator<String> headers) {
        return valid(header(headers, config.turn().message()));
    }

    /** What the front end calls the answer before the question, empty when it does not say. */
    public String parent(UnaryOperator<String> headers) {
        return valid(header(headers, config.turn().parent()));
    }

    /** Whether a name is a template that the front end has not filled in. */
    public boolean hasTemplate(UnaryOperator<String> headers, ChatRequest request) {
        Stream<String> names =
                Stream.of(
                                config.userHeader(),
                                config.chatHeader(),
                                config.sessionHeader(),
                                config.conversationHeader(),
                                config.turn().task(),
                                config.turn().message(),
                                config.turn().parent())
                        .filter(name -> !name.isEmpty())
                        .map(headers);
        Stream<String> members =
                Stream.of(
                        request.origin().user(),
                        request.origin().metadata().user(),
                        request.origin().metadata().chat(),
                        request.conversation());
        return Stream.concat(names, members).anyMatch(Named::isTemplate);
    }

    /** The upstream's own conversation that the request is to go on with, empty for none. */
    public String conversation(UnaryOperator<String> headers, ChatRequest request) {
        Named header = header(headers, config.conversationHeader());
        Named body = Named.in(CONVERSATION, request.conversation());
        if (!header.isAbsent() && !body.isAbsent() && !header.name().equals(body.name())) {
            throw Refusals.field(CONVERSATION, "must be the same as " + header.source());
        }
        return valid(body.or(header));
    }

    /** Where users are believed to be named. */
    List<String> userSources() {
        return tokens == null ? sources(config.userHeader(), USER, USER_ID) : List.of();
    }

    /** The header that alone names users, empty where that needs no token. */
    String tokenSource() {
        return tokens == null ? "" : config.tokenHeader();
    }

    /** Where chats are named. */
    List<String> chatSources() {
        return sources(config.chatHeader(), config.sessionHeader(), CHAT_ID, config.chatField());
    }

    private static List<String> sources(String... sources) {
        return Stream.of(sources).filter(source -> !source.isEmpty()).toList();
    }

    /** No name of a header is empty, so one that is switched off is never sent. */
    private static Named header(UnaryOperator<String> headers, String name) {
        return name.isEmpty() ? Named.NOTHING : Named.in(name, utf8(headers.apply(name)));
    }

    /** Servers hand header bytes on as Latin-1, and most clients mean UTF-8. */
    private static String utf8(String header) {
        try {
            ByteBuffer bytes =
                    StandardCharsets.ISO_8859_1.newEncoder().encode(CharBuffer.wrap(header));
            return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException _) {
            return header;
        }
    }

    private static String valid(Named named) {
        String name = named.name();
        if (name.codePointCount(0, name.length()) > MOST_CHARACTERS) {
            throw Refusals.field(
                    named.source(), "must have at most " + MOST_CHARACTERS + " characters");
        }
        if (name.codePoints().anyMatch(Speakers::isNoText)) {
            throw Refusals.field(named.source(), "must have no control characters");
        }
        return name;
    }

    /** Half a surrogate pair cannot be stored, and what replaced it would make two names equal. */
    private static boolean isNoText(int character) {
        int type = Character.getType(character);
        return type == Character.CONTROL || type == Character.SURROGATE;
    }
}
