package dev.sluice.cli;

import dev.sluice.access.Grants;
import dev.sluice.access.Permission;
import picocli.CommandLine.Option;

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

    Grants grants() {
        Grants models = admin ? Grants.ALL : Grants.CHAT;
        Grants status = readsStatus ? models.and(Permission.STATUS) : models;
        return speaksForUsers ? status.speakingForUsers() : status;
    }
}
