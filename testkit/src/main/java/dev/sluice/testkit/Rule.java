package dev.sluice.testkit;

import tools.jackson.databind.JsonNode;

/** A rule that a field of a body broke, in the words of two generations of validators. */
enum Rule {
    MISSING("missing", "Field required"),
    STRING("string_type", "Input should be a valid string"),
    LIST("list_type", "Input should be a valid list"),
    DICT("dict_type", "Input should be a valid dictionary"),
    RESPONSE_MODE("literal_error", "Input should be 'blocking' or 'streaming'"),
    UUID("value_error", "Value error, %s must be a valid UUID");

    private static final int MOST_SHOWN = 50;
    private static final int SHOWN_FIRST = 25;
    private static final int SHOWN_LAST = 24;

    private final String type;
    private final String sentence;

    Rule(String type, String sentence) {
        this.type = type;
        this.sentence = sentence;
    }

    /** Since 1.11; it repeats what was sent. */
    String validation(RunKind kind, String field, JsonNode value) {
        String echo = shortened(value);
        return """
        1 validation error for %1$s
        %2$s
          %3$s [type=%4$s, input_value=%5$s, input_type=%6$s]
            For further information visit https://errors.pydantic.dev/2.12/v/%4$s\
        """
                .formatted(
                        kind.payloadName(),
                        field,
                        sentence.formatted(field),
                        type,
                        echo,
                        python(value));
    }

    /** As pydantic shows a value: in Python's spelling, and no more of it than both its ends. */
    private static String shortened(JsonNode value) {
        String whole =
                value.isNull()
                        ? "None"
                        : new Template.Builder(JsonStyle.PYTHON)
                                .content(value)
                                .text()
                                .replace('"', '\'');
        int length = whole.length();
        return length > MOST_SHOWN
                ? whole.substring(0, SHOWN_FIRST) + "..." + whole.substring(length - SHOWN_LAST)
                : whole;
    }

    private static String python(JsonNode value) {
        return switch (value.getNodeType()) {
            case OBJECT -> "dict";
            case ARRAY -> "list";
            case STRING -> "str";
            case BOOLEAN -> "bool";
            case NUMBER -> value.isIntegralNumber() ? "int" : "float";
            case NULL, MISSING, BINARY, POJO -> "NoneType";
        };
    }

    /** Before that; only the missing field's text is known for sure. */
    String parsing(JsonNode value) {
        String text = value.asString(value.toString());
        return switch (this) {
            case MISSING -> "Missing required parameter in the JSON body";
            case STRING, LIST -> "";
            case DICT -> text + " is not a valid dict";
            case RESPONSE_MODE -> text + " is not a valid choice";
            case UUID -> text + " is not a valid uuid.";
        };
    }
}
