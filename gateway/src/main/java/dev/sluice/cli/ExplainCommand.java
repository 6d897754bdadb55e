package dev.sluice.cli;

import dev.sluice.records.RecordJson;
import dev.sluice.records.RequestRecord;
import dev.sluice.records.RequestRecords;
import dev.sluice.records.Story;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Tells what became of a request. */
@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        description = {
            "Tells what became of a request: who asked, which upstreams were tried and how far each"
                    + " came, where the time went, how it ended, and what to do about it.",
            "It reads the kept records beside a running gateway, or without one, and changes"
                    + " nothing."
        })
final class ExplainCommand implements Callable<Integer> {
    private static final Pattern REQUEST_ID = Pattern.compile("req_[0-9a-f]{24}");
    private static final String WHERE =
            "A request's id is in the header x-request-id of its answer, in its error, and in the"
                    + " log.";

    @Parameters(
            arity = "1..*",
            paramLabel = "REQUEST-ID",
            description = "the request's id, or a line of the log that holds it")
    private List<String> words = List.of();

    @Option(names = "--json", description = "print each record as one line of JSON")
    private boolean json;

    @Mixin private StateOptions state = new StateOptions();

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        Set<String> ids = ids();
        Path folder = state.folder(System.getenv());
        RequestRecords records =
                RequestRecords.in(folder)
                        .orElseThrow(() ->
                                failed("no records are kept in " + folder + "; " + elsewhere()));
        try {
            return tell(ids, records, folder);
        } catch (UncheckedIOException unreadable) {
            throw failed(unreadable.getMessage() + "; " + elsewhere());
        }
    }

    private Set<String> ids() {
        var ids = new LinkedHashSet<String>();
        for (String word : words) {
            REQUEST_ID.matcher(word).results().map(MatchResult::group).forEach(ids::add);
        }
        if (ids.isEmpty()) {
            throw new CommandFailedException(
                    ExitCode.USAGE,
                    "there is no request id, req_ and 24 hexadecimal digits, in what was given. "
                            + WHERE);
        }
        return ids;
    }

    private int tell(Set<String> ids, RequestRecords records, Path folder) {
        PrintWriter out = spec.commandLine().getOut();
        boolean all = true;
        String between = "";
        for (String id : ids) {
            Optional<RequestRecord> record = records.find(id);
            if (record.isPresent()) {
                out.print(between);
                out.print(json ? RecordJson.write(record.get()) + "\n" : Story.of(record.get()));
                between = json ? "" : "\n";
            } else {
                unknown(id, records.kept(), folder);
                all = false;
            }
        }
        out.flush();
        return (all ? ExitCode.FINE : ExitCode.FAILED).number();
    }

    private void unknown(String id, RequestRecords.Kept kept, Path folder) {
        PrintWriter err = spec.commandLine().getErr();
        err.printf("%s is not among the %,d records kept in %s", id, kept.count(), folder);
        if (kept.count() > 0) {
            err.print(", since " + second(kept.sinceMillis()));
        }
        err.println(".");
        err.println(WHERE + " Records come a moment after the answer; records.keep keeps more.");
    }

    private static Instant second(long millis) {
        return Instant.ofEpochMilli(millis).truncatedTo(ChronoUnit.SECONDS);
    }

    private static String elsewhere() {
        return "name the gateway's with --config FILE or --data DIR, and see that records.keep is"
                + " not 0";
    }

    private static CommandFailedException failed(String message) {
        return new CommandFailedException(ExitCode.FAILED, message);
    }
}
