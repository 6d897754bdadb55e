package dev.sluice.protocol.dify;

import dev.sluice.protocol.Citation;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** The passages of knowledge bases that an answer rests on, as {@code message_end} tells them. */
final class Citations {
    private Citations() {}

    static List<Citation> of(JsonNode resources) {
        var citations = new ArrayList<Citation>();
        for (JsonNode resource : resources) {
            String document = resource.path("document_name").asString("");
            String base = resource.path("dataset_name").asString("");
            double score = resource.path("score").asDouble(0);
            citations.add(
                    new Citation(
                            document.isEmpty() ? base : document,
                            base,
                            resource.path("url").asString(""),
                            resource.path("content").asString(""),
                            Double.isFinite(score) ? score : 0));
        }
        return citations;
    }
}
