-- Written by `make docs`, of the models in racetrace/store; do not edit. For PostgreSQL 15 or newer.
-- RaceTrace makes all this by itself, at its first start; a database made by this it takes as it is.

BEGIN;

CREATE TABLE audit_entry (
    id SERIAL NOT NULL,
    at TIMESTAMP WITHOUT TIME ZONE NOT NULL,
    who_id INTEGER,
    what VARCHAR NOT NULL,
    on_what VARCHAR NOT NULL,
    from_where VARCHAR NOT NULL,
    PRIMARY KEY (id)
);

CREATE INDEX audit_by_time ON audit_entry (at);

CREATE INDEX ix_audit_entry_who_id ON audit_entry (who_id);

CREATE TABLE blob (
    id VARCHAR NOT NULL,
    sha256 VARCHAR,
    size BIGINT NOT NULL,
    encoding VARCHAR NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT blob_size_not_negative CHECK (size >= 0),
    UNIQUE (sha256)
);

CREATE TABLE kept_secret (
    name VARCHAR NOT NULL,
    value VARCHAR NOT NULL,
    PRIMARY KEY (name)
);

CREATE TABLE sign_in_failure (
    id SERIAL NOT NULL,
    key VARCHAR NOT NULL,
    at TIMESTAMP WITHOUT TIME ZONE NOT NULL,
    PRIMARY KEY (id)
);

CREATE INDEX failure_by_key ON sign_in_failure (key, at);

CREATE INDEX failure_by_time ON sign_in_failure (at);

CREATE TABLE team (
    id SERIAL NOT NULL,
    uid VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    created_at TIMESTAMP WITHOUT TIME ZONE NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (uid)
);

CREATE TABLE "user" (
    id SERIAL NOT NULL,
    uid VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    settings VARCHAR NOT NULL,
    email VARCHAR,
    display_name VARCHAR NOT NULL,
    about VARCHAR NOT NULL,
    password_hash VARCHAR,
    is_admin BOOLEAN NOT NULL,
    is_locked BOOLEAN NOT NULL,
    email_verified BOOLEAN NOT NULL,
    totp_secret VARCHAR,
    totp_is_on BOOLEAN NOT NULL,
    totp_step INTEGER,
    created_at TIMESTAMP WITHOUT TIME ZONE NOT NULL,
    deleted_at TIMESTAMP WITHOUT TIME ZONE,
    PRIMARY KEY (id),
    UNIQUE (uid),
    UNIQUE (name)
);

CREATE UNIQUE INDEX ix_user_email ON "user" (email);

CREATE TABLE browser_session (
    id SERIAL NOT NULL,
    sha256 VARCHAR NOT NULL,
    user_id INTEGER NOT NULL,
    device_name VARCHAR NOT NULL,
    created_at TIMESTAMP WITHOUT TIME ZONE NOT NULL,
    seen_at TIMESTAMP WITHOUT TIME ZONE NOT NULL,
    ends_at TIMESTAMP WITHOUT TIME ZONE NOT NULL,
    step_up_until TIMESTAMP WITHOUT TIME ZONE,
    PRIMARY KEY (id),
    UNIQUE (sha256),
    FOREIGN KEY(user_id) REFERENCES "user" (id) ON DELETE CASCADE
);

CREATE INDEX ix_browser_session_user_id ON browser_session (user_id);

CREATE TABLE car (
    id SERIAL NOT NULL,
    uid VARCHAR NOT NULL,
    owner_id INTEGER NOT NULL,
    make VARCHAR NOT NULL,
    model VARCHAR NOT NULL,
    year INTEGER,
    category VARCHAR NOT NULL,
    drivetrain VARCHAR NOT NULL,
    power_hp FLOAT,
    weight_kg FLOAT,
    engine_cc INTEGER,
    notes VARCHAR NOT NULL,
    created_at TIMESTAMP WITHOUT TIME ZONE NOT NULL,
    deleted_at TIMESTAMP WITHOUT TIME ZONE,
    PRIMARY KEY (id),
    UNIQUE (uid),
    FOREIGN KEY(owner_id) REFERENCES "user" (id)
);

