package dev.sluice.protocol.openai;

import dev.sluice.protocol.Media;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * Where the content of a part is. Each type has an object of its name or {@code source}, or says it
 * beside the type; some clients write the URL where the object belongs.
 */
final class OpenAiMedia {
    private static final String DATA_URL = "data:";
    private static final String BASE64 = ";base64,";

    private OpenAiMedia() {}

    /**
     * Empty where nothing says it.
     *
     * @param type of the part
     */
    static Optional<Media> of(JsonNode part, String type) {
        JsonNode holder =
                Stream.of(part.path(type), part.path("source"))
                        .filter(JsonNode::isObject)
                        .findFirst()
                        .orElse(part);
        return first(holder, List.of("data", "file_data"))
                .map(data -> data(data, mediaType(holder)))
                .or(() ->
                        first(holder, List.of("url", "image_url", "file_url", type))
                                .map(OpenAiMedia::link))
                .or(() -> first(holder, List.of("file_id", "id")).map(Media.Id::new));
    }

    private static Optional<String> first(JsonNode holder, List<String> names) {
        return names.stream()
                .map(name -> holder.path(name).asString(""))
                .filter(text -> !text.isEmpty())
                .findFirst();
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
                        url.substring(DATA_URL.length(), comma),
                        url.substring(comma + BASE64.length()));
    }
}
