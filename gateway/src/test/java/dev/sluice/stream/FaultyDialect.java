package dev.sluice.stream;

import dev.sluice.protocol.Answer;
import dev.sluice.protocol.Call;
import dev.sluice.protocol.CallResponse;
import dev.sluice.protocol.Cancellation;
import dev.sluice.protocol.ChatFailure;
import dev.sluice.protocol.ChatRequest;
import dev.sluice.protocol.ConversationTraits;
import dev.sluice.protocol.EventReader;
import dev.sluice.protocol.EventSink;
import dev.sluice.protocol.Facts;
import dev.sluice.protocol.Feature;
import dev.sluice.protocol.Limitation;
import dev.sluice.protocol.ResponseHead;
import dev.sluice.protocol.RunIds;
import dev.sluice.protocol.TargetModel;
import dev.sluice.protocol.UpstreamDialect;
import dev.sluice.protocol.WorkerQueue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/** A dialect with a bug, at one of its methods. */
final class FaultyDialect implements UpstreamDialect {
    /** Where it throws. */
    enum Place {
        RUN,
        ANSWER,
        FIRST_READ,
        SECOND_READ,
        END,
        CONVERSATIONS,
        QUEUE,
        FAILS_BEFORE_WORK,
        REFUSAL,
        CANCEL
    }

    /** Thrown by itself, as the virtual machine throws its errors: anywhere. */
    record Fault(Place place, Supplier<Throwable> thrown) {
        void happen() {
            Throwable bug = thrown.get();
            if (bug instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) bug;
        }
    }

    private final UpstreamDialect dialect;
    private final AtomicReference<Optional<Fault>> fault;

    FaultyDialect(UpstreamDialect dialect, AtomicReference<Optional<Fault>> fault) {
        this.dialect = dialect;
        this.fault = fault;
    }

    private void at(Place place) {
        fault.get().filter(now -> now.place() == place).ifPresent(Fault::happen);
    }

    @Override
    public List<Call> describe() {
        return dialect.describe();
    }

    @Override
    public Facts facts(List<CallResponse> answers) {
        return dialect.facts(answers);
    }

    @Override
    public Map<Feature, Limitation> limitations() {
        return dialect.limitations();
    }

    @Override
    public Call run(ChatRequest request, TargetModel target, String user) {
        at(Place.RUN);
        return dialect.run(request, target, user);
    }

    @Override
    public Answer answer(ResponseHead head, ChatRequest request, TargetModel target) {
        at(Place.ANSWER);
        return switch (dialect.answer(head, request, target)) {
            case Answer.Stream(EventReader events) -> new Answer.Stream(new FaultyReader(events));
            case Answer.Whole(EventReader events) -> new Answer.Whole(new FaultyReader(events));
            case Answer.Refusal refusal -> refusal;
        };
    }

    @Override
    public ChatFailure refusal(CallResponse response) {
        at(Place.REFUSAL);
        return dialect.refusal(response);
    }

    @Override
    public Cancellation cancel(RunIds ids, TargetModel target, String user) {
        at(Place.CANCEL);
        return dialect.cancel(ids, target, user);
    }

    @Override
    public Optional<ConversationTraits> conversations(TargetModel target) {
        at(Place.CONVERSATIONS);
        return dialect.conversations(target);
    }

    @Override
    public Optional<WorkerQueue> queue(TargetModel target) {
        at(Place.QUEUE);
        return dialect.queue(target);
    }

    @Override
    public boolean failsBeforeWork(TargetModel target) {
        at(Place.FAILS_BEFORE_WORK);
        return dialect.failsBeforeWork(target);
    }

    private final class FaultyReader implements EventReader {
        private final EventReader events;
        private boolean read;

        FaultyReader(EventReader events) {
            this.events = events;
        }

        @Override
        public void read(byte[] bytes, int from, int to, EventSink out) {
            at(read ? Place.SECOND_READ : Place.FIRST_READ);
            read = true;
            events.read(bytes, from, to, out);
        }

        @Override
        public boolean isWhole() {
            return events.isWhole();
        }

        @Override
        public void end(EventSink out) {
            at(Place.END);
            events.end(out);
        }
    }
}
