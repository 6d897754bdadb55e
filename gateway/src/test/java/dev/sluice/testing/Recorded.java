package dev.sluice.testing;

import dev.sluice.protocol.FailureCode;
import dev.sluice.protocol.Usage;
import dev.sluice.records.Reach;
import dev.sluice.records.RequestRecord;
import dev.sluice.records.RequestRecord.Asked;
import dev.sluice.records.RequestRecord.Ending;
import dev.sluice.records.RequestRecord.Notes;
import dev.sluice.records.RequestRecord.Problem;
import dev.sluice.records.RequestRecord.Times;
import dev.sluice.records.RequestRecord.Try;
import dev.sluice.records.RequestRecord.Warnings;
import dev.sluice.records.RequestRecords;
import dev.sluice.store.Store;
import dev.sluice.store.StoreConfig;
import java.nio.file.Path;
import java.util.List;

/** Records of requests that nobody sent. */
public final class Recorded {
    /** 2026-01-02T03:04:05.006Z. */
    private static final long STARTED = 1_767_323_045_006L;

    private static final Asked CHAT = new Asked("POST", "/v1/chat/completions", "10.0.0.7");

    private Recorded() {}

    /** A store with room for records; the caller closes it. */
    public static Store storeIn(Path folder) {
        return Store.open(
                folder,
                StoreConfig.DEFAULT,
                List.of(),
                RequestRecords.MIGRATIONS,
                TestGateway.FIXED_CLOCK);
    }

    /** The request id with this number. */
    public static String id(long number) {
        return "req_%024x".formatted(number);
    }

    /** Answered by the first upstream. */
    public static RequestRecord whole(long number) {
        var one = new Try(1, "support", Reach.ANSWERING, "OK", new Times(4, 610, 1_234), "");
        var notes =
                new Notes(
                        "webui",
                        "assistant",
                        List.of(one),
                        new Usage.Counted(1_200, 345, 1_545, 1_024, 64),
                        "continued",
                        new Warnings(List.of("PARAMETER-IGNORED"), List.of("temperature", "seed")),
                        Problem.NONE);
        return new RequestRecord(
                id(number), STARTED + number, CHAT, notes, new Ending("OK", 200, 5_120), 1_240);
    }

    /** Answered by a workflow, after the first upstream was not there. */
    public static RequestRecord failedOver(long number) {
        var first =
                new Try(
                        1,
                        "support",
                        Reach.UNSENT,
                        FailureCode.UPSTREAM_CONNECT_REFUSED.id(),
                        new Times(2, -1, 32),
                        "");
        var second =
                new Try(2, "backup", Reach.ANSWERING, "OK", new Times(33, 90, 1_233), "Summary");
        var notes =
                new Notes(
                        "",
                        "assistant",
                        List.of(first, second),
                        new Usage.Total(77),
                        "",
                        Warnings.NONE,
                        Problem.NONE);
        return new RequestRecord(
                id(number), STARTED, CHAT, notes, new Ending("OK", 200, 90), 1_235);
    }

    /** The upstream fell silent in the middle, and the client was told so. */
    public static RequestRecord silent(long number) {
        String code = FailureCode.UPSTREAM_SILENT.id();
        var one =
                new Try(1, "support", Reach.STARTED, code, new Times(3, 800, 30_803), "Retrieval");
        return new RequestRecord(
                id(number), STARTED, CHAT, trying(one), new Ending(code, 504, 412), 30_806);
    }

    private static Notes trying(Try one) {
        return Notes.NONE.by("webui").askingFor("assistant").trying(one);
    }

    /** The client left while an upstream was being asked, before it saw a status. */
    public static RequestRecord abandoned(long number) {
        var one = new Try(1, "support", Reach.UNSENT, "", new Times(3, -1, -1), "");
        var ending = new Ending(FailureCode.CLIENT_GONE.id(), 0, 0);
        return new RequestRecord(id(number), STARTED, CHAT, trying(one), ending, 250);
    }

    /** A path that is not there, asked for by nobody known. */
    public static RequestRecord lost(long number) {
        var ending = new Ending(FailureCode.ROUTE_UNKNOWN.id(), 404, 300);
        return new RequestRecord(
                id(number), STARTED, new Asked("GET", "", "10.0.0.7"), Notes.NONE, ending, 1);
    }

    /** A model whose name the client made up. */
    public static RequestRecord asking(long number, String model) {
        var ending = new Ending(FailureCode.MODEL_UNKNOWN.id(), 404, 300);
        return new RequestRecord(id(number), STARTED, CHAT, Notes.NONE.askingFor(model), ending, 1);
    }
}