CREATE INDEX car_by_owner ON car (owner_id, deleted_at, id);

CREATE TABLE chunk (
    blob_id VARCHAR NOT NULL,
    number INTEGER NOT NULL,
    data BYTEA NOT NULL,
    PRIMARY KEY (blob_id, number),
    FOREIGN KEY(blob_id) REFERENCES blob (id) ON DELETE CASCADE
);

CREATE TABLE device (
    id SERIAL NOT NULL,
    user_id INTEGER NOT NULL,
    sha256 VARCHAR NOT NULL,
    seen_at TIMESTAMP WITHOUT TIME ZONE NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT device_once UNIQUE (user_id, sha256),
    FOREIGN KEY(user_id) REFERENCES "user" (id) ON DELETE CASCADE
);

CREATE TABLE idempotent_answer (
    id SERIAL NOT NULL,
    user_id INTEGER NOT NULL,
    key_sha256 VARCHAR NOT NULL,
    request_sha256 VARCHAR NOT NULL,
    status INTEGER,
    location VARCHAR NOT NULL,
    body VARCHAR NOT NULL,
    ends_at TIMESTAMP WITHOUT TIME ZONE NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT idempotent_answer_once UNIQUE (user_id, key_sha256),
    FOREIGN KEY(user_id) REFERENCES "user" (id) ON DELETE CASCADE
);

CREATE TABLE oauth_account (
    id SERIAL NOT NULL,
    user_id INTEGER NOT NULL,
    provider VARCHAR NOT NULL,
    subject VARCHAR NOT NULL,
    shown VARCHAR NOT NULL,
    created_at TIMESTAMP WITHOUT TIME ZONE NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT oauth_account_once UNIQUE (provider, subject),
    FOREIGN KEY(user_id) REFERENCES "user" (id) ON DELETE CASCADE
);

CREATE INDEX ix_oauth_account_user_id ON oauth_account (user_id);

CREATE TABLE oauth_attempt (
    id SERIAL NOT NULL,
    sha256 VARCHAR NOT NULL,
    provider VARCHAR NOT NULL,
    onward VARCHAR NOT NULL,
    linker_id INTEGER,
    used_at TIMESTAMP WITHOUT TIME ZONE,
    user_id INTEGER,
    subject VARCHAR NOT NULL,
    shown VARCHAR NOT NULL,
    ends_at TIMESTAMP WITHOUT TIME ZONE NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (sha256),
    FOREIGN KEY(linker_id) REFERENCES "user" (id) ON DELETE CASCADE,
    FOREIGN KEY(user_id) REFERENCES "user" (id) ON DELETE CASCADE
);

CREATE INDEX ix_oauth_attempt_linker_id ON oauth_attempt (linker_id);

CREATE INDEX ix_oauth_attempt_user_id ON oauth_attempt (user_id);

CREATE TABLE one_time_link (
    id SERIAL NOT NULL,
    purpose VARCHAR NOT NULL,
    sha256 VARCHAR NOT NULL,
    user_id INTEGER,
    created_at TIMESTAMP WITHOUT TIME ZONE NOT NULL,
    ends_at TIMESTAMP WITHOUT TIME ZONE NOT NULL,
    used_at TIMESTAMP WITHOUT TIME ZONE,
    PRIMARY KEY (id),
    UNIQUE (sha256),
    FOREIGN KEY(user_id) REFERENCES "user" (id) ON DELETE CASCADE
);

CREATE INDEX ix_one_time_link_user_id ON one_time_link (user_id);

CREATE TABLE personal_token (
    id SERIAL NOT NULL,
    uid VARCHAR NOT NULL,
    sha256 VARCHAR NOT NULL,
    user_id INTEGER NOT NULL,
    name VARCHAR NOT NULL,
    scopes VARCHAR NOT NULL,
    created_at TIMESTAMP WITHOUT TIME ZONE NOT NULL,
    used_at TIMESTAMP WITHOUT TIME ZONE,
    ends_at TIMESTAMP WITHOUT TIME ZONE NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (uid),
    UNIQUE (sha256),
    FOREIGN KEY(user_id) REFERENCES "user" (id) ON DELETE CASCADE
);

