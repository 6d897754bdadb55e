package dev.sluice.cli;

import dev.sluice.access.ClientTraits;
import dev.sluice.access.ClientTraits.FrontEnd;
import dev.sluice.access.ClientTraits.StreamErrors;
import dev.sluice.access.Grants;
import dev.sluice.access.Permission;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** What a new key may beyond seeing and using the models. */
final class GrantOptions {
    @Option(
            names = "--speaks-for-users",
            description = {
                "the client is a front end with users of its own, such as Open WebUI: the names of"
                        + " users it sends are believed, and each has conversations of their own"
            })
    private boolean speaksForUsers;

    @Option(names = "--reads-status", description = "also reads metrics and the names of upstreams")
    private boolean readsStatus;

    @Option(names = "--admin", description = "may do everything; not for clients")
    private boolean admin;

    @Option(
            names = "--for",
            paramLabel = "PROGRAM",
            converter = FrontEndConverter.class,
            description = {
                "the program that uses the key: open-webui is a front end that speaks for users,"
                        + " whose broken streams end with an event, and that is shown what goes on"
            })
    private FrontEnd frontEnd = FrontEnd.NONE;

    @Option(
            names = "--stream-errors",
            paramLabel = "HOW",
            converter = StreamErrorsConverter.class,
            description = {
                "how a stream ends that breaks off: cut, the safe way, or event, for a client that"
                        + " reads the last event; detect, the default, is event for Open WebUI alone"
            })
    private StreamErrors streamErrors = StreamErrors.DETECT;

    Grants grants() {
        Grants models = admin ? Grants.ALL : Grants.CHAT;
        Grants status = readsStatus ? models.and(Permission.STATUS) : models;
        boolean openWebUi = frontEnd == FrontEnd.OPEN_WEBUI;
        Grants users = speaksForUsers || openWebUi ? status.speakingForUsers() : status;
        ClientTraits program = openWebUi ? ClientTraits.OPEN_WEBUI : ClientTraits.NONE;
        return users.forProgram(
                streamErrors == StreamErrors.DETECT ? program : program.with(streamErrors));
    }

    /** Reads the name of a program. */
    static final class FrontEndConverter implements ITypeConverter<FrontEnd> {
        @Override
        public FrontEnd convert(String value) {
            return FrontEnd.named(value)
                    .filter(known -> known != FrontEnd.NONE)
                    .orElseThrow(() ->
                            new TypeConversionException(
                                    "there is nothing special for `"
                                            + value
                                            + "`; write"
                                            + " open-webui, or leave --for out"));
        }
    }

    /** Reads how a stream ends. */
    static final class StreamErrorsConverter implements ITypeConverter<StreamErrors> {
        @Override
        public StreamErrors convert(String value) {
            return StreamErrors.named(value)
                    .orElseThrow(() -> new TypeConversionException("write cut, event or detect"));
        }
    }
}
