package dev.sluice.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.testing.TestPostgres;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMappers;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What both systems do alike. */
final class StoreTest {
    @RegisterExtension static final TestPostgres POSTGRES = new TestPostgres();

    private static final String ADD =
            "INSERT INTO item (id, n) VALUES (?, ?)"
                    + " ON CONFLICT (id) DO UPDATE SET n = item.n + EXCLUDED.n RETURNING n";

    @TempDir Path folder;

    static Stream<String> urls() {
        return Stream.of("", POSTGRES.newDatabase());
    }

    private Scene scene(String url) {
        return new Scene(folder, url);
    }

    @ParameterizedTest
    @MethodSource("urls")
    void concurrent_upserts_add_up_exactly(String url) {
        try (var store = scene(url).open()) {
            List<Callable<Long>> upserts =
                    IntStream.range(0, 500)
                            .mapToObj(number -> "hot" + number % 10)
                            .<Callable<Long>>map(
                                    id -> () -> store.truth().write(handle -> add(handle, id)))
                            .toList();

            Scene.together(upserts);

            List<Long> sums = store.truth().read(StoreTest::numbers);
            assertThat(sums).hasSize(10).containsOnly(150L);
        }
    }

    private static long add(Handle handle, String id) {
        return handle.createQuery(ADD).bind(0, id).bind(1, 3).mapTo(Long.class).one();
    }

    private static List<Long> numbers(Handle handle) {
        return handle.createQuery("SELECT n FROM item").mapTo(Long.class).list();
    }

    @ParameterizedTest
    @MethodSource("urls")
    void a_work_that_throws_undoes_all_it_did(String url) {
        try (var store = scene(url).open()) {
            var thrown = new IllegalArgumentException("changed its mind");

            assertThatThrownBy(() ->
                            store.truth()
                                    .write(handle -> {
                                        Scene.insert(handle, "regretted");
                                        throw thrown;
                                    }))
                    .isSameAs(thrown);

            assertThat(Scene.ids(store.truth())).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("urls")
    void a_key_that_is_taken_is_a_conflict_and_its_value_stays_secret(String url) {
        try (var store = scene(url).open()) {
            store.truth().write(handle -> Scene.insert(handle, "canary"));

            var refused =
                    catchThrowableOfType(
                            StoreException.class,
                            () -> store.truth().write(handle -> Scene.insert(handle, "canary")));

            assertThat(refused.kind()).isEqualTo(StoreException.Kind.CONFLICT);
            assertThat(refused)
                    .hasStackTraceContaining("item")
                    .satisfies(StoreTest::keepsTheCanary);
        }
    }

    private static void keepsTheCanary(Throwable thrown) {
        var trace = new StringWriter();
        thrown.printStackTrace(new PrintWriter(trace));
        assertThat(trace.toString()).doesNotContain("canary");
    }

    @ParameterizedTest
    @MethodSource("urls")
    void a_mistaken_statement_tells_of_itself_and_not_of_its_values(String url) {
        try (var store = scene(url).open()) {
            assertThatThrownBy(() ->
                            store.truth()
                                    .write(handle ->
                                            handle.execute(
                                                    "INSERT INTO nowhere VALUES (?)", "canary")))
                    .isNotInstanceOf(StoreException.class)
                    .hasStackTraceContaining("nowhere")
                    .satisfies(StoreTest::keepsTheCanary);
        }
    }

    @ParameterizedTest
    @MethodSource("urls")
    void a_read_cannot_write(String url) {
        try (var store = scene(url).open()) {
            assertThatThrownBy(() -> store.truth().read(handle -> Scene.insert(handle, "sly")))
                    .isNotNull();

            assertThat(Scene.ids(store.truth())).isEmpty();
            store.truth().write(handle -> Scene.insert(handle, "open"));
            assertThat(Scene.ids(store.truth())).containsExactly("open");
        }
    }

    @ParameterizedTest
    @MethodSource("urls")
    void a_read_sees_one_moment(String url) {
        try (var store = scene(url).open()) {
            var looked = new CountDownLatch(1);
            var written = new CountDownLatch(1);
            var read =
                    Scene.Call.begin(() ->
                            store.truth()
                                    .read(handle -> {
                                        long before = Scene.count(handle);
                                        looked.countDown();
                                        await(written);
                                        return List.of(before, Scene.count(handle));
                                    }));

            await(looked);
            store.truth().write(handle -> Scene.insert(handle, "meanwhile"));
            written.countDown();

            assertThat(read.end()).containsExactly(0L, 0L);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    @ParameterizedTest
    @MethodSource("urls")
    void a_handle_is_of_one_work_alone(String url) {
        record Item(String id, long n) {}
        try (var store = scene(url).open()) {
            store.truth().write(handle -> Scene.insert(handle, "mapped"));
            Item item = store.truth().read(handle -> one(handle, Item.class));

            boolean known = store.truth().read(handle -> canMap(handle, Item.class));

            assertThat(item).isEqualTo(new Item("mapped", 1));
            assertThat(known).isFalse();
        }
    }

    private static <T> T one(Handle handle, Class<T> type) {
        return handle.registerRowMapper(ConstructorMapper.factory(type))
                .createQuery("SELECT id, n FROM item")
                .mapTo(type)
                .one();
    }

    private static boolean canMap(Handle handle, Class<?> type) {
        return handle.getConfig(RowMappers.class).findFor((Type) type).isPresent();
    }

    @ParameterizedTest
    @MethodSource("urls")
    void a_nested_transaction_is_part_of_its_work(String url) {
        try (var store = scene(url).open()) {
            assertThatThrownBy(() ->
                            store.truth()
                                    .write(handle -> {
                                        handle.useTransaction(inner -> Scene.insert(inner, "in"));
                                        throw new IllegalArgumentException();
                                    }))
                    .isInstanceOf(IllegalArgumentException.class);

            assertThat(Scene.ids(store.truth())).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("urls")
    void an_interrupted_caller_hears_so_and_the_store_goes_on(String url) {
        try (var store = scene(url).open()) {
            var call =
                    Scene.Call.begin(() -> {
                        Thread.currentThread().interrupt();
                        return store.truth().write(handle -> Scene.insert(handle, "cut"));
                    });

            // It may have been done before the interruption was noticed; then nobody says
            // otherwise.
            var refused = catchThrowableOfType(StoreException.class, call::end);
            if (refused == null) {
                assertThat(Scene.ids(store.truth())).contains("cut");
            } else {
                assertThat(refused.kind())
                        .isIn(StoreException.Kind.INTERRUPTED, StoreException.Kind.UNCONFIRMED);
            }

            store.truth().write(handle -> Scene.insert(handle, "later"));
            assertThat(Scene.ids(store.truth())).contains("later");
        }
    }

    @ParameterizedTest
    @MethodSource("urls")
    void a_closed_store_refuses_and_closes_twice(String url) {
        var store = scene(url).open();
        store.close();

        store.close();

        assertThat(
                        catchThrowableOfType(
                                        StoreException.class,
                                        () -> store.truth().read(Scene::count))
                                .kind())
                .isEqualTo(StoreException.Kind.CLOSED);
    }

    @ParameterizedTest
    @MethodSource("urls")
    void what_was_written_is_there_after_the_next_start(String url) {
        try (var store = scene(url).open()) {
            store.truth().write(handle -> Scene.insert(handle, "kept"));
        }

        try (var store = scene(url).open()) {
            assertThat(Scene.ids(store.truth())).containsExactly("kept");
            assertThat(store.embedded()).isEqualTo(url.isEmpty());
        }
    }
}