CREATE INDEX ix_personal_token_user_id ON personal_token (user_id);

CREATE TABLE place (
    id SERIAL NOT NULL,
    uid VARCHAR NOT NULL,
    owner_id INTEGER NOT NULL,
    name VARCHAR NOT NULL,
    country VARCHAR NOT NULL,
    city VARCHAR NOT NULL,
    latitude_deg FLOAT NOT NULL,
    longitude_deg FLOAT NOT NULL,
    is_published BOOLEAN NOT NULL,
    is_protected BOOLEAN NOT NULL,
    merged_into INTEGER,
    created_at TIMESTAMP WITHOUT TIME ZONE NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (uid),
    FOREIGN KEY(owner_id) REFERENCES "user" (id),
    FOREIGN KEY(merged_into) REFERENCES place (id) ON DELETE SET NULL
);

CREATE INDEX ix_place_merged_into ON place (merged_into);

CREATE INDEX place_by_latitude ON place (latitude_deg);

CREATE INDEX place_by_name ON place (is_published, name, id);

CREATE TABLE recovery_code (
    id SERIAL NOT NULL,
    user_id INTEGER NOT NULL,
    sha256 VARCHAR NOT NULL,
    used_at TIMESTAMP WITHOUT TIME ZONE,
    PRIMARY KEY (id),
    FOREIGN KEY(user_id) REFERENCES "user" (id) ON DELETE CASCADE,
    UNIQUE (sha256)
);

CREATE INDEX ix_recovery_code_user_id ON recovery_code (user_id);

CREATE TABLE refresh_token (
    id SERIAL NOT NULL,
    sha256 VARCHAR NOT NULL,
    family VARCHAR NOT NULL,
    user_id INTEGER NOT NULL,
    parent_id INTEGER,
    created_at TIMESTAMP WITHOUT TIME ZONE NOT NULL,
    used_at TIMESTAMP WITHOUT TIME ZONE,
    ends_at TIMESTAMP WITHOUT TIME ZONE NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (sha256),
    FOREIGN KEY(user_id) REFERENCES "user" (id) ON DELETE CASCADE,
    UNIQUE (parent_id),
    FOREIGN KEY(parent_id) REFERENCES refresh_token (id) ON DELETE CASCADE
);

CREATE INDEX ix_refresh_token_family ON refresh_token (family);

CREATE INDEX ix_refresh_token_user_id ON refresh_token (user_id);

CREATE TABLE team_invitation (
    team_id INTEGER NOT NULL,
    user_id INTEGER NOT NULL,
    role VARCHAR NOT NULL,
    by_id INTEGER NOT NULL,
    created_at TIMESTAMP WITHOUT TIME ZONE NOT NULL,
    PRIMARY KEY (team_id, user_id),
    FOREIGN KEY(team_id) REFERENCES team (id) ON DELETE CASCADE,
    FOREIGN KEY(user_id) REFERENCES "user" (id) ON DELETE CASCADE,
    FOREIGN KEY(by_id) REFERENCES "user" (id) ON DELETE CASCADE
);

CREATE INDEX ix_team_invitation_user_id ON team_invitation (user_id);

CREATE TABLE team_member (
    team_id INTEGER NOT NULL,
    user_id INTEGER NOT NULL,
    role VARCHAR NOT NULL,
    created_at TIMESTAMP WITHOUT TIME ZONE NOT NULL,
    PRIMARY KEY (team_id, user_id),
    FOREIGN KEY(team_id) REFERENCES team (id) ON DELETE CASCADE,
    FOREIGN KEY(user_id) REFERENCES "user" (id) ON DELETE CASCADE
);

CREATE INDEX ix_team_member_user_id ON team_member (user_id);

CREATE TABLE upload (
    id SERIAL NOT NULL,
    uid VARCHAR NOT NULL,
    owner_id INTEGER NOT NULL,
    name VARCHAR NOT NULL,
    raw_id VARCHAR NOT NULL,
    created_at TIMESTAMP WITHOUT TIME ZONE NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT upload_once UNIQUE (owner_id, raw_id),
    UNIQUE (uid),
    FOREIGN KEY(owner_id) REFERENCES "user" (id),
    FOREIGN KEY(raw_id) REFERENCES blob (id)
);

