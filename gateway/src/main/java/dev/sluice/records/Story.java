package dev.sluice.records;

import dev.sluice.protocol.FailureCode;
import dev.sluice.protocol.FailureMeaning;
import dev.sluice.protocol.Unprintable;
import dev.sluice.protocol.Usage;
import dev.sluice.records.RequestRecord.Problem;
import dev.sluice.records.RequestRecord.Try;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** What became of one request, told to people. */
public final class Story {
    /** As the reference has them, which a terminal does not follow. */
    private static final Pattern LINK = Pattern.compile("\\[([^\\[\\]]{1,80})]\\([^()]{1,200}\\)");

    private static final String OK = "OK";
    private static final DateTimeFormatter WHEN =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS 'UTC'").withZone(ZoneOffset.UTC);

    private final RequestRecord record;
    private final StringBuilder text = new StringBuilder();

    private Story(RequestRecord record) {
        this.record = record;
    }

    /** Several lines, each with its end. */
    public static String of(RequestRecord record) {
        var story = new Story(record);
        story.head();
        story.course();
        story.meanings();
        return story.text.toString();
    }

    private void head() {
        var asked = record.asked();
        var notes = record.notes();
        line(record.requestId());
        row("when", WHEN.format(Instant.ofEpochMilli(record.startedAtMillis())));
        row("asked", asked.method() + " " + known(asked.route(), "a path that is unknown"));
        row("model", known(notes.model(), "none named"));
        if (!notes.conversation().isEmpty()) {
            row("chat", notes.conversation());
        }
        row(
                "caller",
                known(notes.caller(), "nobody known")
                        + ", from "
                        + known(asked.address(), "an unknown address"));
        row("client", seen() + ", " + count(record.ending().bytesOut()) + " bytes");
        if (!notes.warnings().codes().isEmpty()) {
            row("warned", String.join(", ", notes.warnings().codes()));
        }
        if (!notes.warnings().ignored().isEmpty()) {
            row("ignored", String.join(", ", notes.warnings().ignored()));
        }
        row("ended", record.ending().code() + " after " + ms(record.milliseconds()));
        row("time", times());
        row("tokens", tokens(notes.usage()));
    }

    private String seen() {
        int status = record.ending().status();
        return status == 0 ? "saw no status" : "saw status " + status;
    }

    private String times() {
        var parts = new StringBuilder();
        for (Try one : record.notes().tries()) {
            parts.append(one.upstream() + " " + ms(TimeSplit.of(one, record)) + ", ");
        }
        return parts + "Sluice " + ms(TimeSplit.of(record).gate());
    }

    private static String tokens(Usage usage) {
        return switch (usage) {
            case Usage.Unknown() -> "not told by the upstream";
            case Usage.Total(long tokens) -> count(tokens) + " in all";
            case Usage.Counted(long prompt, long completion, long total, _, _) ->
                    count(prompt)
                            + " in, "
                            + count(completion)
                            + " out, "
                            + count(total)
                            + " in all";
        };
    }

    private void course() {
        line("");
        at(ms(0), "the request came");
        record.notes().tries().forEach(this::attempt);
        at(ms(record.milliseconds()), "it ended: " + record.ending().code());
    }

    private void attempt(Try one) {
        String name = "attempt " + one.number() + ": ";
        at(ms(one.times().began()), name + one.upstream() + " is asked");
        if (one.times().firstEvent() >= 0) {
            at(ms(one.times().firstEvent()), name + "the first event");
        }
        if (!one.step().isEmpty()) {
            at("", name + "the last step was " + one.step());
        }
        if (one.times().ended() >= 0) {
            at(ms(one.times().ended()), name + one.code() + "; " + far(one));
        } else {
            at("", name + "nobody waited for its end");
        }
    }

    private static String far(Try one) {
        return one.code().equals(OK) ? "the answer is whole" : far(one.reach());
    }

    private static String far(Reach reach) {
        return switch (reach) {
            case UNSENT -> "nothing of the request was written";
            case WRITTEN -> "the request was written, no answer came";
            case REJECTED -> "the upstream refused";
            case STARTED -> "the run had begun, the client had seen nothing";
            case ANSWERING -> "the client had seen content";
        };
    }

    /** Each code once, in the order they came; the last with its own cause where that is known. */
    private void meanings() {
        String last = record.ending().code();
        Problem problem = record.notes().problem();
        boolean known = !problem.equals(Problem.NONE);
        Set<String> told = new LinkedHashSet<>();
        for (Try one : record.notes().tries()) {
            if (!(known && one.code().equals(last)) && told.add(one.code())) {
                meaning(one.code(), one.upstream());
            }
        }
        if (known) {
            meaning(last, problem.cause(), problem.fix());
        } else if (told.add(last)) {
            meaning(last, record.notes().upstream());
        }
    }

    private void meaning(String code, String upstream) {
        for (FailureMeaning meaning : known(code)) {
            meaning(code, named(meaning.cause(), upstream), named(meaning.remedy(), upstream));
        }
    }

    private void meaning(String code, String cause, String fix) {
        line("");
        line("  " + code);
        line("    " + cause);
        line("    " + fix);
    }

    /** None for {@code OK}, and for a code of another version. */
    private static List<FailureMeaning> known(String code) {
        return Arrays.stream(FailureCode.values())
                .filter(known -> known.id().equals(code))
                .map(FailureMeaning::of)
                .toList();
    }

    private static String named(String text, String upstream) {
        String plain = LINK.matcher(text).replaceAll("$1");
        return upstream.isEmpty()
                ? plain
                : plain.replace("`deadlines.", "`upstreams.NAME.deadlines.")
                        .replace("upstreams.NAME", "upstreams." + upstream);
    }

    private static String known(String value, String otherwise) {
        return value.isEmpty() ? otherwise : value;
    }

    private static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static String ms(long milliseconds) {
        return count(milliseconds) + " ms";
    }

    private void row(String label, String value) {
        line(String.format(Locale.ROOT, "  %-10s  %s", label, value));
    }

    private void at(String time, String what) {
        line(String.format(Locale.ROOT, "  %10s  %s", time, what));
    }

    private void line(String line) {
        // A client chose some of these words, and a terminal obeys control characters.
        text.append(Unprintable.replaced(line, " ")).append('\n');
    }
}
