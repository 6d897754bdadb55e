package dev.sluice.protocol.openai;

import dev.sluice.protocol.ChatEvent;
import dev.sluice.protocol.Usage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The members beside the standard ones, which may be as large as an upstream likes. */
final class Extension {
    private static final String OURS = "dify";
    private static final String TRUNCATED = "truncated";

    /** Quotes, colons and commas around a member, and its name in the list of those left out. */
    private static final int AROUND_BYTES = 8;

    private record Member(String name, int bytes) {}

    private Extension() {}

    /** A copy of what the upstream told, to which more may be added. */
    static ObjectNode of(ChatEvent.Finished finished) {
        ObjectNode members = JsonNodeFactory.instance.objectNode();
        finished.extension().properties().forEach(e -> members.set(e.getKey(), e.getValue()));
        return members;
    }

    /** What the numbers of the usage object do not say themselves. */
    static void explain(Usage usage, ObjectNode members) {
        switch (usage) {
            case Usage.Unknown _ -> put("usage", "unknown", members);
            case Usage.Total _ -> put("usage", "total_only", members);
            case Usage.Counted _ -> {}
        }
    }

    static void put(String name, String value, ObjectNode members) {
        members.set(OURS, ours(members).put(name, value));
    }

    /** The same without its largest members, named in {@code truncated}, if it is too large. */
    static ObjectNode within(int bytes, ObjectNode members) {
        if (size(members) <= bytes) {
            return members;
        }
        ObjectNode rest = JsonNodeFactory.instance.objectNode();
        ObjectNode ours = ours(members);
        ours.remove(TRUNCATED);
        rest.set(OURS, ours);
        List<Member> largest =
                ours.properties().stream()
                        .map(e -> new Member(e.getKey(), size(e.getValue())))
                        .sorted(Comparator.comparingInt(member -> -member.bytes()))
                        .toList();
        List<String> left = new ArrayList<>();
        // Others than ours are none of today's upstreams', and the first to go.
        members.propertyNames().stream().filter(name -> !name.equals(OURS)).forEach(left::add);
        int room = bytes - size(rest) - AROUND_BYTES * 4 - size(left);
        for (Member member : largest) {
            if (room >= 0) {
                break;
            }
            room += member.bytes() - AROUND_BYTES;
            ours.remove(member.name());
            left.add(member.name());
        }
        left.forEach(ours.putArray(TRUNCATED)::add);
        return rest;
    }

    private static ObjectNode ours(ObjectNode members) {
        ObjectNode ours = JsonNodeFactory.instance.objectNode();
        members.path(OURS).properties().forEach(e -> ours.set(e.getKey(), e.getValue()));
        return ours;
    }

    private static int size(List<String> names) {
        return names.stream().mapToInt(name -> name.length() * 6 + AROUND_BYTES).sum();
    }

    private static int size(JsonNode node) {
        return node.toString().getBytes(StandardCharsets.UTF_8).length;
    }
}
