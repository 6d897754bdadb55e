package dev.sluice.testkit;

/** What lies in events and answers, as JSON with aged keys; see {@link Aged}, {@link Template}. */
final class Shapes {
    static final String CHAT_IDS =
            """
            "conversation_id":"$conversation","message_id":"$message","created_at":"$created"\
            """;
    static final String MESSAGE =
            """
            "id":"$message","answer":"$delta","from_variable_selector>=0.8.1":"$selector"\
            """;
    static final String THOUGHT =
            """
            "id":"$thought_id","position":"$position","thought":"$thought",
            "observation":"$observation","tool":"$tool","tool_labels":"$labels",
            "tool_input":"$tool_input","message_files":"$files"\
            """;
    static final String MESSAGE_FILE =
            """
            "id":"$file","type":"image","belongs_to":"assistant","url":"$url"\
            """;
    static final String MESSAGE_END =
            """
            "id":"$message","metadata":"$metadata","files>=0.10.0":"$made"\
            """;
    static final String USAGE =
            """
            {"prompt_tokens":%1$d,"prompt_unit_price":"0","prompt_price_unit":"0",
            "prompt_price":"%7$s","completion_tokens":%2$d,"completion_unit_price":"0",
            "completion_price_unit":"0","completion_price":"%4$s","total_tokens":%3$d,
            "total_price":"%4$s","currency":"USD","latency":0.892,
            "time_to_first_token>=1.11.0":%5$s,"time_to_generate>=1.11.0":%6$s}\
            """;

    static final String WORKFLOW_STARTED =
            """
            "id":"$run","workflow_id":"$workflow","sequence_number<1.4.2":1,"inputs":"$inputs",
            "created_at":"$created","reason>=1.14.0":"initial"\
            """;
    static final String CREATOR = "{\"id\":\"$end_user\",\"user\":\"$user\"}";
    static final String WORKFLOW_FINISHED =
            """
            "id":"$run","workflow_id":"$workflow","sequence_number<1.4.2":1,"status":"$status",
            "outputs":"$outputs","error":"$error","elapsed_time":1.08,"total_tokens":"$tokens",
            "total_steps":"$steps","created_by":{"id":"$end_user","user":"$user"},
            "created_at":"$created","finished_at":"$now","exceptions_count>=0.14.0":"$exceptions",
            "files":"$made"\
            """;
    private static final String NODE =
            """
            "id":"$execution","node_id":"$node","node_type":"$type","title":"$title",
            "index":"$index","predecessor_node_id":"$predecessor",\
            """;
    private static final String PLACE =
            """
            "parallel_id>=0.8.0<1.9.0":null,"parallel_start_node_id>=0.8.0<1.9.0":null,
            "parent_parallel_id>=0.8.0<1.9.0":null,
            "parent_parallel_start_node_id>=0.8.0<1.9.0":null,
            "iteration_id>=0.8.0":"$iteration","loop_id>=1.0.1":"$loop"\
            """;
    static final String NODE_STARTED =
            NODE
                    + """
                    "inputs":null,"inputs_truncated>=1.9.0":false,"created_at":"$now","extras":{},
                    """
                    + PLACE
                    + """
                    ,"parallel_run_id>=0.8.0<1.9.0":null,"agent_strategy>=1.9.0":null\
                    """;
    static final String NODE_FINISHED =
            NODE
                    + """
                    "inputs":"$node_in","inputs_truncated>=1.9.0":false,
                    "process_data":"$process","process_data_truncated>=1.9.0":false,
                    "outputs":"$node_out","outputs_truncated>=1.9.0":false,"status":"$status",
                    "error":"$error","elapsed_time":0.9,"execution_metadata":"$spent",
                    "created_at":"$now","finished_at":"$now","files":[],
                    """
                    + PLACE;
    static final String NODE_RETRY = NODE_FINISHED + ",\"retry_index\":\"$attempt\"";

    static final String LLM_PROCESS =
            """
            {"model_mode":"chat","prompts":[{"role":"system","text":"$prompt","files":[]},
             {"role":"user","text":"$query","files":[]}],"usage":"$usage","finish_reason":"stop",
             "model_provider":"langgenius/openai/openai","model_name":"simulated"}\
            """;
    static final String LLM_OUTPUTS =
            """
            {"text":"$output","reasoning_content":"$thoughts","usage":"$usage","finish_reason":"stop"}\
            """;
    static final String LLM_METADATA =
            """
            {"total_tokens":"$tokens","total_price":"$price","currency":"USD"}\
            """;

