package dev.sluice.protocol.openai;

import dev.sluice.protocol.Media;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Where the content of a part is. Each type has an object of its name or {@code source}, or says it
 * beside the type; some clients write the URL where the object belongs.
 */
final class OpenAiMedia {
    private static final String DATA_URL = "data:";
    private static final String BASE64 = ";base64,";

    private static final List<String> DATA = List.of("data", "file_data");
    private static final List<String> URLS = List.of("url", "image_url", "file_url");
    private static final List<String> IDS = List.of("file_id", "id");

    private OpenAiMedia() {}

    /**
     * Empty where nothing says it.
     *
     * @param type of the part
     */
    static Optional<Media> of(JsonNode part, String type) {
        JsonNode holder = holder(part, type);
        String data = first(holder, DATA);
        if (!data.isEmpty()) {
            return Optional.of(data(data, mediaType(holder)));
        }
        String own = holder.path(type).asString("");
        String url = own.isEmpty() ? first(holder, URLS) : own;
        if (!url.isEmpty()) {
            return Optional.of(link(url));
        }
        String id = first(holder, IDS);
        return id.isEmpty() ? Optional.empty() : Optional.of(new Media.Id(id));
    }

    private static JsonNode holder(JsonNode part, String type) {
        JsonNode named = part.path(type);
        if (named.isObject()) {
            return named;
        }
        JsonNode source = part.path("source");
        return source.isObject() ? source : part;
    }

    /** Empty without any of them. */
    private static String first(JsonNode holder, List<String> names) {
        for (String name : names) {
            String text = holder.path(name).asString("");
            if (!text.isEmpty()) {
                return text;
            }
        }
        return "";
    }

    private static String mediaType(JsonNode holder) {
        String format = holder.path("format").asString("");
        String type = holder.path("media_type").asString("");
        return type.isEmpty() && !format.isEmpty() ? "audio/" + format : type;
    }

    private static Media data(String data, String type) {
        return data.startsWith(DATA_URL) ? link(data) : new Media.Data(type, data);
    }

    private static Media link(String url) {
        int comma = url.startsWith(DATA_URL) ? url.indexOf(BASE64) : -1;
        return comma < 0
                ? new Media.Link(url)
                : new Media.Data(
                        url.substring(DATA_URL.length(), comma), url, comma + BASE64.length());
    }
}