CREATE INDEX ix_upload_raw_id ON upload (raw_id);

CREATE TABLE course (
    id SERIAL NOT NULL,
    uid VARCHAR NOT NULL,
    owner_id INTEGER NOT NULL,
    place_id INTEGER NOT NULL,
    name VARCHAR NOT NULL,
    is_default BOOLEAN NOT NULL,
    sectors INTEGER NOT NULL,
    created_at TIMESTAMP WITHOUT TIME ZONE NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (uid),
    FOREIGN KEY(owner_id) REFERENCES "user" (id),
    FOREIGN KEY(place_id) REFERENCES place (id) ON DELETE CASCADE
);

CREATE INDEX ix_course_place_id ON course (place_id);

CREATE TABLE job (
    id SERIAL NOT NULL,
    uid VARCHAR NOT NULL,
    owner_id INTEGER NOT NULL,
    upload_id INTEGER NOT NULL,
    state VARCHAR NOT NULL,
    attempts INTEGER NOT NULL,
    sentence VARCHAR NOT NULL,
    created_at TIMESTAMP WITHOUT TIME ZONE NOT NULL,
    ended_at TIMESTAMP WITHOUT TIME ZONE,
    PRIMARY KEY (id),
    UNIQUE (uid),
    FOREIGN KEY(owner_id) REFERENCES "user" (id),
    FOREIGN KEY(upload_id) REFERENCES upload (id) ON DELETE CASCADE
);

CREATE INDEX ix_job_upload_id ON job (upload_id);

CREATE INDEX job_by_state ON job (state);

CREATE TABLE place_merge (
    id SERIAL NOT NULL,
    place_id INTEGER NOT NULL,
    into_id INTEGER NOT NULL,
    moved VARCHAR NOT NULL,
    created_at TIMESTAMP WITHOUT TIME ZONE NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(place_id) REFERENCES place (id) ON DELETE CASCADE,
    FOREIGN KEY(into_id) REFERENCES place (id) ON DELETE CASCADE
);

CREATE INDEX ix_place_merge_into_id ON place_merge (into_id);

CREATE INDEX ix_place_merge_place_id ON place_merge (place_id);

CREATE TABLE race_event (
    id SERIAL NOT NULL,
    uid VARCHAR NOT NULL,
    owner_id INTEGER NOT NULL,
    name VARCHAR NOT NULL,
    starts_on DATE,
    ends_on DATE,
    place_id INTEGER,
    notes VARCHAR NOT NULL,
    created_at TIMESTAMP WITHOUT TIME ZONE NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (uid),
    FOREIGN KEY(owner_id) REFERENCES "user" (id),
    FOREIGN KEY(place_id) REFERENCES place (id) ON DELETE SET NULL
);

CREATE INDEX ix_race_event_owner_id ON race_event (owner_id);

CREATE INDEX ix_race_event_place_id ON race_event (place_id);

CREATE TABLE circuit (
    id SERIAL NOT NULL,
    uid VARCHAR NOT NULL,
    owner_id INTEGER NOT NULL,
    name VARCHAR NOT NULL,
    provider VARCHAR NOT NULL,
    page_url VARCHAR NOT NULL,
    address VARCHAR NOT NULL,
    labels VARCHAR NOT NULL,
    profile VARCHAR NOT NULL,
    profile_version INTEGER NOT NULL,
    visibility VARCHAR NOT NULL,
    place_id INTEGER,
    course_id INTEGER,
    latitude_deg FLOAT,
    longitude_deg FLOAT,
    is_followed BOOLEAN NOT NULL,
    keep_days INTEGER NOT NULL,
    created_at TIMESTAMP WITHOUT TIME ZONE NOT NULL,
    deleted_at TIMESTAMP WITHOUT TIME ZONE,
    PRIMARY KEY (id),
    UNIQUE (uid),
    FOREIGN KEY(owner_id) REFERENCES "user" (id),
    FOREIGN KEY(place_id) REFERENCES place (id) ON DELETE SET NULL,
    CONSTRAINT circuit_course_id FOREIGN KEY(course_id) REFERENCES course (id) ON DELETE SET NULL
);

