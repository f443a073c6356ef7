-- Why: the yearly plan of inspections (kiểm tra) and courses (tập huấn) of an office,
-- what an inspection found, and who mends it by when, followed until it is closed.

-- +goose Up
CREATE TABLE inspection_plan (
    id          TEXT PRIMARY KEY,
    unit_id     TEXT NOT NULL, -- the office
    year        BIGINT NOT NULL,
    number      TEXT NOT NULL, -- of the document that approved it; '' while it is a draft
    approved_on TEXT NOT NULL, -- ISO day; '' while it is a draft
    approved_by TEXT NOT NULL, -- name
    version     BIGINT NOT NULL,
    created_at  TIMESTAMPTZ NOT NULL,
    UNIQUE (unit_id, year)
);

CREATE TABLE inspection_item (
    id           TEXT PRIMARY KEY,
    plan_id      TEXT NOT NULL REFERENCES inspection_plan (id),
    kind         TEXT NOT NULL CHECK (kind IN ('inspection', 'course')),
    target_id    TEXT NOT NULL, -- the unit that is inspected; '' of a course
    content      TEXT NOT NULL,
    team         TEXT NOT NULL, -- of a course: who teaches, for whom
    from_day     TEXT NOT NULL, -- ISO days
    to_day       TEXT NOT NULL,
    added_for    TEXT NOT NULL, -- why it came after the plan was approved; '' of what was planned
    state        TEXT NOT NULL CHECK (state IN ('planned', 'held', 'dropped')),
    held_on      TEXT NOT NULL,
    number       TEXT NOT NULL, -- of the conclusion
    conclusion   TEXT NOT NULL,
    participants BIGINT NOT NULL, -- of a course
    papers       TEXT NOT NULL, -- of a course: its documents
    dropped_for  TEXT NOT NULL,
    version      BIGINT NOT NULL,
    created_at   TIMESTAMPTZ NOT NULL
);
CREATE INDEX inspection_item_plan ON inspection_item (plan_id);

CREATE TABLE inspection_finding (
    id         TEXT PRIMARY KEY,
    item_id    TEXT NOT NULL REFERENCES inspection_item (id),
    kind       TEXT NOT NULL CHECK (kind IN ('shortcoming', 'recommendation')),
    body       TEXT NOT NULL,
    unit_id    TEXT NOT NULL, -- who has to mend it
    due_on     TEXT NOT NULL,
    state      TEXT NOT NULL CHECK (state IN ('open', 'reported', 'mended')),
    report     TEXT NOT NULL, -- what was done
    file_hash  TEXT NOT NULL, -- the evidence
    file_name  TEXT NOT NULL,
    answer     TEXT NOT NULL, -- what the office says to it
    closed_on  TEXT NOT NULL,
    version    BIGINT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX inspection_finding_item ON inspection_finding (item_id);
CREATE INDEX inspection_finding_unit ON inspection_finding (unit_id);
