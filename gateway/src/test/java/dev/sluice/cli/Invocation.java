package dev.sluice.cli;

import java.io.PrintWriter;
import java.io.StringWriter;

/** One command run in this process: how it ended and what it said. */
record Invocation(int exit, String out, String err) {

    static Invocation of(String... args) {
        var out = new StringWriter();
        var err = new StringWriter();
        int exit = Main.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
        return new Invocation(exit, out.toString(), err.toString());
    }
}