CREATE INDEX circuit_by_owner ON circuit (owner_id, deleted_at, id);

CREATE INDEX ix_circuit_course_id ON circuit (course_id);

CREATE INDEX ix_circuit_place_id ON circuit (place_id);

CREATE TABLE line_version (
    id SERIAL NOT NULL,
    course_id INTEGER,
    version VARCHAR NOT NULL,
    blob_id VARCHAR NOT NULL,
    length_m FLOAT NOT NULL,
    is_closed BOOLEAN NOT NULL,
    outline VARCHAR NOT NULL,
    is_current BOOLEAN NOT NULL,
    is_gate_given BOOLEAN NOT NULL,
    created_at TIMESTAMP WITHOUT TIME ZONE NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(course_id) REFERENCES course (id) ON DELETE CASCADE,
    FOREIGN KEY(blob_id) REFERENCES blob (id)
);

CREATE INDEX ix_line_version_blob_id ON line_version (blob_id);

CREATE INDEX ix_line_version_course_id ON line_version (course_id);

CREATE INDEX ix_line_version_version ON line_version (version);

CREATE TABLE corner (
    id SERIAL NOT NULL,
    line_id INTEGER NOT NULL,
    number INTEGER NOT NULL,
    start_m FLOAT NOT NULL,
    end_m FLOAT NOT NULL,
    apex_m FLOAT NOT NULL,
    angle_deg FLOAT NOT NULL,
    section_start_m FLOAT NOT NULL,
    section_end_m FLOAT NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(line_id) REFERENCES line_version (id) ON DELETE CASCADE
);

CREATE INDEX ix_corner_line_id ON corner (line_id);

CREATE TABLE feed_analysis (
    circuit_id INTEGER NOT NULL,
    at_ms BIGINT NOT NULL,
    version INTEGER NOT NULL,
    report VARCHAR NOT NULL,
    PRIMARY KEY (circuit_id),
    FOREIGN KEY(circuit_id) REFERENCES circuit (id) ON DELETE CASCADE
);

CREATE TABLE feed_format (
    id SERIAL NOT NULL,
    circuit_id INTEGER NOT NULL,
    version INTEGER NOT NULL,
    at_ms BIGINT NOT NULL,
    who_id INTEGER NOT NULL,
    provider VARCHAR NOT NULL,
    profile VARCHAR NOT NULL,
    labels VARCHAR NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(circuit_id) REFERENCES circuit (id) ON DELETE CASCADE,
    FOREIGN KEY(who_id) REFERENCES "user" (id)
);

CREATE UNIQUE INDEX feed_format_once ON feed_format (circuit_id, version);

CREATE TABLE feed_log (
    id SERIAL NOT NULL,
    circuit_id INTEGER NOT NULL,
    at_ms BIGINT NOT NULL,
    kind VARCHAR NOT NULL,
    message VARCHAR NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(circuit_id) REFERENCES circuit (id) ON DELETE CASCADE
);

CREATE INDEX feed_log_by_circuit ON feed_log (circuit_id, id);

CREATE TABLE feed_sample (
    circuit_id INTEGER NOT NULL,
    content BYTEA NOT NULL,
    PRIMARY KEY (circuit_id),
    FOREIGN KEY(circuit_id) REFERENCES circuit (id) ON DELETE CASCADE
);

CREATE TABLE frame_block (
    id SERIAL NOT NULL,
    circuit_id INTEGER NOT NULL,
    first_ms BIGINT NOT NULL,
    last_ms BIGINT NOT NULL,
    count INTEGER NOT NULL,
    content BYTEA NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(circuit_id) REFERENCES circuit (id) ON DELETE CASCADE
);

CREATE INDEX frame_block_in_time ON frame_block (circuit_id, first_ms);

