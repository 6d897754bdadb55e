package dev.sluice.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.testing.TestPostgres;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How a database takes its steps, on both systems. */
final class MigrationTest {
    @RegisterExtension static final TestPostgres POSTGRES = new TestPostgres();

    private static final Migration NOTES =
            new Migration(2, "notes", "ALTER TABLE item ADD COLUMN note TEXT");
    private static final Migration LATER =
            new Migration(3, "later", "CREATE TABLE later (id TEXT PRIMARY KEY)");
    private static final Migration FAULTY =
            new Migration(
                    2, "faulty", "CREATE TABLE half (id TEXT); INSERT INTO nowhere VALUES (1)");

    @TempDir Path folder;

    static Stream<String> urls() {
        return Stream.of("", POSTGRES.newDatabase());
    }

    private void start(String url, Migration... steps) {
        new Scene(folder, url).open(List.of(steps)).close();
    }

    private List<Path> backups() {
        return new Backups(folder, Scene.clock()).list();
    }

    @Test
    void a_step_is_read_from_the_resource_beside_its_class() {
        var step = Migration.read(MigrationTest.class, "V0042__some_tables.sql");

        assertThat(step.number()).isEqualTo(42);
        assertThat(step.name()).isEqualTo("some tables");
        assertThat(step.sql()).contains("CREATE TABLE some");
    }

    @Test
    void a_step_that_is_missing_or_misnamed_is_refused() {
        assertThatThrownBy(() -> Migration.read(MigrationTest.class, "V0043__none.sql"))
                .hasMessageContaining("V0043__none.sql is missing");
        assertThatThrownBy(() -> Migration.read(MigrationTest.class, "tables.sql"))
                .hasMessageContaining("V0001__what_it_makes.sql");
    }

    @Test
    void two_steps_of_one_number_are_refused() {
        assertThatThrownBy(() -> start("", Scene.ITEMS, NOTES, FAULTY))
                .hasMessageContaining("one number");
    }

    @ParameterizedTest
    @MethodSource("urls")
    void new_steps_are_taken_and_data_stays(String url) {
        try (var store = new Scene(folder, url).open()) {
            store.truth().write(handle -> Scene.insert(handle, "old"));
        }

        try (var store = new Scene(folder, url).open(List.of(LATER, Scene.ITEMS, NOTES))) {
            store.truth().write(handle -> handle.execute("UPDATE item SET note = 'new'"));
            assertThat(Scene.ids(store.truth())).containsExactly("old");
        }
    }

    @ParameterizedTest
    @MethodSource("urls")
    void a_newer_step_is_refused_with_both_numbers(String url) {
        start(url, Scene.ITEMS, NOTES, LATER);

        var refused =
                catchThrowableOfType(StoreException.class, () -> start(url, Scene.ITEMS, NOTES));

        assertThat(refused.kind()).isEqualTo(StoreException.Kind.NEWER);
        assertThat(refused).hasMessageContaining("step 3").hasMessageContaining("up to 2");
    }

    @Test
    void a_newer_file_names_the_backup_that_this_program_can_read() {
        start("", Scene.ITEMS);
        start("", Scene.ITEMS, NOTES);

        assertThatThrownBy(() -> start("", Scene.ITEMS))
                .hasMessageContaining("sluice restore " + backups().getFirst());
    }

    @ParameterizedTest
    @MethodSource("urls")
    void steps_of_a_capability_that_is_gone_are_tolerated(String url) {
        start(url, Scene.ITEMS, NOTES, LATER);

        start(url, LATER);

        start(url, NOTES, LATER);
    }

    @ParameterizedTest
    @MethodSource("urls")
    void a_step_that_comes_late_with_a_smaller_number_is_taken(String url) {
        start(url, Scene.ITEMS, LATER);

        try (var store = new Scene(folder, url).open(List.of(Scene.ITEMS, NOTES, LATER))) {
            store.truth().write(handle -> handle.execute("UPDATE item SET note = 'new'"));
        }
    }

