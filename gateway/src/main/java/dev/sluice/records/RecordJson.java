package dev.sluice.records;

import dev.sluice.protocol.Usage;
import dev.sluice.records.RequestRecord.Problem;
import dev.sluice.records.RequestRecord.Try;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A record as one JSON object, as it is kept and printed. */
public final class RecordJson {
    private static final JsonMapper MAPPER = new JsonMapper();

    private RecordJson() {}

    public static String write(RequestRecord record) {
        ObjectNode json = MAPPER.createObjectNode();
        json.put("request_id", record.requestId());
        json.put("started_at", Instant.ofEpochMilli(record.startedAtMillis()).toString());
        json.put("ms", record.milliseconds());
        json.put("method", record.asked().method());
        json.put("route", record.asked().route());
        json.put("address", record.asked().address());
        json.put("caller", record.notes().caller());
        json.put("model", record.notes().model());
        json.put("conversation", record.notes().conversation());
        json.put("code", record.ending().code());
        problem(json, record.notes().problem());
        json.put("status", record.ending().status());
        json.put("bytes", record.ending().bytesOut());
        usage(json, record.notes().usage());
        names(json, "warnings", record.notes().warnings().codes());
        names(json, "ignored", record.notes().warnings().ignored());
        var tries = json.putArray("attempts");
        record.notes().tries().forEach(one -> write(tries.addObject(), one));
        return json.toString();
    }

    private static void problem(ObjectNode json, Problem problem) {
        if (!problem.equals(Problem.NONE)) {
            json.put("cause", problem.cause()).put("fix", problem.fix());
        }
    }

    private static void names(ObjectNode json, String field, List<String> names) {
        if (!names.isEmpty()) {
            names.forEach(json.putArray(field)::add);
        }
    }

    private static void usage(ObjectNode json, Usage usage) {
        switch (usage) {
            case Usage.Unknown() -> {}
            case Usage.Total(long tokens) -> json.put("tokens", tokens);
            case Usage.Counted counted -> {
                json.put("prompt_tokens", counted.prompt())
                        .put("completion_tokens", counted.completion())
                        .put("tokens", counted.total());
                if (counted.cached() > 0) {
                    json.put("cached_tokens", counted.cached());
                }
                if (counted.reasoning() > 0) {
                    json.put("reasoning_tokens", counted.reasoning());
                }
            }
        }
    }

    private static void write(ObjectNode json, Try one) {
        json.put("number", one.number());
        json.put("upstream", one.upstream());
        json.put("reach", one.reach().name());
        json.put("code", one.code());
        json.put("began_ms", one.times().began());
        json.put("first_event_ms", one.times().firstEvent());
        json.put("ended_ms", one.times().ended());
        json.put("step", one.step());
    }

    static RequestRecord read(String text) {
        JsonNode json = MAPPER.readTree(text);
        List<Try> tries = new ArrayList<>();
        json.path("attempts").forEach(one -> tries.add(attempt(one)));
        return new RequestRecord(
                text(json, "request_id"),
                Instant.parse(text(json, "started_at")).toEpochMilli(),
                new RequestRecord.Asked(
                        text(json, "method"), text(json, "route"), text(json, "address")),
                new RequestRecord.Notes(
                        text(json, "caller"),
                        text(json, "model"),
                        tries,
                        usage(json),
                        text(json, "conversation"),
                        new RequestRecord.Warnings(names(json, "warnings"), names(json, "ignored")),
                        new Problem(text(json, "cause"), text(json, "fix"))),
                new RequestRecord.Ending(
                        text(json, "code"), (int) number(json, "status"), number(json, "bytes")),
                number(json, "ms"));
    }

    private static Usage usage(JsonNode json) {
        if (json.has("prompt_tokens")) {
            return new Usage.Counted(
                    number(json, "prompt_tokens"),
                    number(json, "completion_tokens"),
                    number(json, "tokens"),
                    number(json, "cached_tokens"),
                    number(json, "reasoning_tokens"));
        }
        return json.has("tokens") ? new Usage.Total(number(json, "tokens")) : new Usage.Unknown();
    }

    private static Try attempt(JsonNode json) {
        return new Try(
                (int) number(json, "number"),
                text(json, "upstream"),
                Reach.valueOf(text(json, "reach")),
                text(json, "code"),
                new RequestRecord.Times(
                        number(json, "began_ms"),
                        number(json, "first_event_ms"),
                        number(json, "ended_ms")),
                text(json, "step"));
    }

    private static List<String> names(JsonNode json, String field) {
        return json.path(field).valueStream().map(JsonNode::asString).toList();
    }

    private static String text(JsonNode json, String field) {
        return json.path(field).asString();
    }

    private static long number(JsonNode json, String field) {
        return json.path(field).asLong();
    }
}
