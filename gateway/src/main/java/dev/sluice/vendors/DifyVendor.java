package dev.sluice.vendors;

import dev.sluice.protocol.UpstreamDialect;
import dev.sluice.protocol.dify.Dify;
import dev.sluice.registry.AnswerSettings;
import dev.sluice.registry.UpstreamConfig;
import java.util.List;
import java.util.function.Supplier;

/** Apps of Dify. */
public final class DifyVendor implements Vendor {
    /** The header by which answers name the conversation at Dify. */
    public static final String CONVERSATION_HEADER = "x-dify-conversation-id";

    @Override
    public String type() {
        return "dify";
    }

    @Override
    public UpstreamDialect dialect(UpstreamConfig config, Supplier<List<String>> secrets) {
        AnswerSettings answers = config.chats().answers();
        return new Dify(config.name(), config.url().toString(), config.key(), config.mode())
                .withOutputs(answers.output(), answers.outputs())
                .masking(secrets);
    }
}
