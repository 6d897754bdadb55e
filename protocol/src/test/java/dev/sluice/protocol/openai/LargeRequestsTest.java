package dev.sluice.protocol.openai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is kept of a request beside its words takes no more to be read than is said before. */
final class LargeRequestsTest {
    private static final String HI = "{'role':'user','content':'Hi'}";

    @ParameterizedTest
    @ValueSource(strings = {"AAAA", "AA\\/A", "中"})
    void large_pictures(String piece) {
        String url = "data:image/png;base64," + piece.repeat(2_000_000 / piece.length());
        takesWhatWasSaid(
                "",
                "{'role':'user','content':[{'type':'image_url','image_url':{'url':'%s'}}]}"
                        .formatted(url));
    }

    @ParameterizedTest
    @ValueSource(strings = {"AAAA", "AA\\/A", "中"})
    void large_schemas_and_descriptions(String piece) {
        String text = piece.repeat(1_000_000 / piece.length());
        takesWhatWasSaid(
                "'tools':[{'type':'function','function':{'name':'f','description':'%1$s','parameters':{'title':'%1$s'}}}],'response_format':{'type':'json_schema','json_schema':{'schema':{'title':'%1$s'}}},"
                        .formatted(text),
                HI);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'role':'user','content':''}",
                "{'role':'user','content':[]}",
                "{'role':'user','content':[{'type':'text','text':''},'']}",
                "{'role':'user','content':[{'type':'thinking','thinking':''}]}",
                "{'role':'user','content':[{'type':'image_url','image_url':'x'},{'type':'x'}]}",
                "{'role':'assistant','tool_calls':[{}]}",
                "{'role':'assistant','tool_calls':[{'id':'c','function':{'name':'f','arguments':{'a':1.5}}}]}",
                "{'role':'tool'}"
            })
    void many_messages(String message) {
        takesWhatWasSaid("", (message + ",").repeat(50_000) + HI);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"''", "{'type':'text','text':''}", "{'type':'image_url'}", "{'text':''}"})
    void many_parts(String part) {
        String parts = (part + ",").repeat(100_000) + part;
        takesWhatWasSaid("", "{'role':'user','content':[" + parts + "]}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{'type':'x'}", "{'type':'function','function':{'name':'f'}}"})
    void many_tools(String tool) {
        takesWhatWasSaid("'tools':[" + (tool + ",").repeat(100_000) + tool + "],", HI);
    }

    /** Which some programs of Windows write. */
    @Test
    void a_mark_before_a_long_text_makes_no_difference() {
        String text = "a".repeat(4_000_000);
        byte[] body =
                body("\ufeff{'model':'m','messages':[{'role':'user','content':'" + text + "'}]}");
        OpenAiChat.read(body, Set.of());

        assertThat(allocated(body)).isLessThan(body.length * 2L);
    }

    private static void takesWhatWasSaid(String members, String messages) {
        byte[] body = body("{'model':'m'," + members + "'messages':[" + messages + "]}");
        OpenAiChat.read(body, Set.of());

        assertThat(allocated(body)).isLessThanOrEqualTo(JsonFootprint.of(body).reading());
    }

    private static byte[] body(String json) {
        return json.replace('\'', '"').getBytes(UTF_8);
    }

    private static long allocated(byte[] body) {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        OpenAiChat.read(body, Set.of());
        return threads.getCurrentThreadAllocatedBytes() - before;
    }
}
