package dev.sluice.testkit;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** An app while it is served: its programs, its conversations, its files and its ids. */
final class HostedApp {
    private final SimulatedApp app;
    private final AppIds ids;
    private final Programs plain;
    private final Programs withFiles;
    private final AtomicInteger runs = new AtomicInteger();
    private final Lasting lasting;

    /** What stays when an app gets other settings. */
    private record Lasting(
            SplittableRandom chance, Conversations conversations, UploadedFiles files) {}

    private record Programs(Program sound, Program faulty) {}

    private HostedApp(SimulatedApp app, Lasting lasting) {
        this.app = app;
        this.ids = AppIds.of(app);
        this.plain = programs(List.of());
        this.withFiles =
                tellsTextAsFile() ? programs(List.of(new Fault.TextAsMessageFile())) : plain;
        this.lasting = lasting;
    }

    static HostedApp of(SimulatedApp app) {
        SplittableRandom chance = new SplittableRandom(AppIds.seed(app) + 1);
        return new HostedApp(app, new Lasting(chance, new Conversations(), new UploadedFiles()));
    }

    /** The same app with other settings: it keeps its conversations and repeats no id. */
    HostedApp replacedBy(SimulatedApp newApp) {
        return new HostedApp(newApp, lasting);
    }

    private Programs programs(List<Fault> always) {
        List<Fault> faults = new ArrayList<>(always);
        faults.addAll(app.trouble().faults());
        return new Programs(new Program(app, always, ids), new Program(app, faults, ids));
    }

    /** These versions do so as soon as a request names a file. */
    private boolean tellsTextAsFile() {
        boolean easy = app.mode() == Mode.CHAT || app.mode() == Mode.COMPLETION;
        return easy && app.profile().isAtLeast("1.11.2") && !app.profile().isAtLeast("1.13.0");
    }

    SimulatedApp app() {
        return app;
    }

    AppIds ids() {
        return ids;
    }

    Conversations conversations() {
        return lasting.conversations;
    }

    UploadedFiles files() {
        return lasting.files;
    }

    Program nextProgram(boolean files) {
        Programs programs = files ? withFiles : plain;
        return runs.getAndIncrement() < app.trouble().runs() ? programs.faulty : programs.sound;
    }

    /** A program that is no script of the app's. */
    Program program(List<Step> script) {
        return new Program(app.script(script), List.of(), ids);
    }

    String newId() {
        synchronized (lasting.chance) {
            return AppIds.uuid(lasting.chance.nextLong());
        }
    }

    RunValues values(RunValues.Subject subject, InstantSource clock) {
        boolean streaming = subject.asked().streaming();
        JsonStyle style = streaming ? app.profile().eventStyle() : JsonStyle.PYTHON;
        RunValues values;
        synchronized (lasting.chance) {
            values = new RunValues(lasting.chance, subject, style, clock);
        }
        values.with(Slot.MADE, made(subject.asked()));
        if (!app.mode().isCanvas()) {
            return values;
        }
        RunInputs inputs = new RunInputs(subject, ids, values.id(Slot.RUN));
        return values.with(Slot.INPUTS, inputs.started())
                .with(Slot.NODE_INPUTS, inputs.ofNode(clock.instant().getEpochSecond()));
    }

    private JsonNode made(Asked asked) {
        ArrayNode made = JsonNodeFactory.instance.arrayNode();
        boolean recorded = app.profile().isAtLeast("1.16.0");
        for (JsonNode file : asked.files()) {
            if (!recorded) {
                made.add(told(file));
            } else if (!file.path("transfer_method").asString("").isEmpty()
                    && !(file.path("upload_file_id").asString("") + file.path("url").asString(""))
                            .isEmpty()) {
                made.add(recorded(file));
            }
        }
        Frames.given(app.details().extras().files()).forEach(made::add);
        return made;
    }

    /** As recorded of 1.16.1. */
    private JsonNode recorded(JsonNode file) {
        String upload = file.path("upload_file_id").asString("");
        String remote = file.path("url").asString("");
        Form.File stored =
                lasting.files
                        .file(upload)
                        .orElse(
                                new Form.File(
                                        "",
                                        remote.substring(remote.lastIndexOf('/') + 1),
                                        "application/octet-stream",
                                        0));
        String related = newId();
        String preview =
                "http://127.0.0.1/files/%s/file-preview?timestamp=1796047215&nonce=0&sign=0"
                        .formatted(upload);
        return JsonNodeFactory.instance
                .objectNode()
                .put("related_id", related)
                .put("extension", "." + UploadPage.extension(stored.name()))
                .put("filename", stored.name())
                .put("size", stored.bytes())
                .put("mime_type", stored.mimeType())
                .put("transfer_method", file.path("transfer_method").asString(""))
                .put("type", file.path("type").asString(""))
                .put("url", upload.isEmpty() ? remote : preview)
                .put("upload_file_id", upload.isEmpty() ? related : upload)
                .put("remote_url", remote);
    }

    private JsonNode told(JsonNode file) {
        String id = file.path("upload_file_id").asString("");
        String url = file.path("url").asString("");
        Form.File stored = lasting.files.file(id).orElse(new Form.File("", "", "", 0));
        return JsonNodeFactory.instance
                .objectNode()
                .put("related_id", id.isEmpty() ? AppIds.uuid(url.hashCode()) : id)
                .put("extension", UploadPage.extension(stored.name()))
                .put("filename", stored.name())
                .put("size", stored.bytes())
                .put("mime_type", stored.mimeType())
                .put("transfer_method", file.path("transfer_method").asString(""))
                .put("type", file.path("type").asString(""))
                .put("url", url)
                .put("upload_file_id", id)
                .put("remote_url", url);
    }
}
