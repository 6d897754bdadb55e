package dev.sluice.protocol;

import java.util.List;

/** What an upstream tells of itself for free; each dialect has a record of its own for it. */
public interface Facts {

    /** The app's or the server's own name, empty when it has none. */
    String name();

    /** What kind of thing it is, in the upstream's own words, such as {@code advanced-chat}. */
    String kind();

    /** What its author says of it, empty when nothing. */
    String description();

    /** The words under which its author files it. */
    List<String> tags();
}