CREATE TABLE gate (
    id SERIAL NOT NULL,
    line_id INTEGER NOT NULL,
    kind VARCHAR NOT NULL,
    left_latitude_deg FLOAT NOT NULL,
    left_longitude_deg FLOAT NOT NULL,
    right_latitude_deg FLOAT NOT NULL,
    right_longitude_deg FLOAT NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(line_id) REFERENCES line_version (id) ON DELETE CASCADE
);

CREATE INDEX ix_gate_line_id ON gate (line_id);

CREATE TABLE session (
    id SERIAL NOT NULL,
    uid VARCHAR NOT NULL,
    owner_id INTEGER NOT NULL,
    upload_id INTEGER,
    name VARCHAR NOT NULL,
    notes VARCHAR NOT NULL,
    session_type VARCHAR NOT NULL,
    driver_name VARCHAR NOT NULL,
    car_name VARCHAR NOT NULL,
    car_id INTEGER,
    event_id INTEGER,
    team_id INTEGER,
    visibility VARCHAR NOT NULL,
    is_demo BOOLEAN NOT NULL,
    format VARCHAR NOT NULL,
    device VARCHAR NOT NULL,
    started_at TIMESTAMP WITHOUT TIME ZONE,
    zone_source VARCHAR NOT NULL,
    track VARCHAR NOT NULL,
    vehicle VARCHAR NOT NULL,
    warnings VARCHAR NOT NULL,
    reader_version INTEGER NOT NULL,
    samples_id VARCHAR,
    line_id INTEGER,
    is_coarse BOOLEAN NOT NULL,
    fix_rate_hz FLOAT,
    tau_s FLOAT NOT NULL,
    lag_s FLOAT,
    lag_sharpness FLOAT,
    created_at TIMESTAMP WITHOUT TIME ZONE NOT NULL,
    deleted_at TIMESTAMP WITHOUT TIME ZONE,
    PRIMARY KEY (id),
    UNIQUE (uid),
    FOREIGN KEY(owner_id) REFERENCES "user" (id),
    UNIQUE (upload_id),
    FOREIGN KEY(upload_id) REFERENCES upload (id),
    FOREIGN KEY(car_id) REFERENCES car (id) ON DELETE SET NULL,
    FOREIGN KEY(event_id) REFERENCES race_event (id) ON DELETE SET NULL,
    FOREIGN KEY(team_id) REFERENCES team (id) ON DELETE SET NULL,
    FOREIGN KEY(samples_id) REFERENCES blob (id),
    FOREIGN KEY(line_id) REFERENCES line_version (id)
);

CREATE INDEX ix_session_car_id ON session (car_id);

CREATE INDEX ix_session_event_id ON session (event_id);

CREATE INDEX ix_session_line_id ON session (line_id);

CREATE INDEX ix_session_samples_id ON session (samples_id);

CREATE INDEX session_by_owner ON session (owner_id, deleted_at, id);

CREATE INDEX session_by_team ON session (team_id, visibility, id);

CREATE TABLE timing_session (
    id SERIAL NOT NULL,
    uid VARCHAR NOT NULL,
    circuit_id INTEGER NOT NULL,
    kind VARCHAR NOT NULL,
    event VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    run VARCHAR NOT NULL,
    track VARCHAR NOT NULL,
    length_m INTEGER,
    started_ms BIGINT NOT NULL,
    heard_ms BIGINT NOT NULL,
    is_ended BOOLEAN NOT NULL,
    head VARCHAR NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (uid),
    FOREIGN KEY(circuit_id) REFERENCES circuit (id) ON DELETE CASCADE
);

CREATE INDEX timing_session_in_time ON timing_session (circuit_id, started_ms);

CREATE TABLE correction (
    id SERIAL NOT NULL,
    uid VARCHAR NOT NULL,
    session_id INTEGER NOT NULL,
    kind VARCHAR NOT NULL,
    at_s FLOAT,
    reason VARCHAR NOT NULL,
    latitude_deg FLOAT,
    longitude_deg FLOAT,
    heading_deg FLOAT,
    course_id INTEGER,
    line_id INTEGER,
    created_at TIMESTAMP WITHOUT TIME ZONE NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (uid),
    FOREIGN KEY(session_id) REFERENCES session (id) ON DELETE CASCADE,
    FOREIGN KEY(course_id) REFERENCES course (id) ON DELETE CASCADE,
    FOREIGN KEY(line_id) REFERENCES line_version (id) ON DELETE SET NULL
);

