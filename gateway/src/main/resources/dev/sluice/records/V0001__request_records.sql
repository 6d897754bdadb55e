CREATE TABLE request_records (
    seq        INTEGER PRIMARY KEY,
    request_id TEXT   NOT NULL,
    started_at BIGINT NOT NULL,
    record     TEXT   NOT NULL
);

CREATE INDEX request_records_by_id ON request_records (request_id);
