-- Written by `make docs`, of the models in racetrace/store; do not edit. For PostgreSQL 15 or newer.
-- All that is stored goes with it.

BEGIN;

DROP TABLE IF EXISTS alembic_version;

DROP TABLE IF EXISTS timing_lap;

DROP TABLE IF EXISTS standing;

DROP TABLE IF EXISTS progress;

DROP TABLE IF EXISTS official_time;

DROP TABLE IF EXISTS timing_passing;

DROP TABLE IF EXISTS timing_entry;

DROP TABLE IF EXISTS share;

DROP TABLE IF EXISTS official_link;

DROP TABLE IF EXISTS lap;

DROP TABLE IF EXISTS former_lap;

DROP TABLE IF EXISTS correction;

DROP TABLE IF EXISTS timing_session;

DROP TABLE IF EXISTS session;

DROP TABLE IF EXISTS gate;

DROP TABLE IF EXISTS frame_block;

DROP TABLE IF EXISTS feed_sample;

DROP TABLE IF EXISTS feed_log;

DROP TABLE IF EXISTS feed_format;

DROP TABLE IF EXISTS feed_analysis;

DROP TABLE IF EXISTS corner;

DROP TABLE IF EXISTS line_version;

DROP TABLE IF EXISTS circuit;

DROP TABLE IF EXISTS race_event;

DROP TABLE IF EXISTS place_merge;

DROP TABLE IF EXISTS job;

DROP TABLE IF EXISTS course;

DROP TABLE IF EXISTS upload;

DROP TABLE IF EXISTS team_member;

DROP TABLE IF EXISTS team_invitation;

DROP TABLE IF EXISTS refresh_token;

DROP TABLE IF EXISTS recovery_code;

DROP TABLE IF EXISTS place;

DROP TABLE IF EXISTS personal_token;

DROP TABLE IF EXISTS one_time_link;

DROP TABLE IF EXISTS oauth_attempt;

DROP TABLE IF EXISTS oauth_account;

DROP TABLE IF EXISTS idempotent_answer;

DROP TABLE IF EXISTS device;

DROP TABLE IF EXISTS chunk;

DROP TABLE IF EXISTS car;

DROP TABLE IF EXISTS browser_session;

DROP TABLE IF EXISTS "user";

DROP TABLE IF EXISTS team;

DROP TABLE IF EXISTS sign_in_failure;

DROP TABLE IF EXISTS kept_secret;

DROP TABLE IF EXISTS blob;

DROP TABLE IF EXISTS audit_entry;

COMMIT;
