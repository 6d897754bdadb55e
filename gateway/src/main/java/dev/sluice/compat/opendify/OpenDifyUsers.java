package dev.sluice.compat.opendify;

import dev.sluice.conversation.ImportedUsers;

/** What OpenDify called its users at Dify. */
public final class OpenDifyUsers {
    public static final ImportedUsers NAMES = new ImportedUsers("open_webui_", "default_user");

    private OpenDifyUsers() {}
}