CREATE INDEX ix_correction_course_id ON correction (course_id);

CREATE INDEX ix_correction_line_id ON correction (line_id);

CREATE INDEX ix_correction_session_id ON correction (session_id);

CREATE TABLE former_lap (
    id SERIAL NOT NULL,
    uid VARCHAR NOT NULL,
    session_id INTEGER NOT NULL,
    start_s FLOAT NOT NULL,
    end_s FLOAT NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (uid),
    FOREIGN KEY(session_id) REFERENCES session (id) ON DELETE CASCADE
);

CREATE INDEX ix_former_lap_session_id ON former_lap (session_id);

CREATE TABLE lap (
    id SERIAL NOT NULL,
    uid VARCHAR NOT NULL,
    session_id INTEGER NOT NULL,
    number INTEGER NOT NULL,
    kind VARCHAR NOT NULL,
    start_s FLOAT NOT NULL,
    end_s FLOAT NOT NULL,
    time_s FLOAT,
    measured_by VARCHAR NOT NULL,
    resolution_ms FLOAT NOT NULL,
    length_m FLOAT,
    max_speed_mps FLOAT,
    excluded_reason VARCHAR NOT NULL,
    stated_time_s FLOAT,
    PRIMARY KEY (id),
    UNIQUE (uid),
    FOREIGN KEY(session_id) REFERENCES session (id) ON DELETE CASCADE
);

CREATE INDEX ix_lap_session_id ON lap (session_id);

CREATE TABLE official_link (
    session_id INTEGER NOT NULL,
    timing_session_id INTEGER,
    is_declined BOOLEAN NOT NULL,
    key VARCHAR NOT NULL,
    number VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    source VARCHAR NOT NULL,
    offset_s FLOAT NOT NULL,
    spread_s FLOAT NOT NULL,
    certainty VARCHAR NOT NULL,
    limit_ms FLOAT NOT NULL,
    laps VARCHAR NOT NULL,
    created_at TIMESTAMP WITHOUT TIME ZONE NOT NULL,
    PRIMARY KEY (session_id),
    FOREIGN KEY(session_id) REFERENCES session (id) ON DELETE CASCADE,
    FOREIGN KEY(timing_session_id) REFERENCES timing_session (id) ON DELETE SET NULL
);

CREATE INDEX ix_official_link_timing_session_id ON official_link (timing_session_id);

CREATE TABLE share (
    id SERIAL NOT NULL,
    uid VARCHAR NOT NULL,
    session_id INTEGER NOT NULL,
    secret_sha256 VARCHAR NOT NULL,
    scope VARCHAR NOT NULL,
    ends_at TIMESTAMP WITHOUT TIME ZONE,
    revoked_at TIMESTAMP WITHOUT TIME ZONE,
    created_at TIMESTAMP WITHOUT TIME ZONE NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (uid),
    FOREIGN KEY(session_id) REFERENCES session (id) ON DELETE CASCADE,
    UNIQUE (secret_sha256)
);

CREATE INDEX ix_share_session_id ON share (session_id);

CREATE TABLE timing_entry (
    id SERIAL NOT NULL,
    session_id INTEGER NOT NULL,
    key VARCHAR NOT NULL,
    position INTEGER,
    number VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    laps INTEGER NOT NULL,
    best_ms INTEGER,
    cells VARCHAR NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(session_id) REFERENCES timing_session (id) ON DELETE CASCADE
);

CREATE UNIQUE INDEX timing_entry_once ON timing_entry (session_id, key);

CREATE TABLE timing_passing (
    id SERIAL NOT NULL,
    session_id INTEGER NOT NULL,
    key VARCHAR NOT NULL,
    line INTEGER NOT NULL,
    at_ms BIGINT NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(session_id) REFERENCES timing_session (id) ON DELETE CASCADE
);

CREATE INDEX timing_passing_in_time ON timing_passing (session_id, at_ms);

