package dev.sluice.protocol.dify;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Files an app made, as links that clients can follow. Their addresses are signed and expire; where
 * Dify's FILES_URL is not set they lack the host, which is then the one the app is asked at.
 */
final class FileLinks {
    /** What a client can use; the rest are Dify's own keys, its workspace's among them. */
    private static final List<String> MEMBERS =
            List.of("type", "filename", "extension", "mime_type", "size");

    /** What may stand before the host is a password, and not for clients. */
    private static final Pattern URL =
            Pattern.compile("(?<scheme>https?:)//(?:[^/]*@)?(?<host>[^/@]+)(?:/.*)?");

    private final String scheme;
    private final String origin;

    FileLinks(String base) {
        Matcher parts = URL.matcher(base);
        boolean isUrl = parts.matches();
        this.scheme = isUrl ? parts.group("scheme") : "";
        this.origin = isUrl ? scheme + "//" + parts.group("host") : "";
    }

    /** A line of markdown, since a text is all that a client of a chat is sure to show. */
    String markdown(String type, String url) {
        String link = "(" + quoted(absolute(url)) + ")";
        return type.equals("image") ? "\n![image]" + link + "\n" : "\n[file]" + link + "\n";
    }

    ArrayNode list(JsonNode files) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        files.forEach(file -> list.add(file(file)));
        return list;
    }

    /** Whether a value is a file, which Dify marks among the outputs of a workflow. */
    static boolean isFile(JsonNode value) {
        return value.path("dify_model_identity").asString("").equals("__dify__file__");
    }

    ObjectNode file(JsonNode file) {
        ObjectNode link = Json.empty();
        MEMBERS.stream()
                .filter(file::hasNonNull)
                .forEach(member -> link.set(member, file.get(member)));
        String url = file.path("url").asString("");
        String remote = file.path("remote_url").asString("");
        return link.put("url", absolute(url.isEmpty() ? remote : url));
    }

    String absolute(String url) {
        if (url.startsWith("//")) {
            return scheme + url;
        }
        return url.startsWith("/") ? origin + url : url;
    }

    /** Without what would end the link inside of markdown. */
    private static String quoted(String url) {
        return url.replace("(", "%28").replace(")", "%29").replaceAll("[\\s<>]", "%20");
    }
}
