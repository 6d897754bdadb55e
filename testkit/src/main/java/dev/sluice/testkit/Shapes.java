package dev.sluice.testkit;

/** What lies in the events of a profile, as JSON without its outer braces; see {@link Template}. */
record Shapes(
        String usageTimes,
        String messageEnd,
        String workflowStarted,
        String nodeStarted,
        String nodeFinished,
        String workflowFinished) {
    static final String CHAT_IDS =
            """
            "conversation_id":"$conversation","message_id":"$message","created_at":"$created"\
            """;
    static final String USAGE =
            """
            "prompt_tokens":%1$d,"prompt_unit_price":"0","prompt_price_unit":"0","prompt_price":"0",
            "completion_tokens":%2$d,"completion_unit_price":"0","completion_price_unit":"0",
            "completion_price":"0","total_tokens":%3$d,"total_price":"0","currency":"USD","latency":0.892\
            """;
    static final String LLM_PROCESS =
            """
            {"model_mode":"chat","prompts":[{"role":"system","text":"$prompt","files":[]},
             {"role":"user","text":"$query","files":[]}],"usage":"$usage","finish_reason":"stop",
             "model_provider":"langgenius/openai/openai","model_name":"simulated"}\
            """;
    static final String LLM_OUTPUTS =
            """
            {"text":"$output","reasoning_content":"","usage":"$usage","finish_reason":"stop"}\
            """;
    static final String LLM_METADATA =
            """
            {"total_tokens":"$tokens","total_price":"0","currency":"USD"}\
            """;

    static final String PARAMETERS =
            """
            {"opening_statement":"","suggested_questions":[],
             "suggested_questions_after_answer":{"enabled":false},"speech_to_text":{"enabled":false},
             "text_to_speech":{"enabled":false,"voice":"","language":"","autoPlay":"disabled"},
             "retriever_resource":{"enabled":false},"annotation_reply":{"enabled":false},
             "more_like_this":{"enabled":false},"user_input_form":"$form",
             "sensitive_word_avoidance":{"enabled":false},
             "file_upload":{"image":{"enabled":false,"number_limits":3,"detail":"high",
              "transfer_methods":["remote_url","local_file"]},"enabled":false,
              "allowed_file_types":["image"],"allowed_file_extensions":[".JPG",".PNG"],
              "allowed_file_upload_methods":["remote_url","local_file"],"number_limits":3},
             "system_parameters":{"image_file_size_limit":10,"video_file_size_limit":100,
              "audio_file_size_limit":50,"file_size_limit":15,"workflow_file_upload_limit":10}}\
            """;

    static final Shapes OLD =
            new Shapes(
                    "",
                    """
                    "id":"$message","metadata":"$metadata","files":null\
                    """,
                    """
                    "id":"$run","workflow_id":"$workflow","sequence_number":1,"inputs":"$inputs",
                    "created_at":"$created"\
                    """,
                    """
                    "id":"$execution","node_id":"$node","node_type":"$type","title":"$title",
                    "index":"$index","predecessor_node_id":"$predecessor","inputs":null,
                    "created_at":"$now","extras":{},"parallel_id":null,"parallel_start_node_id":null,
                    "parent_parallel_id":null,"parent_parallel_start_node_id":null,"iteration_id":null,
                    "loop_id":null,"parallel_run_id":null,"agent_strategy":null\
                    """,
                    """
                    "id":"$execution","node_id":"$node","node_type":"$type","title":"$title",
                    "index":"$index","predecessor_node_id":"$predecessor","inputs":%s,
                    "process_data":%s,"outputs":%s,"status":"$status","error":"$error",
                    "elapsed_time":0.9,"execution_metadata":%s,"created_at":"$now",
                    "finished_at":"$now","files":[],"parallel_id":null,
                    "parallel_start_node_id":null,"parent_parallel_id":null,
                    "parent_parallel_start_node_id":null,"iteration_id":null,"loop_id":null\
                    """,
                    """
                    "id":"$run","workflow_id":"$workflow","sequence_number":1,"status":"$status",
                    "outputs":"$outputs","error":"$error","elapsed_time":1.08,"total_tokens":"$tokens",
                    "total_steps":"$steps","created_by":{"id":"$end_user","user":"$user"},
                    "created_at":"$created","finished_at":"$now","exceptions_count":0,"files":[]\
                    """);

    static final Shapes NEW =
            new Shapes(
                    """
                    ,"time_to_first_token":%1$s,"time_to_generate":%2$s\
                    """,
                    """
                    "id":"$message","metadata":"$metadata","files":[]\
                    """,
                    """
                    "id":"$run","workflow_id":"$workflow","inputs":"$inputs","created_at":"$created",
                    "reason":"initial"\
                    """,
                    """
                    "id":"$execution","node_id":"$node","node_type":"$type","title":"$title","index":1,
                    "predecessor_node_id":null,"inputs":null,"inputs_truncated":false,
                    "created_at":"$now","extras":{},"iteration_id":null,"loop_id":null,
                    "agent_strategy":null\
                    """,
                    """
                    "id":"$execution","node_id":"$node","node_type":"$type","title":"$title","index":1,
                    "predecessor_node_id":null,"inputs":%s,"inputs_truncated":false,
                    "process_data":%s,"process_data_truncated":false,"outputs":%s,
                    "outputs_truncated":false,"status":"$status","error":"$error","elapsed_time":0.9,
                    "execution_metadata":%s,"created_at":"$now","finished_at":"$now","files":[],
                    "iteration_id":null,"loop_id":null\
                    """,
                    """
                    "id":"$run","workflow_id":"$workflow","status":"$status","outputs":"$outputs",
                    "error":"$error","elapsed_time":1.08,"total_tokens":"$tokens",
                    "total_steps":"$steps","created_by":{"id":"$end_user","user":"$user"},
                    "created_at":"$created","finished_at":"$now","exceptions_count":0,"files":[]\
                    """);

    static Shapes of(Profile profile) {
        return profile == Profile.OLD ? OLD : NEW;
    }
}