    @ParameterizedTest
    @MethodSource("urls")
    void a_step_that_was_changed_is_refused(String url) {
        start(url, Scene.ITEMS, NOTES);
        var changed = new Migration(2, "notes", "ALTER TABLE item ADD COLUMN note BIGINT");

        var refused =
                catchThrowableOfType(StoreException.class, () -> start(url, Scene.ITEMS, changed));

        assertThat(refused.kind()).isEqualTo(StoreException.Kind.CHANGED);
        assertThat(refused).hasMessageContaining("step 2 (notes)");
    }

    @Test
    void line_ends_do_not_change_a_step() {
        var unix = new Migration(1, "lines", "SELECT 1;\nSELECT 2;\n");
        var windows = new Migration(1, "lines", "SELECT 1;\r\nSELECT 2;\r\n");

        assertThat(windows.checksum()).isEqualTo(unix.checksum());
    }

    @ParameterizedTest
    @MethodSource("urls")
    void a_step_that_fails_leaves_everything_as_it_was(String url) {
        start(url, Scene.ITEMS);

        var refused =
                catchThrowableOfType(
                        StoreException.class, () -> start(url, Scene.ITEMS, FAULTY, LATER));

        assertThat(refused.kind()).isEqualTo(StoreException.Kind.BROKEN);
        assertThat(refused).hasMessageContaining("step 2 (faulty)").hasMessageContaining("nowhere");
        start(url, Scene.ITEMS, new Migration(2, "mended", "CREATE TABLE half (id TEXT)"));
    }

    @ParameterizedTest
    @MethodSource("urls")
    void a_database_of_another_program_is_left_alone(String url) {
        start(url, Scene.ITEMS);
        try (var store = new Scene(folder, url).open()) {
            store.truth().write(handle -> handle.execute("DROP TABLE sluice_schema"));
        }

        var refused = catchThrowableOfType(StoreException.class, () -> start(url, LATER));

        assertThat(refused.kind()).isEqualTo(StoreException.Kind.BROKEN);
        assertThat(refused).hasMessageContaining("another program's tables");
    }

    @Test
    void an_existing_file_is_backed_up_before_it_is_changed_and_three_are_kept() {
        start("", Scene.ITEMS);
        assertThat(backups()).isEmpty();

        start("", steps(2));
        start("", steps(3));
        start("", steps(4));
        start("", steps(5));

        assertThat(backups()).hasSize(3).allSatisfy(backup -> assertThat(backup).isNotEmptyFile());
        assertThat(backups().getFirst().getFileName().toString()).endsWith("-before-step-5.db");
        start("", steps(5));
        assertThat(backups()).hasSize(3);
    }

    private static Migration[] steps(int last) {
        return IntStream.rangeClosed(1, last)
                .mapToObj(number ->
                        number == 1
                                ? Scene.ITEMS
                                : new Migration(
                                        number,
                                        "more",
                                        "CREATE TABLE more" + number + " (id TEXT)"))
                .toArray(Migration[]::new);
    }

    @Test
    void replicas_that_start_at_once_take_each_step_once(@TempDir Path other) {
        String url = POSTGRES.newDatabase();
        List<Callable<Boolean>> starts =
                Stream.of(folder, other)
                        .<Callable<Boolean>>map(place ->
                                () -> {
                                    new Scene(place, url).open(List.of(steps(20))).close();
                                    return true;
                                })
                        .toList();

        Scene.together(starts);

        try (var store = new Scene(folder, url).open(List.of(steps(20)))) {
            long taken =
                    store.truth()
                            .read(handle ->
                                    handle.createQuery("SELECT COUNT(*) FROM sluice_schema")
                                            .mapTo(Long.class)
                                            .one());
            assertThat(taken).isEqualTo(20);
        }
    }
}
