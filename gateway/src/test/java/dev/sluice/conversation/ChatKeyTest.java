package dev.sluice.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Keys that differ in anything are of different chats, however their parts are called. */
final class ChatKeyTest {
    /** Where two are written one after the other, it cannot be told where one ends. */
    private static final List<String> NAMES = List.of("", "a", "b", "a:b", "b:a", "a\n", "ab");

    @Test
    void no_two_keys_have_the_same_id() {
        var ids = new ArrayList<String>();
        for (String client : NAMES) {
            NAMES.forEach(app -> NAMES.forEach(user -> add(ids, client, app, user)));
        }
        ids.add(new ChatKey("other", "a", "a", "a", "a", "a").id());

        assertThat(ids).hasSize(16_808).doesNotHaveDuplicates();
    }

    private static void add(List<String> ids, String client, String app, String user) {
        for (String chat : NAMES) {
            NAMES.forEach(model -> ids.add(id(client, app, user, chat, model)));
        }
    }

    private static String id(String client, String app, String user, String chat, String model) {
        return new ChatKey("t", client, app, user, chat, model).id();
    }
}