CREATE TABLE official_time (
    lap_id INTEGER NOT NULL,
    session_id INTEGER NOT NULL,
    number INTEGER NOT NULL,
    ms INTEGER NOT NULL,
    is_taken BOOLEAN NOT NULL,
    own_time_s FLOAT NOT NULL,
    own_measured_by VARCHAR NOT NULL,
    own_resolution_ms FLOAT NOT NULL,
    PRIMARY KEY (lap_id),
    FOREIGN KEY(lap_id) REFERENCES lap (id) ON DELETE CASCADE,
    FOREIGN KEY(session_id) REFERENCES session (id) ON DELETE CASCADE
);

CREATE INDEX ix_official_time_session_id ON official_time (session_id);

CREATE TABLE progress (
    id SERIAL NOT NULL,
    lap_id INTEGER NOT NULL,
    line_id INTEGER NOT NULL,
    algorithm INTEGER NOT NULL,
    method VARCHAR NOT NULL,
    blob_id VARCHAR NOT NULL,
    gate_residual_ms FLOAT,
    splits VARCHAR NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT progress_once UNIQUE (lap_id, line_id, algorithm),
    FOREIGN KEY(lap_id) REFERENCES lap (id) ON DELETE CASCADE,
    FOREIGN KEY(line_id) REFERENCES line_version (id) ON DELETE CASCADE,
    FOREIGN KEY(blob_id) REFERENCES blob (id)
);

CREATE INDEX ix_progress_blob_id ON progress (blob_id);

CREATE INDEX ix_progress_line_id ON progress (line_id);

CREATE TABLE standing (
    id SERIAL NOT NULL,
    course_id INTEGER NOT NULL,
    session_id INTEGER NOT NULL,
    lap_id INTEGER NOT NULL,
    driver VARCHAR NOT NULL,
    car VARCHAR NOT NULL,
    category VARCHAR NOT NULL,
    measured_by VARCHAR NOT NULL,
    time_s FLOAT NOT NULL,
    driven_at TIMESTAMP WITHOUT TIME ZONE NOT NULL,
    held VARCHAR NOT NULL,
    is_freed BOOLEAN NOT NULL,
    is_best BOOLEAN NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(course_id) REFERENCES course (id) ON DELETE CASCADE,
    FOREIGN KEY(session_id) REFERENCES session (id) ON DELETE CASCADE,
    UNIQUE (lap_id),
    FOREIGN KEY(lap_id) REFERENCES lap (id) ON DELETE CASCADE
);

CREATE INDEX ix_standing_held ON standing (held);

CREATE INDEX ix_standing_session_id ON standing (session_id);

CREATE INDEX standing_of_course ON standing (course_id, is_best, time_s, id);

CREATE INDEX standing_of_driver ON standing (course_id, driver, car, time_s);

CREATE TABLE timing_lap (
    entry_id INTEGER NOT NULL,
    number INTEGER NOT NULL,
    session_id INTEGER NOT NULL,
    ms INTEGER,
    mark VARCHAR NOT NULL,
    at_ms BIGINT NOT NULL,
    total_ms INTEGER,
    driver VARCHAR NOT NULL,
    is_pit BOOLEAN NOT NULL,
    is_recalled BOOLEAN DEFAULT false NOT NULL,
    PRIMARY KEY (entry_id, number),
    FOREIGN KEY(entry_id) REFERENCES timing_entry (id) ON DELETE CASCADE,
    FOREIGN KEY(session_id) REFERENCES timing_session (id) ON DELETE CASCADE
);

CREATE INDEX timing_lap_in_time ON timing_lap (session_id, at_ms);

CREATE TABLE alembic_version (
    version_num VARCHAR(32) NOT NULL,
    PRIMARY KEY (version_num)
);

INSERT INTO "user" (uid, name, settings, display_name, about, is_admin, is_locked, email_verified, totp_is_on, created_at) VALUES (gen_random_uuid()::text, 'local', '{}', '', '', false, false, false, false, timezone('UTC', now()));

INSERT INTO alembic_version (version_num) VALUES ('0014');

COMMIT;
