package dev.sluice.edge;

import dev.sluice.http.Reply;
import dev.sluice.protocol.WireBuffer;
import dev.sluice.protocol.openai.OpenAiModel;
import dev.sluice.protocol.openai.OpenAiModels;
import dev.sluice.web.RequestContext;

/** The models, as clients of OpenAI's API list them. */
final class OpenAiModelList {
    private static final int OK = 200;

    private final long startedSeconds;

    OpenAiModelList(long startedSeconds) {
        this.startedSeconds = startedSeconds;
    }

    void models(RequestContext context) {
        var body = OpenAiModels.list(ModelListing.of(context.now().router()), startedSeconds);
        context.exchange().reply(Reply.json(OK, new WireBuffer().text(body)));
    }

    void model(RequestContext context) {
        OpenAiModel model = ModelListing.one(context.now().router(), context.variable("id"));
        var body = OpenAiModels.single(model, startedSeconds);
        context.exchange().reply(Reply.json(OK, new WireBuffer().text(body)));
    }
}