    private static final String CONTAINER =
            """
            "id":"$node","node_id":"$node","node_type":"$type","title":"$title",\
            """;
    static final String ROUNDS_STARTED =
            CONTAINER
                    + """
                    "created_at":"$now","extras":{},"metadata":{"%s_length":"$length"},
                    "inputs":{"items":[]},"inputs_truncated>=1.9.0":false\
                    """;
    static final String ROUNDS_NEXT =
            CONTAINER + "\"index\":\"$index\",\"created_at\":\"$now\",\"extras\":{}";
    static final String ROUNDS_COMPLETED =
            CONTAINER
                    + """
                    "outputs":{"output":[]},"outputs_truncated>=1.9.0":false,"created_at":"$now",
                    "extras":{},"inputs":{"items":[]},"inputs_truncated>=1.9.0":false,
                    "status":"succeeded","error":null,"elapsed_time":0.7,"total_tokens":0,
                    "execution_metadata":{"total_tokens":0},"finished_at":"$now","steps":"$length"\
                    """;
    static final String BRANCH =
            """
            "parallel_id":"$parallel","parallel_branch_id":"$branch","parent_parallel_id":null,
            "parent_parallel_start_node_id":null,"iteration_id":null,"loop_id>=1.0.1":null,
            "created_at":"$now"\
            """;
    static final String AGENT_LOG =
            """
            "node_execution_id":"$execution","id":"$entry","label":"$label","parent_id":"$parent",
            "error":null,"status":"$status","data":"$data","metadata":{},"node_id":"$node"\
            """;
    static final String REASONING =
            """
            "message_id":"$told","reasoning":"$delta","node_id":"$node","is_final":"$final"\
            """;

    static final String HUMAN_INPUT =
            """
            "form_id":"$task","node_id":"1763738400004","node_title":"Human Input",
            "form_content":"$text","inputs":[],
            "actions":[{"id":"approve","title":"Approve","button_style":"primary"}],
            "display_in_ui":false,"form_token":"$message","approval_channels":[],
            "resolved_default_values":{},"expiration_time":"$now"\
            """;

    /** As recorded of 1.16.1. */
    static final String HUMAN_INPUT_1_16 =
            """
            "form_id":"$task","node_id":"1763738400004","node_title":"Human Input",
            "form_content":"$text","inputs":[],
            "actions":[{"id":"approve","title":"Approve","button_style":"primary"}],
            "display_in_ui":true,"form_token":"$message","approval_channels":["console"],
            "resolved_default_values":{},"expiration_time":"$now"\
            """;

    static final String REASONS_1_16 =
            """
            [{"TYPE":"human_input_required","form_id":"$task","form_content":"$text","inputs":[],
            "actions":[{"id":"approve","title":"Approve","button_style":"primary"}],
            "node_id":"1763738400004","node_title":"Human Input","resolved_default_values":{},
            "form_token":"$message","approval_channels":["console"],"expiration_time":"$now"}]\
            """;

    /** A reason repeats the whole form. */
    static final String REASONS = "[{" + HUMAN_INPUT + ",\"type\":\"human_input_required\"}]";

    static final String PAUSED_NODES = "[\"1763738400004\"]";
    static final String PAUSED =
            """
            "workflow_run_id":"$run","paused_nodes":%s,"outputs":{},"reasons":%s,
            "status":"paused","created_at":"$created","elapsed_time":0.5,
            "total_tokens":"$tokens","total_steps":"$steps"\
            """
                    .formatted(PAUSED_NODES, REASONS);
    static final String FORM_FILLED =
            """
            "node_id":"1763738400004","node_title":"Human Input","rendered_content":"$text",
            "action_id":"$action","action_text":"$action","submitted_data>=1.15.0":{}\
            """;
    static final String FORM_TIMEOUT =
            """
            "node_id":"1763738400004","node_title":"Human Input","expiration_time":"$now"\
            """;

    private Shapes() {}
}
