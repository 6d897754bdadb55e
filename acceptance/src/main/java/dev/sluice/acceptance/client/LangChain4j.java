package dev.sluice.acceptance.client;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.HttpException;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiChatRequestParameters;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import tools.jackson.databind.JsonNode;

/** langchain4j-open-ai. */
public final class LangChain4j {
    private static final AdapterLoop.Histories<List<ChatMessage>> HISTORIES =
            new AdapterLoop.Histories<>(ArrayList::new);

    private LangChain4j() {}

    /** Answers questions until its input ends. */
    public static void main(String[] arguments) throws IOException {
        AdapterLoop.serve(LangChain4j::ask, LangChain4j::status);
    }

    private static int status(Throwable failure) {
        for (Throwable one = failure; one != null; one = one.getCause()) {
            if (one instanceof HttpException refused) {
                return refused.statusCode();
            }
        }
        return 0;
    }

    private static void ask(JsonNode question, AdapterLoop.Shown shown) throws Exception {
        List<ChatMessage> messages = HISTORIES.of(question);
        messages.add(message(question));
        ChatRequest request = request(question, messages);
        Optional<ChatResponse> response =
                question.path("stream").asBoolean()
                        ? stream(question, request, shown)
                        : Optional.of(whole(question, request));
        if (response.isPresent()) {
            note(response.get(), shown);
            messages.add(response.get().aiMessage());
        }
    }

    private static UserMessage message(JsonNode question) {
        var text = TextContent.from(question.path("say").asString());
        return question.path("picture").asBoolean(false)
                ? UserMessage.from(text, ImageContent.from(AdapterLoop.PICTURE, "image/png"))
                : UserMessage.from(text.text());
    }

    private static ChatRequest request(JsonNode question, List<ChatMessage> messages) {
        var parameters = OpenAiChatRequestParameters.builder();
        if (question.has("person")) {
            parameters.user(question.path("person").asString());
        }
        if (question.path("tools").asBoolean(false)) {
            parameters.toolSpecifications(
                    ToolSpecification.builder()
                            .name("weather")
                            .description("The weather of a city.")
                            .parameters(
                                    JsonObjectSchema.builder().addStringProperty("city").build())
                            .build());
        }
        return ChatRequest.builder().messages(messages).parameters(parameters.build()).build();
    }

    private static Map<String, String> headers(JsonNode question) {
        return question.has("chat")
                ? Map.of("X-Session-Id", question.path("chat").asString())
                : Map.of();
    }

    private static ChatResponse whole(JsonNode question, ChatRequest request) {
        var model =
                OpenAiChatModel.builder()
                        .baseUrl(question.path("url").asString())
                        .apiKey(question.path("key").asString())
                        .modelName(question.path("model").asString())
                        .customHeaders(headers(question));
        if (question.has("timeout")) {
            model.timeout(Duration.ofSeconds(question.path("timeout").asLong()));
        }
        return model.build().chat(request);
    }

    private static Optional<ChatResponse> stream(
            JsonNode question, ChatRequest request, AdapterLoop.Shown shown) throws Exception {
        var model =
                OpenAiStreamingChatModel.builder()
                        .baseUrl(question.path("url").asString())
                        .apiKey(question.path("key").asString())
                        .modelName(question.path("model").asString())
                        .customHeaders(headers(question));
        if (question.has("timeout")) {
            model.timeout(Duration.ofSeconds(question.path("timeout").asLong()));
        }
        var end = new CompletableFuture<Optional<ChatResponse>>();
        model.build().chat(request, new Listener(shown, end));
        try {
            return end.get();
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof Exception told) {
                throw told;
            }
            throw failure;
        }
    }

    private record Listener(AdapterLoop.Shown shown, CompletableFuture<Optional<ChatResponse>> end)
            implements StreamingChatResponseHandler {
        @Override
        public void onPartialResponse(PartialResponse piece, PartialResponseContext context) {
            if (shown.piece(piece.text())) {
                context.streamingHandle().cancel();
                end.complete(Optional.empty());
            }
        }

        @Override
        public void onCompleteResponse(ChatResponse response) {
            end.complete(Optional.of(response));
        }

        @Override
        public void onError(Throwable failure) {
            end.completeExceptionally(failure);
        }
    }

    private static void note(ChatResponse response, AdapterLoop.Shown shown) {
        shown.text(response.aiMessage().text());
        shown.finish(String.valueOf(response.finishReason()));
        var usage = response.tokenUsage();
        if (usage != null) {
            shown.usage(usage.inputTokenCount(), usage.outputTokenCount(), usage.totalTokenCount());
        }
    }
}
