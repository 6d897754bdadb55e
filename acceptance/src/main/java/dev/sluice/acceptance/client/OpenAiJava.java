package dev.sluice.acceptance.client;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.core.Timeout;
import com.openai.core.http.StreamResponse;
import com.openai.errors.OpenAIServiceException;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionAssistantMessageParam;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionContentPart;
import com.openai.models.chat.completions.ChatCompletionContentPartImage;
import com.openai.models.chat.completions.ChatCompletionContentPartText;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionMessageParam;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.chat.completions.ChatCompletionUserMessageParam;
import com.openai.models.completions.CompletionUsage;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** openai-java, synchronous. */
public final class OpenAiJava {
    private static final AdapterLoop.Histories<List<ChatCompletionMessageParam>> HISTORIES =
            new AdapterLoop.Histories<>(ArrayList::new);

    private OpenAiJava() {}

    /** Answers questions until its input ends. */
    public static void main(String[] arguments) throws IOException {
        AdapterLoop.serve(OpenAiJava::ask, OpenAiJava::status);
    }

    private static int status(Throwable failure) {
        return failure instanceof OpenAIServiceException refused ? refused.statusCode() : 0;
    }

    private static void ask(JsonNode question, AdapterLoop.Shown shown) {
        var builder =
                OpenAIOkHttpClient.builder()
                        .baseUrl(question.path("url").asString())
                        .apiKey(question.path("key").asString());
        if (question.has("timeout")) {
            // One for the whole call would end a stream that lives.
            Duration wait = Duration.ofSeconds(question.path("timeout").asLong());
            builder.timeout(Timeout.builder().read(wait).build());
        }
        OpenAIClient client = builder.build();
        try {
            List<ChatCompletionMessageParam> messages = HISTORIES.of(question);
            messages.add(ChatCompletionMessageParam.ofUser(message(question)));
            ChatCompletionCreateParams parameters = parameters(question, messages);
            if (question.path("stream").asBoolean()) {
                stream(client, parameters, shown);
            } else {
                whole(client, parameters, shown);
            }
            messages.add(
                    ChatCompletionMessageParam.ofAssistant(
                            ChatCompletionAssistantMessageParam.builder()
                                    .content(shown.text())
                                    .build()));
        } finally {
            client.close();
        }
    }

    private static ChatCompletionUserMessageParam message(JsonNode question) {
        String text = question.path("say").asString();
        var message = ChatCompletionUserMessageParam.builder();
        if (!question.path("picture").asBoolean(false)) {
            return message.content(text).build();
        }
        var image =
                ChatCompletionContentPartImage.ImageUrl.builder()
                        .url("data:image/png;base64," + AdapterLoop.PICTURE)
                        .build();
        return message.contentOfArrayOfContentParts(
                        List.of(
                                ChatCompletionContentPart.ofText(
                                        ChatCompletionContentPartText.builder().text(text).build()),
                                ChatCompletionContentPart.ofImageUrl(
                                        ChatCompletionContentPartImage.builder()
                                                .imageUrl(image)
                                                .build())))
                .build();
    }

    private static ChatCompletionCreateParams parameters(
            JsonNode question, List<ChatCompletionMessageParam> messages) {
        var parameters =
                ChatCompletionCreateParams.builder()
                        .model(question.path("model").asString())
                        .messages(messages);
        if (question.path("stream").asBoolean()) {
            parameters.streamOptions(
                    ChatCompletionStreamOptions.builder().includeUsage(true).build());
        }
        if (question.has("person")) {
            // The SDK's own setter is deprecated.
            parameters.putAdditionalBodyProperty(
                    "user", JsonValue.from(question.path("person").asString()));
        }
        if (question.has("chat")) {
            parameters.putAdditionalHeader("X-Session-Id", question.path("chat").asString());
        }
        if (question.path("tools").asBoolean(false)) {
            parameters.addFunctionTool(weather());
        }
        return parameters.build();
    }

    private static FunctionDefinition weather() {
        return FunctionDefinition.builder()
                .name("weather")
                .description("The weather of a city.")
                .parameters(
                        FunctionParameters.builder()
                                .putAdditionalProperty("type", JsonValue.from("object"))
                                .putAdditionalProperty(
                                        "properties",
                                        JsonValue.from(Map.of("city", Map.of("type", "string"))))
                                .build())
                .build();
    }

    private static void stream(
            OpenAIClient client, ChatCompletionCreateParams parameters, AdapterLoop.Shown shown) {
        try (StreamResponse<ChatCompletionChunk> response =
                client.chat().completions().createStreaming(parameters)) {
            Iterator<ChatCompletionChunk> chunks = response.stream().iterator();
            while (chunks.hasNext()) {
                ChatCompletionChunk chunk = chunks.next();
                chunk.usage().ifPresent(usage -> note(usage, shown));
                for (var choice : chunk.choices()) {
                    choice.finishReason().ifPresent(reason -> shown.finish(reason.asString()));
                    if (shown.piece(choice.delta().content().orElse(""))) {
                        return;
                    }
                }
            }
        }
    }

    private static void whole(
            OpenAIClient client, ChatCompletionCreateParams parameters, AdapterLoop.Shown shown) {
        ChatCompletion completion = client.chat().completions().create(parameters);
        shown.text(completion.choices().getFirst().message().content().orElse(""));
        shown.finish(completion.choices().getFirst().finishReason().asString());
        completion.usage().ifPresent(usage -> note(usage, shown));
    }

    private static void note(CompletionUsage usage, AdapterLoop.Shown shown) {
        shown.usage(usage.promptTokens(), usage.completionTokens(), usage.totalTokens());
    }
}
