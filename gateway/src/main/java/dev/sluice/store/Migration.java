package dev.sluice.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/** One step of a schema. A database takes it once, and remembers its number and checksum. */
public record Migration(int number, String name, String sql) {
    private static final Pattern FILE = Pattern.compile("V(\\d{4})__([a-z0-9_]+)\\.sql");

    public Migration {
        if (number < 1 || name.isBlank() || sql.isBlank()) {
            throw new IllegalArgumentException("a step needs a number, a name and SQL: " + number);
        }
    }

    /** From a resource beside a class, such as {@code V0001__api_keys.sql}. */
    public static Migration read(Class<?> owner, String file) {
        Matcher name = FILE.matcher(file);
        if (!name.matches()) {
            throw new IllegalArgumentException(
                    file + " is not a step; call it V0001__what_it_makes.sql");
        }
        try (InputStream resource = owner.getResourceAsStream(file)) {
            if (resource == null) {
                throw new IllegalArgumentException(
                        file + " is missing beside " + owner.getName() + "; add the resource");
            }
            return new Migration(
                    Integer.parseInt(name.group(1)),
                    name.group(2).replace('_', ' '),
                    new String(resource.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** The same however a checkout ended the lines. */
    int checksum() {
        var crc = new CRC32();
        crc.update(sql.replace("\r\n", "\n").getBytes(StandardCharsets.UTF_8));
        return (int) crc.getValue();
    }
}
